package tombola.kernels;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernel.Panels;
import tombola.kernel.ScalarConvolutions;
import tombola.math.Tree;

/** The products of convolutions; few filters or channels are left to the scalar reference. */
final class PortableConvolutions implements Convolutions {
  private static final ThreadLocal<float[]> LANES =
      ThreadLocal.withInitial(() -> new float[Panels.LANES]);

  private final ScalarConvolutions scalar = new ScalarConvolutions();
  private final PlaceLoops places;
  private final FilterLoops filters;

  PortableConvolutions(PlaceLoops places, FilterLoops filters) {
    this.places = places;
    this.filters = filters;
  }

  @Override
  public void forward(
      Convolution shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    if (shape.filters() < PlaceLoops.LEAST) {
      scalar.forward(shape, w, bias, x, y, relu, fromPanel, toPanel);
    } else {
      places.forward(shape, w, bias, x, y, relu, fromPanel, toPanel);
    }
  }

  @Override
  public void inputGradient(
      Convolution shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    if (shape.channels() < PlaceLoops.LEAST) {
      scalar.inputGradient(shape, w, dy, x, dx, fromPanel, toPanel);
    } else {
      places.inputGradient(shape, w, dy, x, dx, fromPanel, toPanel);
    }
  }

  @Override
  public void weightGradient(
      Convolution shape,
      int panels,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromFilter,
      int toFilter,
      MemorySegment room) {
    for (int o = fromFilter; o < toFilter; o += FilterLoops.ROWS) {
      int end = Math.min(o + FilterLoops.ROWS, toFilter);
      room.fill((byte) 0);
      for (int p = 0; p < panels; p++) {
        filters.add(shape, p, dy, x, room, o, end);
      }
      finish(shape, room, dw, o, end);
    }
  }

  private static void finish(
      Convolution shape, MemorySegment room, MemorySegment dw, int from, int to) {
    float[] lanes = LANES.get();
    for (int o = from; o < to; o++) {
      for (int column = 0; column < shape.columns(); column++) {
        long line = ((long) column * FilterLoops.ROWS + o - from) * Panels.LINE;
        MemorySegment.copy(room, Panels.FLOAT, line, lanes, 0, Panels.LANES);
        dw.set(Panels.FLOAT, o * shape.rowBytes() + 4L * column, Tree.sum(lanes, 0));
      }
    }
  }

  @Override
  public long room(Convolution shape) {
    return (long) shape.columns() * FilterLoops.ROWS * Panels.LANES;
  }
}
