package tombola.sparse;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.ParameterRole;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** Random networks, masks and samples. */
final class Tickets {
  static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(23, 19, 11, 5));

  private Tickets() {}

  /**
   * Returns weights with biases of both signs and variances above 0, or as they begin without
   * training.
   */
  static Weights weights(NetworkSpec spec, boolean biases, long seed) {
    Weights weights = Weights.initialise(spec, Initialisation.HE_NORMAL, new Seed(seed));
    RandomStream stream = new Seed(seed).child("bias").generator();
    for (Parameter parameter : spec.parameters()) {
      float[] values = weights.get(parameter.name());
      for (int i = 0; biases && !parameter.prunable() && i < values.length; i++) {
        float value = (float) stream.nextGaussian();
        values[i] = parameter.role() == ParameterRole.VARIANCE ? 0.2f + value * value : value;
      }
    }
    return weights;
  }

  /** Returns a mask of about {@code density} in which every weight is drawn by itself. */
  static Mask mask(NetworkSpec spec, double density, long seed) {
    RandomStream stream = new Seed(seed).child("mask").generator();
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter parameter : spec.prunable()) {
      BitSet bits = new BitSet();
      for (int i = 0; i < parameter.size(); i++) {
        bits.set(i, stream.nextDouble() < density);
      }
      live.put(parameter.name(), bits);
    }
    return Mask.of(spec, live);
  }

  /** Returns the mask whose only live weights are {@code indices} of each layer in turn. */
  static Mask mask(NetworkSpec spec, List<List<Integer>> indices) {
    Map<String, BitSet> live = new HashMap<>();
    List<Parameter> prunable = spec.prunable();
    for (int p = 0; p < prunable.size(); p++) {
      BitSet bits = new BitSet();
      indices.get(p).forEach(bits::set);
      live.put(prunable.get(p).name(), bits);
    }
    return Mask.of(spec, live);
  }

  /** Returns the mask of all weights but {@code dead} of the parameters with these names. */
  static Mask without(NetworkSpec spec, Map<String, IntStream> dead) {
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter parameter : spec.prunable()) {
      BitSet bits = new BitSet();
      bits.set(0, parameter.size());
      dead.getOrDefault(parameter.name(), IntStream.empty()).forEach(bits::clear);
      live.put(parameter.name(), bits);
    }
    return Mask.of(spec, live);
  }

  /** Returns samples whose features are mostly zeros, some of them -0.0. */
  static float[][] samples(int count, int width, long seed) {
    RandomStream stream = new Seed(seed).child("samples").generator();
    float[][] samples = new float[count][width];
    for (float[] sample : samples) {
      for (int i = 0; i < width; i++) {
        double kind = stream.nextDouble();
        sample[i] = kind < 0.4 ? 0f : kind < 0.5 ? -0f : (float) stream.nextGaussian();
      }
    }
    return samples;
  }
}
