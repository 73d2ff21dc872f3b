package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.util.BitSet;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;

/**
 * How rows of a picture stand in a thread's room while a convolution passes over them: the last
 * {@link #rows} of them in turn, each as {@code [channel][phase][pixel][16]} with zeros beside the
 * picture. So the pixels that a weight meets at neighbouring places follow one another, whatever
 * the stride. Channels that no live weight meets are left out.
 */
public final class RowWindow {
  private final int width;
  private final int channels;
  private final int rows;
  private final int phases;
  private final int length;
  private final int left;
  private final int[] kept; // channels, ascending
  private final int[] planes; // by channel: its place in kept

  /**
   * Creates a window.
   *
   * @param width pixels of a row of the picture
   * @param channels lines of a pixel
   * @param kept the channels that are not left out
   * @param rows that are kept
   * @param phases pixels from one of a plane to the next
   * @param length pixels of a plane
   * @param left pixels of zeros before the first of the picture
   */
  private RowWindow(
      int width, int channels, BitSet kept, int rows, int phases, int length, int left) {
    this.width = width;
    this.channels = channels;
    this.rows = rows;
    this.phases = phases;
    this.length = length;
    this.left = left;
    this.kept = kept.stream().toArray();
    this.planes = new int[channels];
    for (int i = 0; i < this.kept.length; i++) {
      planes[this.kept[i]] = i;
    }
  }

  /** Returns the window on all that the convolution takes. */
  public static RowWindow onInputs(Convolution shape) {
    BitSet all = new BitSet();
    all.set(0, shape.channels());
    return onInputs(shape, all);
  }

  /** Returns the window on the channels that live weights meet. */
  static RowWindow onInputs(Convolution shape, SparsePattern pattern) {
    return onInputs(shape, channels(shape, pattern));
  }

  private static BitSet channels(Convolution shape, SparsePattern pattern) {
    BitSet met = new BitSet();
    pattern.forEach((_, _, column) -> met.set(column % shape.channels()));
    return met;
  }

  private static RowWindow onInputs(Convolution shape, BitSet kept) {
    int pixels = (shape.outWidth() - 1) * shape.stride() + shape.kernel();
    return onInputs(shape, kept, Math.max(pixels, shape.width() + shape.padding()));
  }

  private static RowWindow onInputs(Convolution shape, BitSet kept, int pixels) {
    return new RowWindow(
        shape.width(),
        shape.channels(),
        kept,
        shape.kernel(),
        shape.stride(),
        (pixels + shape.stride() - 1) / shape.stride(),
        shape.padding());
  }

  /** Returns the window on what {@code places} places that follow one another see of a row. */
  public static RowWindow onInputs(Convolution shape, SparsePattern pattern, int places) {
    return onInputs(
        shape, channels(shape, pattern), (places - 1) * shape.stride() + shape.kernel());
  }

  /** Returns the window on the gradients of what it gives, of filters that have live weights. */
  static RowWindow onOutputs(Convolution shape, SparsePattern pattern) {
    int last = (shape.width() - 1 + shape.padding()) / shape.stride();
    return onOutputs(shape, filters(pattern), Math.max(shape.outWidth(), last + 1));
  }

  private static RowWindow onOutputs(Convolution shape, BitSet kept, int places) {
    int stride = shape.stride();
    int left = Math.max(0, (shape.kernel() - 1 - shape.padding() + stride - 1) / stride);
    return new RowWindow(
        shape.outWidth(),
        shape.filters(),
        kept,
        (shape.kernel() + stride - 1) / stride,
        1,
        left + places,
        left);
  }

  /**
   * Returns the window on what sees {@code pixels} pixels of a row that are a stride apart, and
   * those beside them up to the next.
   */
  public static RowWindow onOutputs(Convolution shape, SparsePattern pattern, int pixels) {
    int last = (shape.stride() - 1 + shape.padding()) / shape.stride();
    return onOutputs(shape, filters(pattern), pixels + last);
  }

  /** Returns the window on one row of these gradients, with nothing beside it. */
  static RowWindow onPlaces(Convolution shape, SparsePattern pattern) {
    int places = shape.outWidth();
    return new RowWindow(places, shape.filters(), filters(pattern), 1, 1, places, 0);
  }

  private static BitSet filters(SparsePattern pattern) {
    BitSet filters = new BitSet();
    pattern.forEach((_, filter, _) -> filters.set(filter));
    return filters;
  }

  /** Returns the pixels of a row of the picture. */
  public int width() {
    return width;
  }

  /** Returns the rows that are kept. */
  public int rows() {
    return rows;
  }

  /** Returns the number of channels that are kept. */
  public int planes() {
    return kept.length;
  }

  /** Returns the place of {@code channel}, which is kept, among those that are. */
  int plane(int channel) {
    return planes[channel];
  }

  /** Returns the channel in place {@code plane} of those that are kept. */
  public int channel(int plane) {
    return kept[plane];
  }

  /**
   * Returns the place after the last of the channels that follow one another from {@code plane}.
   */
  public int runEnd(int plane) {
    int end = plane + 1;
    while (end < kept.length && kept[end] == kept[end - 1] + 1) {
      end++;
    }
    return end;
  }

  /** Returns the pixels of a row, zeros included. */
  public int pixels() {
    return phases * length;
  }

  /** Returns the pixels from one of a plane to the next: the stride of what meets them. */
  public int phases() {
    return phases;
  }

  /**
   * Returns the bytes from one plane of a row to the next: an odd number of lines, so that pixels
   * of all channels share the whole first cache.
   */
  public long planeBytes() {
    return ((long) phases * length | 1) * LINE;
  }

  /** Returns where in a plane a pixel is; {@code pixel} counts from the first of the picture. */
  public long pixel(int pixel) {
    int at = left + pixel;
    return ((long) (at % phases) * length + at / phases) * LINE;
  }

  /** Returns where in a row a pixel's line of a channel is; {@code pixel} counts from the zeros. */
  public long offset(int channel, int pixel) {
    return planes[channel] * planeBytes() + pixel(pixel - left);
  }

  /** Returns the bytes of a row. */
  public long rowBytes() {
    return kept.length * planeBytes();
  }

  /** Returns the bytes of all rows. */
  public long bytes() {
    return rows * rowBytes();
  }

  /** Returns the bytes of a pixel of the picture itself. */
  public long picturePixel() {
    return Panels.bytes(channels);
  }

  /** Returns the bytes of a row of the picture itself. */
  public long pictureRow() {
    return width * Panels.bytes(channels);
  }

  /** Returns the zeros before the first pixel. */
  public int left() {
    return left;
  }
}
