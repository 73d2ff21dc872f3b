package tombola.lab.export;

import tombola.data.Examples;
import tombola.data.Features;
import tombola.lab.data.InputUnits;
import tombola.sparse.SparseNetwork;

/**
 * What an exported file predicts for the test part, beside the network it was made from.
 *
 * @param samples samples of the test part
 * @param accuracyBefore test accuracy of the network with its trained values, in [0, 1]
 * @param accuracy test accuracy of the file, in [0, 1]
 * @param sameClass share of the samples to which both give the same class
 * @param largestDifference the largest absolute difference of a logit
 */
public record Agreement(
    int samples,
    double accuracyBefore,
    double accuracy,
    double sameClass,
    double largestDifference) {
  private static final int CHUNK = 2_000;

  /** Asks both about every sample of {@code test}. */
  static Agreement of(SparseNetwork network, Predictor file, InputUnits units, Examples test) {
    Features features = test.features();
    int right = 0;
    int rightBefore = 0;
    int same = 0;
    double largest = 0;
    for (int from = 0; from < test.size(); from += CHUNK) {
      int count = Math.min(CHUNK, test.size() - from);
      float[][] seen = new float[count][features.width()];
      double[][] raw = new double[count][];
      for (int s = 0; s < count; s++) {
        raw[s] = units.raw(features, from + s);
        for (int f = 0; f < features.width(); f++) {
          seen[s][f] = features.value(from + s, f);
        }
      }
      float[][] before = network.predict(seen);
      float[][] after = file.predict(raw);
      for (int s = 0; s < count; s++) {
        int label = test.label(from + s);
        rightBefore += top(before[s]) == label ? 1 : 0;
        right += top(after[s]) == label ? 1 : 0;
        same += top(before[s]) == top(after[s]) ? 1 : 0;
        for (int c = 0; c < before[s].length; c++) {
          largest = Math.max(largest, Math.abs((double) before[s][c] - after[s][c]));
        }
      }
    }
    double size = test.size();
    return new Agreement(test.size(), rightBefore / size, right / size, same / size, largest);
  }

  /** Returns the share of {@code examples} that {@code network} puts into the right class. */
  static double accuracy(SparseNetwork network, Examples examples) {
    Features features = examples.features();
    int right = 0;
    for (int from = 0; from < examples.size(); from += CHUNK) {
      float[][] seen = new float[Math.min(CHUNK, examples.size() - from)][features.width()];
      for (int s = 0; s < seen.length; s++) {
        for (int f = 0; f < seen[s].length; f++) {
          seen[s][f] = features.value(from + s, f);
        }
      }
      float[][] logits = network.predict(seen);
      for (int s = 0; s < seen.length; s++) {
        right += top(logits[s]) == examples.label(from + s) ? 1 : 0;
      }
    }
    return right / (double) examples.size();
  }

  private static int top(float[] logits) {
    int top = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[top]) {
        top = c;
      }
    }
    return top;
  }
}
