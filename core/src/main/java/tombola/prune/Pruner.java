package tombola.prune;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tombola.nn.Filters;
import tombola.nn.Parameter;
import tombola.nn.ParameterRole;
import tombola.nn.Weights;

/**
 * Removes the live weights of least score, an exact count, ties to the lower index (layers in
 * order, then row-major).
 *
 * <p>A group of layers gives {@code round(fraction * live)} weights a round: under {@link
 * Scope#LAYERWISE} each layer is a group of its own, under {@link Scope#GLOBAL} the hidden layers
 * are one and the output layer another; a group whose layers give different shares loses the sum of
 * what they would each. The weights of a residual block's shortcut stay whole. No layer falls below
 * {@code floor} live weights. What a floor holds back is taken, within the group, from the next
 * least scores of the other layers; where there are none it stays.
 *
 * @param score what the ranking goes by
 * @param scope what is ranked together
 * @param fraction share of the live weights that a hidden layer loses in a round, in (0, 1)
 * @param convolutionFraction the same for convolutions, in [0, 1); 0 leaves them whole
 * @param outputFraction the same for the output layer, in [0, 1); 0 leaves it whole
 * @param floor live weights that every layer keeps, at least 1
 * @param rounds rounds taken at once: 1 for iterative pruning; n for one-shot pruning to the count
 *     that n iterative rounds would reach
 * @param structure what leaves the mask at once; shares and floor count filters where it is a
 *     filter
 * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, sections 1 and 2</a>
 */
