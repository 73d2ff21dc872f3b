package tombola.lab.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What training a level cost, on the machine that did it.
 *
 * @param trainSeconds wall time of the training, validation included
 * @param microsPerStep microseconds a step, validation left out
 * @param trainFlops operations as executed, two a multiply-add
 * @param kernels the kernels by name
 * @param threads threads of one step
 * @param layerKernels the kind of product of each layer with weights, in order
 * @param joules energy of the processor while it trained, where the machine measures that; else its
 *     file does not name it
 * @param trainBytes the most off-heap memory at once for values, activations, gradients and
 *     moments; files from before it was kept do not name it
 */
public record Timing(
    double trainSeconds,
    double microsPerStep,
    long trainFlops,
    String kernels,
    int threads,
    List<String> layerKernels,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble joules,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalLong trainBytes) {}
