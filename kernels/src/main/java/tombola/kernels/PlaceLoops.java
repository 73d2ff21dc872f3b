package tombola.kernels;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;

/** The loops of a convolution that go from place to place of a picture. */
interface PlaceLoops {
  /** Filters, or channels of the input gradient, that a shape must have. */
  int LEAST = 6;

  /** As {@link tombola.kernel.Convolutions#forward}, of {@link #LEAST} filters or more. */
  void forward(
      Convolution shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel);

  /** As {@link tombola.kernel.Convolutions#inputGradient}, of {@link #LEAST} channels or more. */
  void inputGradient(
      Convolution shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel);
}
