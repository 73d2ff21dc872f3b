package tombola.lab.onnx;

/**
 * A convolution's weight.
 *
 * @param out filters
 * @param in channels that a filter looks at
 * @param size rows and columns of a filter
 * @param values {@code [out][in][ky][kx]} row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; changed by later nodes alone
record Kernel(int out, int in, int size, float[] values) {

  /** Returns the values as {@code [out][ky][kx][in]}. */
  float[] byPixel() {
    return PixelOrder.rows(values, in, size * size);
  }
}
