package tombola.train;

import java.util.ArrayList;
import java.util.List;
import tombola.data.Examples;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;
import tombola.nn.Weights;

/** A network's forward pass in double precision, as plainly as it can be written. */
final class DoubleNetwork {
  private final NetworkSpec network;
  final List<double[]> weights = new ArrayList<>(); // [out][columns] of each layer with weights
  final List<double[]> biases = new ArrayList<>();

  DoubleNetwork(NetworkSpec network, Weights values) {
    this.network = network;
    for (Layer.Weighted layer : network.weighted()) {
      weights.add(widen(values.get(layer.name() + ".weight")));
      biases.add(
          layer.biased() ? widen(values.get(layer.name() + ".bias")) : new double[layer.out()]);
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
    Volume input = network.input();
    double[] x = new double[input.features()];
    for (int i = 0; i < x.length; i++) { // planes become pixels
      int to = i % input.pixels() * input.channels() + i / input.pixels();
      x[input.pixels() == 1 ? i : to] = examples.features().value(sample, i);
    }
    int next = 0;
    for (Layer layer : network.layers()) {
      x =
          switch (layer) {
            case Layer.Dense dense -> linear(x, weights.get(next), biases.get(next++), dense.out());
            case Layer.Conv2d conv -> convolution(x, weights.get(next), biases.get(next++), conv);
            case Layer.Pool pool -> pooled(x, pool);
            case Layer.Flatten _ -> x;
            case Layer.Relu _ -> rectified(x);
          };
    }
    return x;
  }

  private static double[] linear(double[] x, double[] w, double[] bias, int out) {
    double[] y = bias.clone();
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += w[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] rectified(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(0, x[i]);
    }
    return y;
  }

  private static double[] convolution(double[] x, double[] w, double[] bias, Layer.Conv2d layer) {
    Volume in = layer.takes();
    Volume out = layer.gives();
    double[] y = new double[out.features()];
    for (int i = 0; i < y.length; i++) {
      int o = i % out.channels();
      int oy = i / out.channels() / out.width();
      int ox = i / out.channels() % out.width();
      y[i] = bias[o];
      for (int k = 0; k < layer.columns(); k++) {
        int c = k % in.channels();
        int iy = oy * layer.stride() + k / in.channels() / layer.kernel() - layer.padding();
        int ix = ox * layer.stride() + k / in.channels() % layer.kernel() - layer.padding();
        if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
          y[i] += w[o * layer.columns() + k] * x[(iy * in.width() + ix) * in.channels() + c];
        }
      }
    }
    return y;
  }

  private static double[] pooled(double[] x, Layer.Pool layer) {
    Volume in = layer.takes();
    Volume out = layer.gives();
    double[] y = new double[out.features()];
    for (int i = 0; i < y.length; i++) {
      int c = i % out.channels();
      int iy = i / out.channels() / out.width() * layer.stride();
      int ix = i / out.channels() % out.width() * layer.stride();
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int k = 0; k < layer.size() * layer.size(); k++) {
        int at = (iy + k / layer.size()) * in.width() + ix + k % layer.size();
        most = Math.max(most, x[at * in.channels() + c]);
        sum += x[at * in.channels() + c];
      }
      y[i] = layer.kind() == Layer.Pool.Kind.MAX ? most : sum / layer.size() / layer.size();
    }
    return y;
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
