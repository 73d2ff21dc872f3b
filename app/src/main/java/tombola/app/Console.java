package tombola.app;

import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tombola.lab.report.Glyphs;

/**
 * Where a command reads and writes.
 *
 * @param out results
 * @param in answers to questions
 * @param terminal progress and messages
 * @param glyphs the characters that tables and charts may use
 */
record Console(PrintStream out, InputStream in, Terminal terminal, Glyphs glyphs) {
  private static final int PAGE = 100;

  PrintStream err() {
    return terminal.err();
  }

  /**
   * Returns the characters that can be shown: Unicode if {@code charset} is UTF-8 and so is the
   * locale that {@code environment} names. Without a locale it is ASCII, but on Windows.
   */
  static Glyphs glyphs(Map<String, String> environment, Charset charset) {
    Optional<String> locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst();
    boolean utf8 =
        locale
            .map(name -> name.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
            .orElse(File.separatorChar == '\\');
    return utf8 && charset.equals(StandardCharsets.UTF_8) ? Glyphs.UNICODE : Glyphs.ASCII;
  }

  /** Returns the width of what is written to {@code out}. */
  int columns() {
    return terminal.interactive() ? Math.clamp(terminal.columns(), 40, PAGE) : PAGE;
  }

  /** Prints a paragraph, broken between words. */
  void paragraph(String text) {
    wrap(text, columns()).forEach(out::println);
  }

  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
