package tombola.train;

import java.util.ArrayList;
import java.util.List;
import tombola.data.Examples;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;

/** A perceptron's forward pass in double precision, as plainly as it can be written. */
final class DoubleNetwork {
  private final List<Layer.Dense> layers;
  final List<double[]> weights = new ArrayList<>(); // [out][in] of each layer
  final List<double[]> biases = new ArrayList<>();

  DoubleNetwork(NetworkSpec network, Weights values) {
    layers = network.dense();
    for (Layer.Dense layer : layers) {
      weights.add(widen(values.get(layer.name() + ".weight")));
      biases.add(widen(values.get(layer.name() + ".bias")));
    }
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  double[] logits(Examples examples, int sample) {
    double[] x = new double[layers.getFirst().in()];
    for (int i = 0; i < x.length; i++) {
      x[i] = examples.features().value(sample, i);
    }
    for (int layer = 0; layer < layers.size(); layer++) {
      double[] y = biases.get(layer).clone();
      for (int o = 0; o < y.length; o++) {
        for (int i = 0; i < x.length; i++) {
          y[o] += weights.get(layer)[o * x.length + i] * x[i];
        }
        if (layer < layers.size() - 1) {
          y[o] = Math.max(0, y[o]);
        }
      }
      x = y;
    }
    return x;
  }

  /** Returns the cross-entropy of one sample in nats. */
  double loss(Examples examples, int sample) {
    double[] logits = logits(examples, sample);
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum) - logits[examples.label(sample)];
  }

  double meanLoss(Examples examples, int[] samples) {
    double sum = 0;
    for (int sample : samples) {
      sum += loss(examples, sample);
    }
    return sum / samples.length;
  }

  int predicted(Examples examples, int sample) {
    double[] logits = logits(examples, sample);
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }
}
