package tombola.lab.onnx;

import tombola.lab.config.InputException;

/**
 * Says in one line what a model has that cannot be worked with.
 *
 * @param file what messages call the model
 */
record Refusal(String file) {
  private static final int LONGEST = 120; // of what a file says itself

  /**
   * Returns the exception that says so.
   *
   * @param where the place in the model, such as {@code node fc1 (Gemm)}
   */
  InputException of(String where, String expected, String found) {
    return new InputException(
        "%s: %s: expected %s, found %s".formatted(file, where, expected, found));
  }

  /** Returns {@code text} from the file as it can stand in a line. */
  static String quote(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return '"' + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain) + '"';
  }
}
