package tombola.lab.export;

import java.util.List;
import java.util.Optional;

/**
 * A file that was exported, measured by what it predicts.
 *
 * @param run the run's name
 * @param seed the replicate's
 * @param level prunings
 * @param weights {@code best} or {@code initial}
 * @param format the kind of file
 * @param values how weights are held
 * @param file the file
 * @param bytes its size
 * @param denseBytes four bytes for each weight and bias of the dense network
 * @param ratio denseBytes / bytes
 * @param live weights in the file
 * @param widths units of each layer that are left, inputs first
 * @param agreement the file's predictions for the test part beside the network's
 * @param measuredBy what made the file's predictions
 * @param flashBytes of a C file its constants
 * @param ramBytes of a C file its buffers
 * @param python of a safetensors file the lines that predict with it, empty for others
 */
public record ExportResult(
    String run,
    long seed,
    int level,
    String weights,
    String format,
    String values,
    String file,
    long bytes,
    long denseBytes,
    double ratio,
    long live,
    List<Integer> widths,
    Agreement agreement,
    String measuredBy,
    Optional<Long> flashBytes,
    Optional<Long> ramBytes,
    List<String> python) {}
