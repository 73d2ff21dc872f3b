package tombola.sparse;

import java.util.Arrays;
import java.util.BitSet;
import tombola.kernel.PlaneSums;
import tombola.nn.Layer;
import tombola.nn.Volume;

/** Where a convolution of one sample finds its inputs and puts its outputs. */
record ConvolutionPlanes(Layer.Conv2d shape, PlaneLayout takes, PlaneLayout gives) {

  /**
   * Returns the planes for {@code shape} on a value that lies as {@code there}: as it is if that
   * has the border and the room between rows, otherwise on a copy.
   *
   * @param border of all values between convolutions, at least every padding
   */
  static ConvolutionPlanes of(Layer.Conv2d shape, PlaneLayout there, int border) {
    Volume gives = shape.gives();
    int pitch = gives.width() + border;
    PlaneLayout takes;
    if (shape.stride() > 1) {
      int reach = (shape.kernel() - 1) / shape.stride();
      int parts = phases(shape) * phases(shape);
      Volume phases =
          new Volume(
              gives.height() + reach, gives.width() + reach, shape.takes().channels() * parts);
      takes = PlaneLayout.bordered(phases, Math.max(pitch, phases.width()), 0);
    } else if (there.gap() > 0 && there.border() == border && there.pitch() >= pitch) {
      takes = there;
    } else {
      int width = shape.takes().width() + border;
      takes = PlaneLayout.bordered(shape.takes(), Math.max(pitch, width), border);
    }
    return new ConvolutionPlanes(shape, takes, PlaneLayout.bordered(gives, takes.pitch(), border));
  }

  /** Returns what copies a value that lies as {@code there} to where it is taken. */
  PhaseSample copy(PlaneLayout there) {
    return shape.stride() == 1
        ? PhaseSample.copy(there, takes)
        : new PhaseSample(there, takes, shape.stride(), shape.padding(), phases(shape));
  }

  private static int phases(Layer.Conv2d shape) {
    return Math.min(shape.stride(), shape.kernel());
  }

  /** Returns the sums over the live weights of {@code matrix}. */
  PlaneSums sums(LiveLayer matrix) {
    int channels = shape.takes().channels();
    int[] places = matrix.live().stream().toArray();
    int[] first = new int[shape.out() + 1];
    int[] offset = new int[places.length];
    float[] weight = new float[places.length];
    for (int k = 0; k < places.length; k++) {
      int column = places[k] % shape.columns();
      int tap = column / channels;
      offset[k] = input(column % channels, tap / shape.kernel(), tap % shape.kernel());
      weight[k] = matrix.weights()[places[k]];
      first[places[k] / shape.columns() + 1]++;
    }
    Arrays.parallelPrefix(first, Integer::sum);
    return new PlaneSums(
        matrix.relu(),
        first,
        offset,
        weight,
        matrix.bias(),
        pixels(),
        gives.row(0, 0),
        gives.plane());
  }

  /** Returns the input that a weight meets at place 0. */
  private int input(int channel, int ky, int kx) {
    int stride = shape.stride();
    if (stride == 1) {
      return takes.row(channel, ky - shape.padding()) + kx - shape.padding();
    }
    int phases = phases(shape);
    int plane = (channel * phases + ky % stride) * phases + kx % stride;
    return takes.row(plane, ky / stride) + kx / stride;
  }

  private BitSet pixels() {
    BitSet pixels = new BitSet();
    for (int y = 0; y < gives.shape().height(); y++) {
      pixels.set(y * gives.pitch(), y * gives.pitch() + gives.shape().width());
    }
    return pixels;
  }
}
