package tombola.train;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.math.Functions;

/** Softmax and cross-entropy on panels of logits, classes ascending; one code for all kernels. */
final class SoftmaxLoss {
  private final int classes;
  final int[] labels; // of the samples in the panels
  final int[] predicted; // the class of greatest logit, ties to the lower
  private final double[] losses; // nats

  SoftmaxLoss(int classes, int panels) {
    this.classes = classes;
    this.labels = new int[panels * LANES];
    this.predicted = new int[panels * LANES];
    this.losses = new double[panels * LANES];
  }

  /**
   * Finds loss and predicted class of samples [{@code from}, {@code to}); all of them are real
   * samples.
   */
  void evaluate(MemorySegment logits, int from, int to) {
    for (int s = from; s < to; s++) {
      long at = place(s);
      float top = top(logits, at, s);
      losses[s] = loss(logits, at, s, top, exponentials(logits, at, top));
    }
  }

  /**
   * As {@link #evaluate}, and writes the gradient of the batch's mean loss, {@code (softmax -
   * [class is label]) / batch}, into {@code gradient}; padding samples from {@code batch} on get
   * +0.0.
   */
  void gradient(MemorySegment logits, MemorySegment gradient, int batch, int from, int to) {
    float share = 1f / batch;
    for (int s = from; s < to; s++) {
      long at = place(s);
      if (s >= batch) {
        for (int c = 0; c < classes; c++) {
          gradient.set(FLOAT, at + c * Panels.LINE, 0f);
        }
        continue;
      }
      float top = top(logits, at, s);
      float sum = 0f;
      for (int c = 0; c < classes; c++) {
        float e = Functions.exp(logits.get(FLOAT, at + c * Panels.LINE) - top);
        gradient.set(FLOAT, at + c * Panels.LINE, e);
        sum += e;
      }
      float scale = 1f / sum;
      for (int c = 0; c < classes; c++) {
        float p = gradient.get(FLOAT, at + c * Panels.LINE) * scale;
        gradient.set(FLOAT, at + c * Panels.LINE, (c == labels[s] ? p - 1f : p) * share + 0f);
      }
      losses[s] = loss(logits, at, s, top, sum);
    }
  }

  /**
   * Returns the losses of the first {@code samples} samples added to {@code sum}, samples
   * ascending.
   */
  double addTo(double sum, int samples) {
    for (int s = 0; s < samples; s++) {
      sum += losses[s];
    }
    return sum;
  }

  private long place(int sample) {
    return sample / LANES * Panels.bytes(classes) + sample % LANES * (long) Float.BYTES;
  }

  private float top(MemorySegment logits, long at, int sample) {
    float top = logits.get(FLOAT, at);
    int where = 0;
    for (int c = 1; c < classes; c++) {
      float logit = logits.get(FLOAT, at + c * Panels.LINE);
      if (logit > top) {
        top = logit;
        where = c;
      }
    }
    predicted[sample] = where;
    return top;
  }

  private float exponentials(MemorySegment logits, long at, float top) {
    float sum = 0f;
    for (int c = 0; c < classes; c++) {
      sum += Functions.exp(logits.get(FLOAT, at + c * Panels.LINE) - top);
    }
    return sum;
  }

  private double loss(MemorySegment logits, long at, int sample, float top, float sum) {
    return Functions.log(sum) - (logits.get(FLOAT, at + labels[sample] * Panels.LINE) - top);
  }
}
