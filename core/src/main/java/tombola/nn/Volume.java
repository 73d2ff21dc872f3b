package tombola.nn;

/**
 * The shape of what a layer takes or gives for one sample; its features are numbered {@code
 * [y][x][channel]}, row-major.
 *
 * @param height rows of a picture, 1 for what is no picture
 * @param width columns of a picture, 1 for what is no picture
 * @param channels values of a pixel, or all features
 */
public record Volume(int height, int width, int channels) {

  /** Checks that there is at least one feature, and no more than an array can hold. */
  public Volume {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "expected at least 1x1 pixels and one channel, got " + text(height, width, channels));
    }
    if ((long) height * width * channels > Integer.MAX_VALUE / 64) {
      throw new IllegalArgumentException(
          "expected at most %d features, got %s"
              .formatted(Integer.MAX_VALUE / 64, text(height, width, channels)));
    }
  }

  /** Returns the shape of {@code features} that are no picture. */
  public static Volume flat(int features) {
    return new Volume(1, 1, features);
  }

  /** Returns the number of features. */
  public int features() {
    return height * width * channels;
  }

  /** Returns the number of pixels. */
  public int pixels() {
    return height * width;
  }

  /** Returns {@code height x width x channels}, or the features alone where there is one pixel. */
  @Override
  public String toString() {
    return pixels() == 1 ? Integer.toString(channels) : text(height, width, channels);
  }

  private static String text(int height, int width, int channels) {
    return height + "x" + width + "x" + channels;
  }
}
