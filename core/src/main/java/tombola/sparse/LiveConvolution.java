package tombola.sparse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.nn.Layer;

/**
 * A convolution of which only the live weights count.
 *
 * @param shape of the channels and filters that are left; biased, if by zeros
 * @param matrix its weights, {@code [filter][ky][kx][channel]}, and biases
 */
public record LiveConvolution(Layer.Conv2d shape, LiveLayer matrix) implements LiveStep {
  private static final double DENSE = 0.5;

  /** Returns whether so many weights are live that the dense kernels suit it better. */
  public boolean isDense() {
    return matrix.live().cardinality() > DENSE * matrix.weights().length;
  }

  /** Returns the shape of its products. */
  public Convolution convolution() {
    return new Convolution(
        shape.takes().height(),
        shape.takes().width(),
        shape.takes().channels(),
        shape.out(),
        shape.kernel(),
        shape.stride(),
        shape.padding());
  }

  /** Returns the weights as rows of {@link Convolution#rowBytes}, those that are not live +0.0. */
  public MemorySegment rows(Arena arena) {
    long rowBytes = convolution().rowBytes();
    int columns = matrix.shape().in();
    MemorySegment rows = arena.allocate(rowBytes * matrix.shape().out(), Panels.LINE);
    matrix.live().stream()
        .forEach(place ->
            rows.set(
                Panels.FLOAT,
                place / columns * rowBytes + place % columns * 4L,
                matrix.weights()[place]));
    return rows;
  }
}
