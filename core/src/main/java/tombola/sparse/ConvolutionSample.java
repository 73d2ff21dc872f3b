package tombola.sparse;

import java.util.Arrays;
import tombola.kernel.PlaneSums;

/**
 * A convolution of one sample in plain Java: {@link PlaneSums} says what it does. Each output is
 * one sum from the bias over ky, kx and channel ascending; what the border adds are zeros.
 */
record ConvolutionSample(PlaneSums sums) implements SampleLayer {
  private static final int TOGETHER = 4; // weights that pass over a plane at once

  @Override
  public void forward(float[] x, float[] y) {
    float[] stretch = new float[sums.places()];
    for (int o = 0; o < sums.filters(); o++) {
      Arrays.fill(stretch, sums.bias()[o]);
      addPlanes(x, sums.first()[o], sums.first()[o + 1], stretch);
      int to = sums.start() + o * sums.plane();
      for (int from = 0; from < stretch.length; ) {
        int end = sums.kept().nextClearBit(from);
        for (int i = from; i < end; i++) {
          y[to + i] = SampleLayer.output(stretch[i], sums.relu());
        }
        from = sums.kept().nextSetBit(end) < 0 ? stretch.length : sums.kept().nextSetBit(end);
      }
    }
  }

  private void addPlanes(float[] x, int from, int to, float[] stretch) {
    int[] offset = sums.offset();
    int k = from;
    for (; k + TOGETHER <= to; k += TOGETHER) {
      four(x, offset[k], offset[k + 1], offset[k + 2], offset[k + 3], k, stretch);
    }
    for (; k < to; k++) {
      one(x, offset[k], sums.weight()[k], stretch);
    }
  }

  private void four(float[] x, int at0, int at1, int at2, int at3, int k, float[] stretch) {
    float w0 = sums.weight()[k];
    float w1 = sums.weight()[k + 1];
    float w2 = sums.weight()[k + 2];
    float w3 = sums.weight()[k + 3];
    for (int i = 0; i < stretch.length; i++) {
      float sum = Math.fma(w0, x[at0 + i], stretch[i]);
      sum = Math.fma(w1, x[at1 + i], sum);
      sum = Math.fma(w2, x[at2 + i], sum);
      stretch[i] = Math.fma(w3, x[at3 + i], sum);
    }
  }

  private static void one(float[] x, int at, float w, float[] stretch) {
    for (int i = 0; i < stretch.length; i++) {
      stretch[i] = Math.fma(w, x[at + i], stretch[i]);
    }
  }
}
