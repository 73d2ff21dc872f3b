package tombola.lab.export;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tombola.lab.data.InputUnits;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.ParameterRole;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.SparseNetwork;

/** Random networks with random masks, and what they predict. */
record Packed(NetworkSpec network, Weights weights, Mask mask, InputUnits units) {

  /**
   * Returns a network of {@code widths} whose weights are live with probability {@code density}.
   */
  static Packed of(long seed, double density, InputUnits units, Integer... widths) {
    return of(seed, density, units, Networks.perceptron("p", List.of(widths)));
  }

  /** Returns {@code network} with weights that are live with probability {@code density}. */
  static Packed of(long seed, double density, InputUnits units, NetworkSpec network) {
    Weights weights = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
    RandomStream stream = new Seed(seed).child("mask").generator();
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] values = weights.get(parameter.name());
      if (parameter.prunable()) {
        BitSet bits = new BitSet();
        for (int i = 0; i < parameter.size(); i++) {
          bits.set(i, stream.nextDouble() < density);
        }
        live.put(parameter.name(), bits);
      } else {
        for (int i = 0; i < values.length; i++) {
          float value = (float) stream.nextGaussian();
          values[i] = parameter.role() == ParameterRole.VARIANCE ? 0.3f + value * value : value;
        }
      }
    }
    return new Packed(network, weights, Mask.of(network, live), units);
  }

  PackedTicket ticket(WeightValues values) {
    List<String> classes =
        IntStream.range(0, network.classes()).mapToObj(c -> "class \"" + c + "\" ä?").toList();
    Map<String, String> facts = Map.of("run", "a-run", "level", "3");
    return PackedTicket.of(network, weights, mask, classes, units, "a test */", facts, values);
  }

  SparseNetwork sparse() {
    return SparseNetwork.compile(network, weights, mask);
  }

  /** Returns samples in the units of the data, half of the values 0. */
  double[][] samples(int count) {
    RandomStream stream = new Seed(count).child("samples").generator();
    double[][] samples = new double[count][network.inputs()];
    for (double[] sample : samples) {
      for (int i = 0; i < sample.length; i++) {
        int value = (int) (256 * stream.nextDouble());
        sample[i] = stream.nextDouble() < 0.5 ? 0 : value;
      }
    }
    return samples;
  }

  /** Returns the logits of the network for samples that are bytes. */
  float[][] expected(double[][] samples) {
    float[][] seen = new float[samples.length][network.inputs()];
    for (int s = 0; s < samples.length; s++) {
      for (int i = 0; i < seen[s].length; i++) {
        seen[s][i] = (float) samples[s][i] * InputUnits.Bytes.FACTOR;
      }
    }
    return sparse().predict(seen);
  }

  /** Returns the largest absolute difference. */
  static double difference(float[][] one, float[][] other) {
    double largest = one.length == other.length ? 0 : Double.NaN;
    for (int s = 0; s < one.length; s++) {
      for (int c = 0; c < one[s].length; c++) {
        largest = Math.max(largest, Math.abs((double) one[s][c] - other[s][c]));
      }
    }
    return largest;
  }
}
