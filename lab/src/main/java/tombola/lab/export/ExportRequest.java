package tombola.lab.export;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to export, and how.
 *
 * @param level prunings; the replicate's own choice of a ticket if empty
 * @param seed the replicate's; the first if empty
 * @param initial whether the ticket's initial weights are exported instead of the trained ones
 * @param format the kind of file
 * @param values how weights are held
 * @param sparse whether an ONNX file has places and values of its live weights alone
 * @param to the file
 */
public record ExportRequest(
    OptionalInt level,
    OptionalLong seed,
    boolean initial,
    ExportFormat format,
    WeightValues values,
    boolean sparse,
    Path to) {

  /**
   * Checks that the format can hold the values so.
   *
   * @throws tombola.lab.config.InputException in one line if it cannot
   */
  public ExportRequest {
    format.check(values, sparse);
  }
}
