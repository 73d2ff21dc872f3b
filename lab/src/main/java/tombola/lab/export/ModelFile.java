package tombola.lab.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tombola.lab.config.InputException;
import tombola.runtime.BadTicketException;
import tombola.runtime.Tombola;

/** An exported file to predict with. */
public final class ModelFile {
  private ModelFile() {}

  /**
   * Returns the ticket in {@code file}, our compact file or a jar with one.
   *
   * @throws IOException if it cannot be read
   * @throws InputException in one line if it is neither, or damaged
   */
  public static Tombola load(Path file) throws IOException {
    try {
      return isJar(file) ? TicketJar.load(file) : Tombola.load(file);
    } catch (BadTicketException e) {
      throw new InputException(
          "%s: %s; a model is what tombola export --format tombola or jar writes"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static boolean isJar(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }
}
