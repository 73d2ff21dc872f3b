package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import tombola.kernel.Convolution;
import tombola.kernel.Panels;

/**
 * How rows of a picture stand in a thread's room while a sparse convolution passes over them: the
 * last {@link #rows} of them in turn, each as {@code [channel][phase][pixel][16]} with zeros beside
 * the picture. So the pixels that a weight meets at neighbouring places follow one another,
 * whatever the stride.
 *
 * @param width pixels of a row of the picture
 * @param channels lines of a pixel
 * @param rows that are kept
 * @param phases pixels from one of a plane to the next
 * @param length pixels of a plane
 * @param left pixels of zeros before the first of the picture
 */
public record RowWindow(int width, int channels, int rows, int phases, int length, int left) {

  /** Returns the window on what the convolution takes. */
  public static RowWindow onInputs(Convolution shape) {
    int pixels = (shape.outWidth() - 1) * shape.stride() + shape.kernel();
    int padded = Math.max(pixels, shape.width() + shape.padding());
    return new RowWindow(
        shape.width(),
        shape.channels(),
        shape.kernel(),
        shape.stride(),
        (padded + shape.stride() - 1) / shape.stride(),
        shape.padding());
  }

  /** Returns the window on the gradients of what it gives. */
  static RowWindow onOutputs(Convolution shape) {
    int stride = shape.stride();
    int left = Math.max(0, (shape.kernel() - 1 - shape.padding() + stride - 1) / stride);
    int places = Math.max(shape.outWidth(), (shape.width() - 1 + shape.padding()) / stride + 1);
    return new RowWindow(
        shape.outWidth(),
        shape.filters(),
        (shape.kernel() + stride - 1) / stride,
        1,
        left + places,
        left);
  }

  /** Returns where in a row a pixel's line of a channel is; {@code pixel} counts from the zeros. */
  public long offset(int channel, int pixel) {
    return (((long) channel * phases + pixel % phases) * length + pixel / phases) * LINE;
  }

  /** Returns the bytes of a row. */
  public long rowBytes() {
    return (long) channels * phases * length * LINE;
  }

  /** Returns the bytes of all rows. */
  public long bytes() {
    return rows * rowBytes();
  }

  /** Returns the bytes of a row of the picture itself. */
  public long pictureRow() {
    return width * Panels.bytes(channels);
  }
}
