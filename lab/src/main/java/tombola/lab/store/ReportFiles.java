package tombola.lab.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tombola.lab.config.InputException;

/** Files that are made anew from others, for people to read. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes {@code files}, text by name, into {@code folder}, which is there; each is there whole or
   * not at all, in place of an older one.
   *
   * @throws InputException in one line if the disk does not take them
   */
  public static void write(Path folder, Map<String, String> files) {
    files.forEach((name, text) ->
        DurableFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes {@code files} as {@link #write} does, into a folder that is made if need be.
   *
   * @throws InputException in one line if the disk does not take them
   */
  public static void writeInto(Path folder, Map<String, String> files) {
    DurableFiles.createFolders(folder);
    write(folder, files);
  }
}
