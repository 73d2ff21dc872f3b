package tombola.lab.advice;

import java.util.List;
import java.util.Optional;

/**
 * One level on this machine.
 *
 * @param level prunings so far
 * @param density live / total of the mask
 * @param weights weights that are left without units that change nothing: multiply-adds of a
 *     prediction, if no input is zero
 * @param denseWeights the same of the dense network
 * @param memory bytes of weights, index, biases and activations as the runtime holds them
 * @param denseMemory bytes of weights, biases and activations of the dense network
 * @param batchMemory bytes that a thread keeps between batches of 64, weights left out
 * @param testAccuracy at the step of least validation loss, in [0, 1]
 * @param validationAccuracy at that step
 * @param files what it could leave in
 * @param single one sample, dense network against this level
 * @param batch 64 samples, conversion from and to arrays included
 * @param runtime one sample by the exported runtime, the slower of two passes
 * @param compiled one sample by the C file, compiled here; none without a compiler, or if the file
 *     is too large to be compiled in seconds
 * @param layers the layers with weights, in order
 * @param small a small dense network of as many weights, if one was trained
 * @param onnx against ONNX Runtime, if that is on the class path
 */
public record LevelAdvice(
    int level,
    double density,
    long weights,
    long denseWeights,
    long memory,
    long denseMemory,
    long batchMemory,
    double testAccuracy,
    double validationAccuracy,
    List<FileSize> files,
    Race single,
    Race batch,
    Latency runtime,
    List<CompiledLatency> compiled,
    List<LayerAdvice> layers,
    Optional<SmallDense> small,
    Optional<OnnxAdvice> onnx) {}
