package tombola.lab.export;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Numbers, texts and arrays as C writes them. */
final class CText {
  private static final int LINE = 100;

  private CText() {}

  /** Returns the shortest text that C reads as {@code value}. */
  static String number(float value) {
    return value + "f";
  }

  /** Returns {@code text} as a string of C, what is not plain ASCII in octal. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= ' ' && b < 127 && b != '"' && b != '\\' && b != '?';
      quoted.append(plain ? Character.toString(b) : "\\%03o".formatted(b & 0xFF));
    }
    return quoted.append('"').toString();
  }

  static void array(StringBuilder c, String type, String name, double[] values) {
    array(c, type, name, values.length, i -> Double.toString(values[i]));
  }

  static void array(StringBuilder c, String type, String name, float[] values) {
    array(c, type, name, values.length, i -> number(values[i]));
  }

  /** Appends a constant array of {@code count} elements. */
  static void array(
      StringBuilder c, String type, String name, int count, IntFunction<String> element) {
    c.append("static const %s %s[%d] = {\n".formatted(type, name, count));
    elements(c, count, element);
    c.append("\n};\n");
  }

  /** Returns {@code values} in braces. */
  static String braced(float[] values) {
    StringBuilder c = new StringBuilder("{\n");
    elements(
        c,
        values.length,
        i ->
            values[i] == Math.rint(values[i]) && Math.abs(values[i]) < 1e6
                ? Integer.toString((int) values[i])
                : number(values[i]));
    return c.append("}").toString();
  }

  private static void elements(StringBuilder c, int count, IntFunction<String> element) {
    int begin = c.length();
    for (int i = 0; i < count; i++) {
      String text = element.apply(i);
      if (c.length() - begin + text.length() + 1 > LINE) {
        c.append('\n');
        begin = c.length();
      }
      c.append(text).append(i + 1 < count ? "," : "");
    }
  }
}
