package tombola.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tombola.data.Examples;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;
import tombola.nn.Weights;

/** A network's forward pass in double precision, as plainly as it can be written. */
final class DoubleNetwork {
  private final NetworkSpec network;
  final Map<String, double[]> values = new LinkedHashMap<>(); // by parameter

  DoubleNetwork(NetworkSpec network, Weights weights) {
    this.network = network;
    network.parameters().forEach(p -> values.put(p.name(), widen(weights.get(p.name()))));
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Returns what a sample by itself gives, as in evaluation. */
  double[] logits(Examples examples, int sample) {
    return path(network.layers(), new double[][] {input(examples, sample)}, false)[0];
  }

  private double[] input(Examples examples, int sample) {
    Volume input = network.input();
    double[] x = new double[input.features()];
    for (int i = 0; i < x.length; i++) { // planes become pixels
      int to = i % input.pixels() * input.channels() + i / input.pixels();
      x[input.pixels() == 1 ? i : to] = examples.features().value(sample, i);
    }
    return x;
  }

  private double[][] path(List<Layer> layers, double[][] batch, boolean training) {
    double[][] x = batch;
    for (Layer layer : layers) {
      x =
          switch (layer) {
            case Layer.Dense dense -> each(x, s -> linear(s, of(dense, "weight"), bias(dense)));
            case Layer.Conv2d conv ->
                each(x, s -> convolution(s, of(conv, "weight"), bias(conv), conv));
            case Layer.Pool pool -> each(x, s -> pooled(s, pool));
            case Layer.BatchNorm norm -> normalised(x, norm, training);
            case Layer.Residual residual ->
                sums(path(residual.body(), x, training), path(residual.shortcut(), x, training));
            case Layer.Relu _ -> each(x, s -> applied(s, v -> Math.max(0, v)));
            case Layer.Gelu _ -> each(x, s -> applied(s, DoubleNetwork::gelu));
            case Layer.Tanh _ -> each(x, s -> applied(s, Math::tanh));
            case Layer.Flatten _, Layer.Dropout _ -> x;
          };
    }
    return x;
  }

  private double[] of(Layer.Weighted layer, String suffix) {
    return Objects.requireNonNull(values.get(layer.name() + "." + suffix));
  }

  private double[] bias(Layer.Weighted layer) {
    return layer.biased() ? of(layer, "bias") : new double[layer.out()];
  }

  private static double[][] each(double[][] batch, UnaryOperator<double[]> function) {
    return Arrays.stream(batch).map(function).toArray(double[][]::new);
  }

  private static double[] applied(double[] x, DoubleUnaryOperator function) {
    return Arrays.stream(x).map(function).toArray();
  }

  private static double[][] sums(double[][] a, double[][] b) {
    double[][] y = new double[a.length][];
    for (int s = 0; s < a.length; s++) {
      y[s] = a[s].clone();
      for (int i = 0; i < y[s].length; i++) {
        y[s][i] += b[s][i];
      }
    }
    return y;
  }

  /** x Φ(x), by Simpson's rule on the density. */
  private static double gelu(double x) {
    int pieces = 120;
    double sum = 0;
    for (int i = 0; i <= pieces; i++) {
      double at = x * i / pieces;
      sum += (i % pieces == 0 ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-at * at / 2);
    }
    return x * (0.5 + sum * x / pieces / 3 / Math.sqrt(2 * Math.PI));
  }

  private double[][] normalised(double[][] x, Layer.BatchNorm norm, boolean training) {
    int channels = norm.takes().channels();
    double[][] y = each(x, double[]::clone);
    for (int c = 0; c < channels; c++) {
      int channel = c;
      double mean = of(norm, "running_mean")[c];
      double variance = of(norm, "running_var")[c];
      if (training) {
        mean = mean(x, channels, channel, v -> v);
        double middle = mean;
        variance = mean(x, channels, channel, v -> (v - middle) * (v - middle));
      }
      for (double[] sample : y) {
        for (int i = c; i < sample.length; i += channels) {
          double even = (sample[i] - mean) / Math.sqrt(variance + 1e-5);
          sample[i] = even * of(norm, "weight")[c] + of(norm, "bias")[c];
        }
      }
    }
    return y;
  }

  private double[] of(Layer.BatchNorm norm, String suffix) {
    return Objects.requireNonNull(values.get(norm.name() + "." + suffix));
  }

  private static double mean(
      double[][] batch, int channels, int channel, DoubleUnaryOperator term) {
    double sum = 0;
    for (double[] sample : batch) {
      for (int i = channel; i < sample.length; i += channels) {
        sum += term.applyAsDouble(sample[i]);
      }
    }
    return sum / ((double) batch.length * batch[0].length / channels);
  }

  private static double[] linear(double[] x, double[] w, double[] bias) {
    double[] y = bias.clone();
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += w[o * x.length + i] * x[i];
      }
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
      for (int tap = 0; tap < layer.kernel() * layer.kernel(); tap++) {
        int iy = oy * layer.stride() + tap / layer.kernel() - layer.padding();
        int ix = ox * layer.stride() + tap % layer.kernel() - layer.padding();
        if (iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width()) {
          int pixel = (iy * in.width() + ix) * in.channels();
          int weight = o * layer.columns() + tap * in.channels();
          for (int c = 0; c < in.channels(); c++) {
            y[i] += w[weight + c] * x[pixel + c];
          }
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

  /** Returns the cross-entropy of one sample in nats, as in evaluation. */
  double loss(Examples examples, int sample) {
    return loss(logits(examples, sample), examples.label(sample));
  }

  private static double loss(double[] logits, int label) {
    return Math.log(Arrays.stream(logits).map(Math::exp).sum()) - logits[label];
  }

  /**
   * Returns the mean cross-entropy of a batch, as in training, which may be asked for again after
   * each change of {@code layer}'s values: what comes before it, or before the residual block that
   * holds it, is computed once.
   */
  DoubleSupplier meanLoss(String layer, Examples examples, int[] samples) {
    List<Layer> layers = network.layers();
    int first = 0;
    while (!holds(layers.get(first), layer)) {
      first++;
    }
    double[][] batch =
        Arrays.stream(samples).mapToObj(s -> input(examples, s)).toArray(double[][]::new);
    double[][] before = path(layers.subList(0, first), batch, true);
    List<Layer> rest = layers.subList(first, layers.size());
    return () -> {
      double[][] logits = path(rest, before, true);
      double sum = 0;
      for (int i = 0; i < samples.length; i++) {
        sum += loss(logits[i], examples.label(samples[i]));
      }
      return sum / samples.length;
    };
  }

  private static boolean holds(Layer layer, String name) {
    return switch (layer) {
      case Layer.Weighted weighted -> weighted.name().equals(name);
      case Layer.BatchNorm norm -> norm.name().equals(name);
      case Layer.Residual block ->
          Stream.concat(block.body().stream(), block.shortcut().stream())
              .anyMatch(inner -> holds(inner, name));
      case Layer.Pool _, Layer.Flatten _, Layer.Relu _, Layer.Gelu _, Layer.Tanh _ -> false;
      case Layer.Dropout _ -> false;
    };
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
