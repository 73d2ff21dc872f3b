package tombola.kernel;

import java.lang.foreign.MemorySegment;

/** Pooling, forward and backward; each value by itself in its lane. */
public interface Pools {

  /**
   * {@code y[p][oy][ox][c][l]} is the greatest {@code x[p][oy · stride + ky][ox · stride +
   * kx][c][l]}: the first value, in the order of ky and kx, than which no later one is greater.
   */
  void max(Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel);

  /**
   * The gradient of {@link #max}: to the place of that first value goes {@code dy}; where windows
   * overlap, the sum from +0.0 over oy and ox ascending; +0.0 elsewhere.
   */
  void maxGradient(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel);

  /**
   * {@code y[p][oy][ox][c][l] = share · Σ x[p][oy · stride + ky][ox · stride + kx][c][l] + 0}, with
   * the sum from +0.0 over ky and kx ascending.
   */
  void average(Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel);

  /**
   * The gradient of {@link #average} and of the rectifier before it: {@code dx[p][iy][ix][c][l] =
   * x[p][iy][ix][c][l] <= 0 ? +0 : share · Σ dy[p][oy][ox][c][l] + 0}, with the sum from +0.0 over
   * the windows that the pixel is in, oy and ox ascending.
   */
  void averageGradient(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel);
}
