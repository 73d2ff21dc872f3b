package tombola.lab.advice;

/**
 * A level against ONNX Runtime with the level's own model, pruned weights as zeros.
 *
 * @param single one sample: ONNX Runtime as the dense way, our sparse network as the sparse one
 * @param batch 64 samples
 */
public record OnnxAdvice(Race single, Race batch) {}
