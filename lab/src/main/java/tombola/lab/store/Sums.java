package tombola.lab.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tombola.data.Checksum;
import tombola.lab.config.InputException;

/** The checksums of a level's files, in the form that {@code sha256sum -c} takes. */
final class Sums {
  static final String FILE = "SHA256SUMS";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([a-z.]+)");

  private Sums() {}

  /** Returns the file with the checksums of {@code files}. */
  static byte[] of(Map<String, byte[]> files) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(files)
        .forEach((name, content) ->
            lines.append(Checksum.of(content)).append("  ").append(name).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the content of those files of {@code folder} that {@code names} lists.
   *
   * @throws InputException in one line if one is missing or its checksum is another
   */
  static Map<String, byte[]> read(Path folder, Collection<String> names) {
    String remedy = remedy(folder);
    Map<String, String> sums = sums(folder, remedy);
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String name : names) {
      Path file = folder.resolve(name);
      byte[] content = DurableFiles.read(file, remedy);
      if (!Checksum.of(content).equals(sums.get(name))) {
        throw new InputException(
            "%s: expected the content whose SHA-256 stands in %s, found another: it is damaged; %s"
                .formatted(file, FILE, remedy));
      }
      contents.put(name, content);
    }
    return contents;
  }

  /** Returns what to do about a damaged level. */
  static String remedy(Path folder) {
    return "remove " + folder + " to train that level again";
  }

  private static Map<String, String> sums(Path folder, String remedy) {
    Path file = folder.resolve(FILE);
    String text = new String(DurableFiles.read(file, remedy), StandardCharsets.UTF_8);
    Map<String, String> sums = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        sums.put(matcher.group(2), matcher.group(1));
      } else if (!line.isEmpty()) {
        throw new InputException(
            file + ": expected lines as of sha256sum, found others: it is damaged; " + remedy);
      }
    }
    return sums;
  }
}
