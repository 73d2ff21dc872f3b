package tombola.lab.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tombola.data.Checksum;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** Records as JSON files that leave a run, and their checksums. */
public final class JsonFiles {
  private static final int LONG = 80; // characters of a value that a message shows

  private JsonFiles() {}

  /**
   * Returns the record in {@code file}.
   *
   * @param remedy what to do if there is none
   * @throws tombola.lab.config.InputException in one line if it cannot be read or holds none
   */
  public static <T> T read(Path file, Class<T> type, String remedy) {
    return Json.read(file, DurableFiles.read(file, remedy), type, remedy);
  }

  /** Writes {@code value} in place of the file that may be there; it outlasts a crash. */
  public static void write(Path file, Object value) {
    DurableFiles.write(file, bytes(value));
  }

  /** Returns {@code value} as a whole file. */
  public static byte[] bytes(Object value) {
    return Json.write(value);
  }

  /** Returns {@code value} as it is read back from a file. */
  public static JsonNode tree(Object value) {
    return Json.MAPPER.readTree(bytes(value));
  }

  /** Returns the SHA-256 of {@code value} as JSON without white space. */
  public static String checksum(Object value) {
    String compact =
        Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    return Checksum.of(compact.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the first place where two trees differ, with both sides; nothing if they are equal. */
  public static Optional<String> difference(JsonNode expected, JsonNode found) {
    return difference("", expected, found);
  }

  private static Optional<String> difference(String path, JsonNode expected, JsonNode found) {
    if (expected.equals(found)) {
      return Optional.empty();
    }
    if (expected.isObject() && found.isObject()) {
      for (String name : expected.propertyNames()) {
        Optional<String> below =
            difference(path + "/" + name, expected.path(name), found.path(name));
        if (below.isPresent()) {
          return below;
        }
      }
    }
    if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        Optional<String> below = difference(path + "/" + i, expected.get(i), found.get(i));
        if (below.isPresent()) {
          return below;
        }
      }
    }
    return Optional.of(
        "%s: expected %s, found %s"
            .formatted(path.isEmpty() ? "all" : path.substring(1), words(expected), words(found)));
  }

  private static String words(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > LONG ? text.substring(0, LONG) + "..." : text;
  }
}
