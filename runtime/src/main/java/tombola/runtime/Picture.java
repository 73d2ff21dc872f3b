package tombola.runtime;

/**
 * The shape of pictures, or of values without places where there is one pixel.
 *
 * @param height rows
 * @param width columns
 * @param channels planes
 */
record Picture(int height, int width, int channels) {
  static final long MOST = Integer.MAX_VALUE / 64; // as Tombola's own networks may have

  /** Returns the shape, or throws what a damaged file is refused with. */
  static Picture of(long height, long width, long channels) {
    if (height < 1 || width < 1 || channels < 1 || height > MOST || width > MOST) {
      throw TicketReader.bad("pictures of at least 1x1 pixels", height + "x" + width);
    }
    if (channels > MOST / height / width) {
      throw TicketReader.bad(
          "pictures of at most " + MOST + " values", height + "x" + width + "x" + channels);
    }
    return new Picture((int) height, (int) width, (int) channels);
  }

  int pixels() {
    return height * width;
  }

  int values() {
    return height * width * channels;
  }

  /** Returns these with a border of {@code padding} pixels. */
  Picture bordered(int padding) {
    return of(height + 2L * padding, width + 2L * padding, channels);
  }

  /**
   * Returns what windows of {@code size} pixels give, {@code stride} pixels from one to the next.
   */
  Picture windows(int size, int stride, int outputs) {
    if (size < 1 || stride < 1 || size > height || size > width) {
      throw TicketReader.bad(
          "windows of 1 to " + Math.min(height, width) + " pixels and a stride of at least 1",
          size + " and " + stride);
    }
    return of((height - size) / stride + 1, (width - size) / stride + 1, outputs);
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