public record Pruner(
    Score score,
    Scope scope,
    double fraction,
    double convolutionFraction,
    double outputFraction,
    int floor,
    int rounds,
    Structure structure) {

  /** Creates a pruner of single weights. */
  public Pruner(
      Score score,
      Scope scope,
      double fraction,
      double convolutionFraction,
      double outputFraction,
      int floor,
      int rounds) {
    this(
        score,
        scope,
        fraction,
        convolutionFraction,
        outputFraction,
        floor,
        rounds,
        Structure.UNSTRUCTURED);
  }

  /** Creates a pruner that takes the same share of convolutions as of other hidden layers. */
  public Pruner(
      Score score, Scope scope, double fraction, double outputFraction, int floor, int rounds) {
    this(score, scope, fraction, fraction, outputFraction, floor, rounds);
  }

  /** Checks the ranges. */
  public Pruner {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "prune: expected a number in (0, 1), got " + fraction + " (Frankle & Carbin use 0.2)");
    }
    if (!(convolutionFraction >= 0 && convolutionFraction < 1)) {
      throw new IllegalArgumentException(
          "prune-conv: expected a number in [0, 1), got "
              + convolutionFraction
              + " (Frankle & Carbin use 0.1 for Conv-2)");
    }
    if (!(outputFraction >= 0 && outputFraction < 1)) {
      throw new IllegalArgumentException(
          "prune-output: expected a number in [0, 1), got "
              + outputFraction
              + " (Frankle & Carbin use 0.1)");
    }
    if (floor < 1) {
      throw new IllegalArgumentException(
          "floor: expected at least 1 live weight a layer, got " + floor);
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds: expected at least 1, got " + rounds);
    }
  }

  /**
   * Returns {@code current} less its live weights of least score.
   *
   * @param start the values from which the training began
   * @param trained the values at its end
   * @throws IllegalArgumentException if mask and weights differ in shape
   */
  public Mask prune(Mask current, Weights start, Weights trained) {
    return switch (structure) {
      case Structure.Unstructured _ -> pruneWeights(current, start, trained);
      case Structure.ByFilter(Filters filters) ->
          new FilterPruning(this, filters, current, start, trained).prune();
    };
  }

  private Mask pruneWeights(Mask current, Weights start, Weights trained) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    for (List<Parameter> group : groups(current)) {
      prune(group, current, start, trained, kept);
    }
    return current.with(kept);
  }

  /**
   * Returns {@code current} less its live weights of least score until each layer has as many as
   * {@code target} has there, or each as many filters. Of this pruner only score and structure
   * count.
   *
   * @throws IllegalArgumentException if a layer of {@code current} has fewer live weights, or masks
   *     and weights differ in shape
   */
  public Mask pruneTo(Mask target, Mask current, Weights start, Weights trained) {
    if (!target.parameters().equals(current.parameters())) {
      throw new IllegalArgumentException(
          "target: expected a mask of the same network, got that of another");
    }
    return switch (structure) {
      case Structure.Unstructured _ -> pruneWeightsTo(target, current, start, trained);
      case Structure.ByFilter(Filters filters) ->
          new FilterPruning(this, filters, current, start, trained)
              .pruneTo(LiveFilters.of(filters, target));
    };
  }

  private Mask pruneWeightsTo(Mask target, Mask current, Weights start, Weights trained) {
    Map<String, BitSet> kept = new LinkedHashMap<>();
    for (Parameter p : current.parameters()) {
      BitSet live = current.live(p.name());
      int count = live.cardinality();
      int excess = count - target.liveCount(p.name());
      if (excess < 0) {
        throw new IllegalArgumentException(
            "%s: expected at least the target's %d live weights, got %d"
                .formatted(p.name(), target.liveCount(p.name()), count));
      }
      long[] ranking = ranking(List.of(p), List.of(live), count, start, trained);
      for (int i = 0; i < excess; i++) {
        live.clear((int) ranking[i]);
      }
      kept.put(p.name(), live);
    }
    return current.with(kept);
  }

  /** Returns the live count of a group after this pruner's rounds, floors left aside. */
  long remaining(long live, double share) {
    long left = live;
    for (int round = 0; round < rounds; round++) {
      left -= Math.round(share * left);
    }
    return left;
  }

  /** Returns the same for a group: layers of one kind together. */
  private long remaining(List<Parameter> group, List<BitSet> live) {
    long[] counts = new long[3]; // of the output layer, of convolutions, of other hidden layers
    for (int g = 0; g < group.size(); g++) {
      Parameter p = group.get(g);
      counts[p.output() ? 0 : p.convolution() ? 1 : 2] += live.get(g).cardinality();
    }
    return remaining(counts[0], outputFraction)
        + remaining(counts[1], convolutionFraction)
        + remaining(counts[2], fraction);
  }

  private static Stream<Parameter> taken(Mask mask) {
    return mask.parameters().stream().filter(p -> p.role() != ParameterRole.PROJECTION);
  }

  private List<List<Parameter>> groups(Mask mask) {
    return switch (scope) {
      case LAYERWISE -> taken(mask).map(List::of).toList();
      case GLOBAL ->
          List.copyOf(taken(mask).collect(Collectors.partitioningBy(Parameter::output)).values());
    };
  }

  private void prune(
      List<Parameter> group,
      Mask current,
      Weights start,
      Weights trained,
      Map<String, BitSet> kept) {
    if (group.isEmpty()) {
      return;
    }
    List<BitSet> live = group.stream().map(p -> current.live(p.name())).toList();
    int[] spare = new int[group.size()]; // weights that each layer may still lose
    long count = 0;
    for (int g = 0; g < spare.length; g++) {
      kept.put(group.get(g).name(), live.get(g));
      spare[g] = Math.max(0, live.get(g).cardinality() - floor);
      count += live.get(g).cardinality();
    }
    long excess = count - remaining(group, live);
    for (long candidate : ranking(group, live, (int) count, start, trained)) {
      if (excess == 0) {
        break;
      }
      int index = (int) candidate;
      int g = 0;
      while (index >= group.get(g).size()) {
        index -= group.get(g++).size();
      }
      if (spare[g] > 0) {
        live.get(g).clear(index);
        spare[g]--;
        excess--;
      }
    }
  }

  /**
   * Returns the live weights of {@code group}, least first: score in the upper half, place in the
   * lower.
   */
  private long[] ranking(
      List<Parameter> group, List<BitSet> live, int count, Weights start, Weights trained) {
    long[] keys = new long[count];
    int next = 0;
    int base = 0;
    for (int g = 0; g < live.size(); g++) {
      Parameter p = group.get(g);
      float[] from = start.get(p.name());
      float[] to = trained.get(p.name());
      if (from.length != p.size() || to.length != p.size()) {
        throw new IllegalArgumentException(
            p.name()
                + ": expected "
                + p.size()
                + " weights, got "
                + from.length
                + " and "
                + to.length);
      }
      BitSet bits = live.get(g);
      for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
        keys[next++] = (long) ordered(score.of(from[i], to[i])) << 32 | (base + i);
      }
      base = Math.addExact(base, p.size());
    }
    Arrays.sort(keys);
    return keys;
  }

  /** Returns an int that compares as {@code value} does (-0.0 as +0.0). */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }
}
