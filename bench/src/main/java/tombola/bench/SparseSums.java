package tombola.bench;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;

/**
 * The three sparse products as plain sums in double precision: what kernels are checked against
 * that share no code with them. Operands as {@code tombola.kernel.SparseProducts} has them.
 *
 * @param batch samples; the other lanes of the last panel are padding
 */
record SparseSums(
    SparsePattern pattern,
    int batch,
    MemorySegment values,
    MemorySegment bias,
    MemorySegment x,
    MemorySegment dy) {
  private static final double TOLERANCE = 1e-4; // of the sum of the terms' sizes, plus one

  /** Sets the gradients of samples that are not there to zero, as the weight gradient asks. */
  void clearPadding() {
    int out = pattern.shape().out();
    for (int s = batch; s < Panels.count(batch) * Panels.LANES; s++) {
      for (int o = 0; o < out; o++) {
        dy.setAtIndex(Panels.FLOAT, place(s, out, o), 0f);
      }
    }
  }

  void requireForward(MemorySegment found) {
    int in = pattern.shape().in();
    int out = pattern.shape().out();
    for (int s = 0; s < batch; s++) {
      double[] sum = new double[out];
      double[] size = new double[out];
      for (int o = 0; o < out; o++) {
        sum[o] = at(bias, o);
      }
      int sample = s;
      pattern.forEach((slot, row, column) -> {
        double term = at(values, slot) * at(x, place(sample, in, column));
        sum[row] += term;
        size[row] += Math.abs(term);
      });
      for (int o = 0; o < out; o++) {
        require("forward", Math.max(0, sum[o]), at(found, place(s, out, o)), size[o]);
      }
    }
  }

  void requireInputGradient(MemorySegment found) {
    int in = pattern.shape().in();
    int out = pattern.shape().out();
    for (int s = 0; s < batch; s++) {
      double[] sum = new double[in];
      double[] size = new double[in];
      int sample = s;
      pattern.forEach((slot, row, column) -> {
        double term = at(values, slot) * at(dy, place(sample, out, row));
        sum[column] += term;
        size[column] += Math.abs(term);
      });
      for (int i = 0; i < in; i++) {
        double wanted = at(x, place(s, in, i)) <= 0 ? 0 : sum[i];
        require("input gradient", wanted, at(found, place(s, in, i)), size[i]);
      }
    }
  }

  void requireWeightGradient(MemorySegment found) {
    int in = pattern.shape().in();
    int out = pattern.shape().out();
    pattern.forEach((slot, row, column) -> {
      double sum = 0;
      double size = 0;
      for (int s = 0; s < batch; s++) {
        double term = at(dy, place(s, out, row)) * at(x, place(s, in, column));
        sum += term;
        size += Math.abs(term);
      }
      require("weight gradient", sum, at(found, slot), size);
    });
  }

  private static double at(MemorySegment segment, long index) {
    return segment.getAtIndex(Panels.FLOAT, index);
  }

  /** Returns the index of a sample's feature among panels of {@code features}. */
  private static long place(int sample, int features, int feature) {
    long panel = sample / Panels.LANES;
    return (panel * features + feature) * Panels.LANES + sample % Panels.LANES;
  }

  private static void require(String product, double wanted, double found, double size) {
    if (!(Math.abs(found - wanted) <= TOLERANCE * (1 + size))) {
      throw new IllegalStateException(
          "%s: expected about %s, got %s".formatted(product, wanted, found));
    }
  }
}
