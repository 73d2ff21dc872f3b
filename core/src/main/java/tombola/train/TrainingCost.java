package tombola.train;

/**
 * What a training took.
 *
 * @param steps steps trained, without those before a rewind
 * @param seconds wall time, with validation and the choice and making of kernels
 * @param microsPerStep microseconds a step, without these
 * @param flops operations of forward and gradients as executed, two a multiply-add
 * @param bytes most off-heap memory at once for values, activations, gradients and moments; what
 *     threads keep for a product, some rows of a picture each, is not in it
 */
public record TrainingCost(
    long steps, double seconds, double microsPerStep, long flops, long bytes) {}
