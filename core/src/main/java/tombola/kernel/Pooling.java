package tombola.kernel;

/**
 * The shape of a pooling on panels of {@code [y][x][channel]} features.
 *
 * @param height rows of the pictures that it takes
 * @param width columns of these
 * @param channels channels of these and of what it gives
 * @param size rows and columns of a window
 * @param stride pixels from one window to the next
 */
public record Pooling(int height, int width, int channels, int size, int stride) {

  /** Returns the rows of what it gives. */
  public int outHeight() {
    return (height - size) / stride + 1;
  }

  /** Returns the columns of what it gives. */
  public int outWidth() {
    return (width - size) / stride + 1;
  }

  /** Returns the features of a sample that it takes. */
  public int in() {
    return height * width * channels;
  }

  /** Returns the features of a sample that it gives. */
  public int out() {
    return outHeight() * outWidth() * channels;
  }

  /** Returns what a window's sum is multiplied by for its mean. */
  public float share() {
    return 1f / (size * size);
  }
}
