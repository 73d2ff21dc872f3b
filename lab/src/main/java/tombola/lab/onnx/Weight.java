package tombola.lab.onnx;

import java.util.List;

/**
 * The values of a weight.
 *
 * @param dims the length of each axis
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record Weight(List<Integer> dims, float[] values) {}
