package tombola.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A folder to write to, tried out.
 *
 * @param folder the folder
 * @param exists whether it is there
 * @param writable whether a file could be made in it or, if it is not there, beside it
 * @param freeBytes room on its disk
 */
record Place(String folder, boolean exists, boolean writable, long freeBytes) {

  /** Tries {@code folder} out; what is made for that is removed at once. */
  static Place of(Path folder) {
    Path nearest = folder.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return new Place(folder.toString(), Files.isDirectory(folder), writes(nearest), room(nearest));
  }

  private static boolean writes(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "tombola", ".tmp"));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static long room(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException _) {
      return 0;
    }
  }

  /** Returns this in words. */
  String words() {
    return "%s: %s%s, %s free"
        .formatted(
            folder,
            writable ? "writable" : "NOT writable (name another with --out)",
            exists ? "" : " (made with the first run)",
            size(freeBytes));
  }

  /** Returns a number of bytes in words. */
  static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / 1073741824.0)
        : String.format(Locale.ROOT, "%d MiB", bytes >> 20);
  }
}
