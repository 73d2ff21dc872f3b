package tombola.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Weights;

/** The immutable set of live weights of a network's prunable parameters. */
public final class Mask {
  private final List<Parameter> parameters; // prunable ones, in order
  private final Map<String, BitSet> live;

  private Mask(List<Parameter> parameters, Map<String, BitSet> live) {
    this.parameters = parameters;
    this.live = live;
  }

  /** Returns the mask of {@code spec} under which every weight is live. */
  public static Mask dense(NetworkSpec spec) {
    return whole(spec.prunable());
  }

  private static Mask whole(List<Parameter> parameters) {
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      BitSet bits = new BitSet(p.size());
      bits.set(0, p.size());
      live.put(p.name(), bits);
    }
    return new Mask(parameters, live);
  }

  /**
   * Returns the mask of {@code spec} whose live weights are those in {@code live}, by parameter and
   * flat index.
   *
   * @throws IllegalArgumentException if a prunable parameter is missing, another is there, or an
   *     index is too large
   */
  public static Mask of(NetworkSpec spec, Map<String, BitSet> live) {
    return of(spec.prunable(), live);
  }

  private static Mask of(List<Parameter> parameters, Map<String, BitSet> live) {
    Map<String, BitSet> copies = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      BitSet bits = live.get(p.name());
      if (bits == null || bits.length() > p.size()) {
        throw new IllegalArgumentException(
            p.name()
                + ": expected a mask of "
                + p.size()
                + " weights, got "
                + (bits == null ? "none" : "index " + (bits.length() - 1)));
      }
      copies.put(p.name(), (BitSet) bits.clone());
    }
    if (copies.size() != live.size()) {
      throw new IllegalArgumentException(
          "mask: expected " + copies.keySet() + ", got " + live.keySet());
    }
    return new Mask(parameters, copies);
  }

  /**
   * Returns this mask with the live set of each parameter in {@code changed} replaced.
   *
   * @throws IllegalArgumentException if a parameter is not one of this mask's, or an index is too
   *     large
   */
  public Mask with(Map<String, BitSet> changed) {
    Map<String, BitSet> all = new LinkedHashMap<>(live);
    all.putAll(changed);
    return of(parameters, all);
  }

  /** Returns the mask of the same network under which every weight is live. */
  public Mask whole() {
    return whole(parameters);
  }

  /** Returns the parameters that this mask covers, in order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Returns whether weight {@code index} (row-major) of parameter {@code name} is live. */
  public boolean isLive(String name, int index) {
    return bits(name).get(index);
  }

  /** Returns a copy of the live set of parameter {@code name}, by flat row-major index. */
  public BitSet live(String name) {
    return (BitSet) bits(name).clone();
  }

  /** Returns the number of live weights of parameter {@code name}. */
  public int liveCount(String name) {
    return bits(name).cardinality();
  }

  /** Returns the number of live weights. */
  public long liveCount() {
    return live.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /** Returns the number of weights, live and pruned. */
  public long total() {
    return parameters.stream().mapToLong(Parameter::size).sum();
  }

  /** Returns live / total, in (0, 1]. */
  public double density() {
    return (double) liveCount() / total();
  }

  /** Returns whether every weight that is live here is live in {@code other} too. */
  public boolean isSubsetOf(Mask other) {
    return live.entrySet().stream()
        .allMatch(entry -> {
          BitSet rest = (BitSet) entry.getValue().clone();
          rest.andNot(other.bits(entry.getKey()));
          return rest.isEmpty();
        });
  }

  /** Returns a copy of {@code weights} in which every pruned weight is +0.0. */
  public Weights apply(Weights weights) {
    Weights masked = weights.copy();
    for (Parameter p : parameters) {
      float[] array = masked.get(p.name());
      BitSet bits = bits(p.name());
      for (int i = bits.nextClearBit(0); i < array.length; i = bits.nextClearBit(i + 1)) {
        array[i] = 0f;
      }
    }
    return masked;
  }

  private BitSet bits(String name) {
    BitSet bits = live.get(name);
    if (bits == null) {
      throw new IllegalArgumentException(
          "mask: expected one of " + live.keySet() + ", got " + name);
    }
    return bits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask that
        && parameters.equals(that.parameters)
        && live.equals(that.live);
  }

  @Override
  public int hashCode() {
    return live.hashCode();
  }
}
