package tombola.kernel;

import java.lang.foreign.MemorySegment;

/** Sums of two paths, value by value. */
public interface Sums {

  /**
   * {@code y = act(a + b + 0)}.
   *
   * @param relu whether act is the rectifier; else the identity
   */
  void add(
      int features,
      MemorySegment a,
      MemorySegment b,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel);

  /**
   * {@code dx = (dx or 0) + (gated and x <= 0 ? 0 : dy) + 0}: what a path brings back to where it
   * began.
   *
   * @param adds whether dx keeps what it has
   * @param gated whether {@code x} is a rectifier's
   */
  void back(
      int features,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      boolean adds,
      boolean gated,
      int fromPanel,
      int toPanel);
}
