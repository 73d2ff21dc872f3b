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
   * Returns the ticket in {@code file}: our compact file, a jar with one, or an ONNX model, by its
   * ending {@code .onnx}.
   *
   * @throws IOException if it cannot be read
   * @throws InputException in one line if it is none of these, or damaged
   */
  public static Tombola load(Path file) throws IOException {
    if (file.toString().endsWith(".onnx")) {
      return ModelImport.predictor(file);
    }
    try {
      return isJar(file) ? TicketJar.load(file) : Tombola.load(file);
    } catch (BadTicketException e) {
      throw new InputException(
          "%s: %s; a model is what tombola export --format tombola, jar or onnx writes"
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
