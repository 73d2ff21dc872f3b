package tombola.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Batch normalisation, forward and backward. Every sum over a batch is sixteen accumulators from
 * +0.0 over panel and pixel ascending, padding samples left out, then the tree; each channel's are
 * made by one call. What belongs to a channel is a float in a segment by channel.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe &amp; Szegedy 2015, algorithm 1</a>
 */
public interface Norms {

  /**
   * {@code mean[c] = share · Σ x} and {@code variance[c] = share · Σ (x - mean[c])²}, fused, for
   * channels c in [{@code fromChannel}, {@code toChannel}).
   *
   * @param room {@code [channel][16]} floats, written for these channels
   */
  void moments(
      Norm shape,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment variance,
      MemorySegment room,
      int fromChannel,
      int toChannel);

  /**
   * {@code y = act(fma(x - mean[c], scale[c], shift[c]) + 0)}.
   *
   * @param relu whether act is the rectifier; else the identity
   */
  void normalise(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment shift,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel);

  /**
   * {@code sum[c] = Σ dy} and {@code product[c] = Σ dy · (x - mean[c])}, fused, for channels c in
   * [{@code fromChannel}, {@code toChannel}).
   *
   * @param room {@code [2][channel][16]} floats, written for these channels
   */
  void gradientSums(
      Norm shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment sum,
      MemorySegment product,
      MemorySegment room,
      int fromChannel,
      int toChannel);

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
