package tombola.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Batch normalisation, forward and backward. Every sum over a panel is sixteen accumulators from
 * +0.0 over pixels ascending, padding samples left out, then the tree; what the panels of a batch
 * give is brought together by the caller. What belongs to a channel is a float in a segment by
 * channel; where it belongs to a panel too, {@link Norm#stride} floats a panel.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe &amp; Szegedy 2015, algorithm 1</a>
 */
public interface Norms {

  /**
   * {@code mean[p][c] = Σ x / n} over the n values of channel c in panel p, and {@code
   * squares[p][c] = Σ (x - mean[p][c])²}, fused.
   */
  void moments(
      Norm shape,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment squares,
      int fromPanel,
      int toPanel);

  /**
   * {@code y = act(fma(x - mean[c], scale[c], shift[c]) + 0 + other)}.
   *
   * @param other what another path gives, of the shape of x; {@link MemorySegment#NULL} if there is
   *     none
   * @param relu whether act is the rectifier; else the identity
   */
  void normalise(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment shift,
      MemorySegment x,
      MemorySegment other,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel);

  /** {@code sum[p][c] = Σ dy} and {@code product[p][c] = Σ dy · (x - mean[c])}, fused. */
  void gradientSums(
      Norm shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment sum,
      MemorySegment product,
      int fromPanel,
      int toPanel);

  /**
   * {@code dx = scale[c] · fma(x - mean[c], slope[c], dy - offset[c]) + 0}, and +0.0 for padding
   * samples.
   *
   * @param gated whether {@code x} is a rectifier's, so that dx is +0.0 where {@code x <= 0}
   */
  void inputGradient(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment offset,
      MemorySegment slope,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      boolean gated,
      int fromPanel,
      int toPanel);
}
