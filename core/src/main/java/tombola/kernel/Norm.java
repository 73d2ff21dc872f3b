package tombola.kernel;

/**
 * The shape of a batch normalisation on panels of {@code [pixel][channel]} features.
 *
 * @param pixels of a sample, 1 for what is no picture
 * @param channels each normalised by itself
 * @param samples the true batch; padding samples take no part
 */
public record Norm(int pixels, int channels, int samples) {

  /** Returns the features of a sample. */
  public int features() {
    return pixels * channels;
  }

  /** Returns the panels of the batch. */
  public int panels() {
    return Panels.count(samples);
  }

  /** Returns the samples in panel {@code panel}: {@link Panels#LANES} but for the last. */
  public int lanes(int panel) {
    return Math.min(Panels.LANES, samples - panel * Panels.LANES);
  }

  /** Returns the values of a channel in panel {@code panel}. */
  public int count(int panel) {
    return lanes(panel) * pixels;
  }

  /** Returns the floats from what the channels of a panel have to what those of the next have. */
  public int stride() {
    return Panels.count(channels) * Panels.LANES;
  }

  /** Returns the values of a channel in a batch. */
  public long count() {
    return (long) samples * pixels;
  }

  /** Returns 1 over {@link #count}. */
  public float share() {
    return 1f / count();
  }
}
