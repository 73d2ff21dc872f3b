package tombola.lab.export;

import java.nio.file.Path;
import java.util.Optional;
import tombola.lab.data.DataSpec;

/**
 * What to make of a model that was trained elsewhere.
 *
 * @param model the ONNX file
 * @param format the kind of file
 * @param values how weights are held
 * @param sparse whether an ONNX file has places and values of its live weights alone
 * @param to the file
 * @param data what the model classifies, to measure it on the test part, if given
 */
public record ImportRequest(
    Path model,
    ExportFormat format,
    WeightValues values,
    boolean sparse,
    Path to,
    Optional<DataSpec> data) {

  /**
   * Checks that the format can hold the values so.
   *
   * @throws tombola.lab.config.InputException in one line if it cannot
   */
  public ImportRequest {
    format.check(values, sparse);
  }
}
