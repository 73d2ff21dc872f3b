package tombola.lab.data;

import java.util.List;
import java.util.stream.Collectors;

/** Found text in a message: always one line, never a long one. */
final class Text {
  private static final int LONGEST = 40;
  private static final int MOST = 12;

  private Text() {}

  /** Returns {@code text} in quotation marks, cut after 40 characters. */
  static String quote(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST
        ? "\"" + line + "\""
        : "\"" + line.substring(0, LONGEST) + "...\"";
  }

  /** Returns the first twelve of {@code names} and how many more there are. */
  static String list(List<String> names) {
    String first = names.stream().limit(MOST).map(Text::quote).collect(Collectors.joining(", "));
    return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
  }
}
