package tombola.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** The values of a network's parameters, by name, in the order of its layers. */
public final class Weights {
  private final List<Parameter> parameters;
  private final Map<String, float[]> values;

  private Weights(List<Parameter> parameters, Map<String, float[]> values) {
    this.parameters = parameters;
    this.values = values;
  }

  /** Returns weights of {@code spec} that are all +0.0. */
  public static Weights zeros(NetworkSpec spec) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter p : spec.parameters()) {
      values.put(p.name(), new float[p.size()]);
    }
    return new Weights(spec.parameters(), values);
  }

  /**
   * Returns weights of {@code spec} that are {@code values}, without copying.
   *
   * @throws IllegalArgumentException if a parameter is missing, unknown or of another size
   */
  public static Weights of(NetworkSpec spec, Map<String, float[]> values) {
    Map<String, float[]> ordered = new LinkedHashMap<>();
    for (Parameter p : spec.parameters()) {
      float[] array = values.get(p.name());
      if (array == null || array.length != p.size()) {
        throw new IllegalArgumentException(
            p.name()
                + ": expected "
                + p.size()
                + " values, got "
                + (array == null ? "none" : array.length));
      }
      ordered.put(p.name(), array);
    }
    if (ordered.size() != values.size()) {
      throw new IllegalArgumentException(
          "weights: expected " + ordered.keySet() + ", got " + values.keySet());
    }
    return new Weights(spec.parameters(), ordered);
  }

  /**
   * Returns fresh weights, each parameter from a stream of its own name; what is not drawn begins
   * as its role does, biases at +0.0.
   */
  public static Weights initialise(NetworkSpec spec, Initialisation initialisation, Seed seed) {
    return drawn(spec.parameters(), initialisation, seed);
  }

  /** Returns fresh weights of the same shape, as {@link #initialise} would give them. */
  public Weights fresh(Initialisation initialisation, Seed seed) {
    return drawn(parameters, initialisation, seed);
  }

  private static Weights drawn(
      List<Parameter> parameters, Initialisation initialisation, Seed seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      float[] array = new float[p.size()];
      values.put(p.name(), array);
      if (p.prunable()) {
        RandomStream stream = seed.child(p.name()).generator();
        for (int i = 0; i < array.length; i++) {
          array[i] = initialisation.draw(stream, p.fanIn(), p.fanOut());
        }
      } else {
        Arrays.fill(array, p.role().initial());
      }
    }
    return new Weights(parameters, values);
  }

  /** Returns the parameters, in order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * Returns the values of {@code name} themselves, {@code [rows][columns]} row-major; whoever
   * writes them writes these weights.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  public float[] get(String name) {
    float[] array = values.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "parameter: expected one of " + values.keySet() + ", got " + name);
    }
    return array;
  }

  /** Returns weights of the same values that share no array with these. */
  public Weights copy() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    values.forEach((name, array) -> copies.put(name, array.clone()));
    return new Weights(parameters, copies);
  }

  /**
   * Returns whether every value has the same bits as its counterpart in {@code other}: -0.0 is not
   * +0.0.
   */
  public boolean sameBits(Weights other) {
    if (!parameters.equals(other.parameters)) {
      return false;
    }
    for (Map.Entry<String, float[]> entry : values.entrySet()) {
      if (bits(entry.getValue()).length != other.get(entry.getKey()).length
          || !Arrays.equals(bits(entry.getValue()), bits(other.get(entry.getKey())))) {
        return false;
      }
    }
    return true;
  }

  private static int[] bits(float[] array) {
    int[] bits = new int[array.length];
    for (int i = 0; i < array.length; i++) {
      bits[i] = Float.floatToRawIntBits(array[i]);
    }
    return bits;
  }
}
