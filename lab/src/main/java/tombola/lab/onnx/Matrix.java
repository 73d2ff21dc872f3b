package tombola.lab.onnx;

/**
 * A weight.
 *
 * @param rows its rows
 * @param columns its columns
 * @param values {@code [rows][columns]} row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record Matrix(int rows, int columns, float[] values) {

  /** Returns this with rows and columns exchanged. */
  Matrix transposed() {
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return new Matrix(columns, rows, turned);
  }
}
