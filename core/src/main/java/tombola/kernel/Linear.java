package tombola.kernel;

/**
 * The shape of one fully connected product. Its weights W are {@code [out][stride]} row-major
 * floats; columns from {@code in} to {@code stride} are padding and always +0.0.
 *
 * @param in inputs of a sample
 * @param out outputs of a sample
 */
public record Linear(int in, int out) {

  /** Returns the values of a row of W with its padding. */
  public int stride() {
    return Panels.stride(in);
  }

  /** Returns the bytes of a row of W with its padding. */
  public long rowBytes() {
    return stride() * (long) Float.BYTES;
  }
}
