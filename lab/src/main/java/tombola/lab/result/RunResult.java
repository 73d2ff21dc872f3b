package tombola.lab.result;

import java.util.List;

/**
 * A whole run: every replicate of one configuration.
 *
 * @param run the run's folder
 * @param name the run's name, such as {@code mnist-lenet-300-100-1a2b3c4d}
 * @param dataset the data's name
 * @param network the network's name
 * @param classes the names of the classes
 * @param threads threads of one step
 * @param kernels the kernels that trained, by name
 * @param replicates in the order of their seeds, at least one
 */
public record RunResult(
    String run,
    String name,
    String dataset,
    String network,
    List<String> classes,
    int threads,
    String kernels,
    List<ReplicateResult> replicates) {}
