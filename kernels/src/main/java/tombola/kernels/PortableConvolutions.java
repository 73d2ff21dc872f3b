package tombola.kernels;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernel.ScalarConvolutions;

/** The products of convolutions; few filters or channels are left to the scalar reference. */
final class PortableConvolutions implements Convolutions {
  private final ScalarConvolutions scalar = new ScalarConvolutions();
  private final PlaceLoops places;
  private final FilterGradient filters;

  PortableConvolutions(PlaceLoops places, FilterLoops filters, RowLoops rows) {
    this.places = places;
    this.filters = new FilterGradient(filters, rows);
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
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromFilter,
      int toFilter) {
    filters.run(shape, dy, x, dw, fromPanel, toPanel, fromFilter, toFilter);
  }
}
