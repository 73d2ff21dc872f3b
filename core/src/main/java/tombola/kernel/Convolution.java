package tombola.kernel;

/**
 * The shape of a convolution's products. Pictures are panels of {@code [y][x][channel]} features;
 * its weights W are rows of {@code [ky][kx][channel]} floats, a filter each, with the padding of
 * {@link #matrix()}.
 *
 * @param height rows of the pictures that it takes
 * @param width columns of these
 * @param channels channels of these
 * @param filters channels of what it gives
 * @param kernel rows and columns of a filter
 * @param stride pixels from one place of a filter to the next
 * @param padding pixels by which a filter may stand outside the picture
 */
public record Convolution(
    int height, int width, int channels, int filters, int kernel, int stride, int padding) {

  /** Returns the rows of what it gives. */
  public int outHeight() {
    return (height + 2 * padding - kernel) / stride + 1;
  }

  /** Returns the columns of what it gives. */
  public int outWidth() {
    return (width + 2 * padding - kernel) / stride + 1;
  }

  /** Returns the features of a sample that it takes. */
  public int in() {
    return height * width * channels;
  }

  /** Returns the features of a sample that it gives. */
  public int out() {
    return outHeight() * outWidth() * filters;
  }

  /** Returns the shape of W: a row of inputs for each filter. */
  public Linear matrix() {
    return new Linear(columns(), filters);
  }

  /** Returns the inputs of a filter: the columns of W. */
  public int columns() {
    return kernel * kernel * channels;
  }

  /** Returns the bytes of a row of W with its padding. */
  public long rowBytes() {
    return Panels.stride(columns()) * (long) Float.BYTES;
  }

  /**
   * Returns the first row or column of a filter that stands inside the picture at place {@code
   * place} of what the filter gives.
   */
  public int firstTap(int place) {
    return Math.max(0, padding - place * stride);
  }

  /** Returns one more than the last, of {@code length} rows or columns that the picture has. */
  public int endTap(int place, int length) {
    return Math.min(kernel, length + padding - place * stride);
  }

  /**
   * Returns the first place, of what the filter gives, at which row or column {@code tap} of it
   * stands inside the picture.
   */
  public int firstPlace(int tap) {
    return Math.max(0, (padding - tap + stride - 1) / stride);
  }

  /** Returns one more than the last, of {@code length} rows or columns that the picture has. */
  public int endPlace(int tap, int length) {
    int places = (length + 2 * padding - kernel) / stride + 1;
    return Math.min(places, Math.floorDiv(length - 1 + padding - tap, stride) + 1);
  }

  /**
   * Returns the first row or column of a filter that sees pixel {@code pixel}, of those every
   * {@link #stride} that do; {@code places} rows or columns are given.
   */
  public int firstTapOver(int pixel, int places) {
    int at = pixel + padding; // pixel of the padded picture
    int least = Math.max(0, at - (places - 1) * stride);
    return least + Math.floorMod(at - least, stride);
  }

  /** Returns one more than the last. */
  public int endTapOver(int pixel) {
    return Math.min(kernel, pixel + padding + 1);
  }
}
