package tombola.lab.export;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tombola.lab.config.InputException;

/** A file for the user, there whole or not at all. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Writes {@code file}, in place of one that may be there.
   *
   * @throws InputException in one line if it cannot be written
   */
  static void write(Path file, byte[] content) {
    if (Files.isDirectory(file)) {
      throw new InputException("to: expected the name of a file, got the folder " + file);
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(unfinished, content);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(file, "written", e);
    }
  }

  /** Returns the one line that says why {@code file} could not be {@code done}. */
  static InputException failed(Path file, String done, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such folder";
          case AccessDeniedException _ -> "permission denied";
          default -> String.valueOf(e.getMessage());
        };
    return new InputException(
        "to: %s cannot be %s: %s; name a file in a folder that is there"
            .formatted(file, done, reason),
        e);
  }
}
