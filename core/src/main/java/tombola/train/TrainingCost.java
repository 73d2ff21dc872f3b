package tombola.train;

/**
 * What a training took.
 *
 * @param steps steps trained, without those before a rewind
 * @param seconds wall time, validation included
 * @param microsPerStep microseconds a step, validation left out
 * @param flops operations of forward and gradients as executed, two a multiply-add
 * @param bytes most off-heap memory at once for values, activations, gradients and moments; what
 *     threads keep for a product, some rows of a picture each, is not in it
 */
public record TrainingCost(
    long steps, double seconds, double microsPerStep, long flops, long bytes) {}
