package tombola.lab.export;

import java.util.List;
import java.util.Optional;

/**
 * A model that was imported, and the file that was made of it.
 *
 * @param model the ONNX file
 * @param opset version of its operators
 * @param network its name as {@code find --network} takes it
 * @param weights weights in all, biases left out
 * @param live those that are not zero
 * @param input how a sample is given
 * @param leftOut operators at its end that no class depends on
 * @param format the kind of file
 * @param values how weights are held
 * @param file the file
 * @param bytes its size
 * @param widths units of each layer that are left, inputs first
 * @param classes the names of the classes
 * @param agreement the file's predictions for the test part beside the model's, if data were given
 * @param measuredBy what made the file's predictions, likewise
 */
public record ImportResult(
    String model,
    long opset,
    String network,
    long weights,
    long live,
    String input,
    List<String> leftOut,
    String format,
    String values,
    String file,
    long bytes,
    List<Integer> widths,
    List<String> classes,
    Optional<Agreement> agreement,
    Optional<String> measuredBy) {}
