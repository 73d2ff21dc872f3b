package tombola.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Filters;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.LiveFilters;
import tombola.prune.Mask;
import tombola.prune.Structure;
import tombola.ticket.Ticket;
import tombola.train.Start;

/**
 * A ticket with exactly one thing changed: what the ticket can do and its control cannot is owed to
 * that thing.
 *
 * <p>A control of a ticket that was rewound to step k keeps the step, so that schedule and data
 * order go on from k for both. Where values are drawn they are those of step 0: weights from the
 * initialisation, all others as they begin: biases at +0.0, a normalisation's γ and running
 * variance at 1.
 */
public sealed interface Control {

  /**
   * The same mask, fresh values from the same distribution.
   *
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, section 2</a>
   */
  record Reinitialised() implements Control {}

  /**
   * The same mask, fresh values from the same distribution, but others than those of {@link
   * Reinitialised} with the same seed: how far draws are apart where nothing else differs.
   *
   * @param draw 2 or more; {@link Reinitialised} is the first
   */
  record Redrawn(int draw) implements Control {
    /** Checks the range. */
    public Redrawn {
      if (draw < 2) {
        throw new IllegalArgumentException("draw: expected a number of at least 2, got " + draw);
      }
    }
  }

  /**
   * The same values, a random mask with the same live count in every layer. A dense layer stays
   * dense.
   *
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, figure 1</a>
   */
  record RandomMask() implements Control {}

  /**
   * The same values; in each layer every input keeps its live count, and which outputs it feeds is
   * drawn anew. An input that feeds no output or all of them stays as it is.
   */
  record ShuffledMask() implements Control {}

  /**
   * The same mask, the sign of each value, its magnitude from a fresh draw: that of {@link
   * Reinitialised} with the same seed.
   *
   * @see <a href="https://arxiv.org/abs/1905.01067">Zhou et al. 2019, "mask-1 actions"</a>
   */
  record KeptSigns() implements Control {}

  /**
   * The same mask, the sign of each weight, and one magnitude a layer: the standard deviation of
   * all its values, pruned ones too, where the ticket starts, as in the paper and its authors'
   * code. Nothing is drawn.
   *
   * @see <a href="https://arxiv.org/abs/1905.01067">Zhou et al. 2019, "mask-1 actions"</a>
   */
  record ConstantMagnitudes() implements Control {}

  /**
   * The same mask, values blended with fresh ones: {@code ((1 - d) θ + d ξ) / sqrt((1 - d)² + d²)},
   * which keeps the variance of θ₀ (what belongs to a normalisation is blended plainly). Dose 0 is
   * the ticket, dose 1 {@link Reinitialised} with the same seed, both to the bit.
   *
   * @param dose share d of the fresh values, in [0, 1]
   */
  record Blended(double dose) implements Control {
    /** Checks the range. */
    public Blended {
      if (!(dose >= 0 && dose <= 1)) {
        throw new IllegalArgumentException("dose: expected a number in [0, 1], got " + dose);
      }
    }
  }

  /** Returns the name by which stores know this control; it never changes. */
  default String id() {
    return switch (this) {
      case Reinitialised _ -> "reinitialised";
      case Redrawn(int draw) -> "reinitialised-" + draw;
      case RandomMask _ -> "random-mask";
      case ShuffledMask _ -> "shuffled-mask";
      case KeptSigns _ -> "kept-signs";
      case ConstantMagnitudes _ -> "constant-magnitudes";
      case Blended(double dose) -> "blended-" + dose;
    };
  }

  /** Returns what reports call this control. */
  default String name() {
    return switch (this) {
      case Reinitialised _ -> "random re-initialisation";
      case Redrawn(int draw) -> "random re-initialisation, draw " + draw;
      case RandomMask _ -> "random mask";
      case ShuffledMask _ -> "mask shuffled by input";
      case KeptSigns _ -> "kept signs, fresh magnitudes";
      case ConstantMagnitudes _ -> "kept signs, constant magnitudes";
      case Blended(double dose) -> "blended with noise, dose " + dose;
    };
  }

  /**
   * Returns {@code ticket} with this control's one thing changed; the ticket is never written.
   *
   * @param initialisation how the search drew θ₀
   * @param seed where the draw comes from: the same seed, the same control; the search's own seed
   *     will do, whose θ₀ comes from another stream
   * @throws IllegalArgumentException if mask and values of the ticket differ in shape
   */
  default Ticket of(Ticket ticket, Initialisation initialisation, Seed seed) {
    return of(ticket, Structure.UNSTRUCTURED, initialisation, seed);
  }

  /**
   * As {@link #of(Ticket, Initialisation, Seed)}, of a search that prunes by {@code structure}: a
   * random mask keeps as many filters in every layer, if it is made of filters.
   */
  default Ticket of(Ticket ticket, Structure structure, Initialisation initialisation, Seed seed) {
    Mask mask = ticket.mask();
    Start start = ticket.start();
    Weights values = start.weights();
    List<Parameter> covered = values.parameters().stream().filter(Parameter::prunable).toList();
    if (!covered.equals(mask.parameters())) {
      throw new IllegalArgumentException(
          "ticket: expected a mask of %s as its weights are, got one of %s"
              .formatted(shapes(covered), shapes(mask.parameters())));
    }
    Seed noise = seed.child("fresh");
    return switch (this) {
      case Reinitialised _ -> at(ticket, values.fresh(initialisation, noise));
      case Redrawn(int draw) ->
          at(ticket, values.fresh(initialisation, seed.child("fresh-" + draw)));
      case RandomMask _ ->
          new Ticket(
              switch (structure) {
                case Structure.Unstructured _ -> randomMask(mask, seed.child("mask"));
                case Structure.ByFilter(Filters filters) ->
                    randomFilters(filters, mask, seed.child("mask"));
              },
              start);
      case ShuffledMask _ -> new Ticket(shuffledMask(mask, seed.child("mask")), start);
      case KeptSigns _ -> at(ticket, signed(values, values.fresh(initialisation, noise)));
      case ConstantMagnitudes _ -> at(ticket, signed(values, deviations(values)));
      case Blended(double dose) ->
          at(ticket, blended(values, values.fresh(initialisation, noise), dose));
    };
  }

  private static List<String> shapes(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> "%s [%d][%d]".formatted(p.name(), p.rows(), p.columns()))
        .toList();
  }

  private static Ticket at(Ticket ticket, Weights values) {
    return new Ticket(ticket.mask(), new Start(values, ticket.start().step()));
  }

  private static Mask randomMask(Mask mask, Seed seed) {
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : mask.parameters()) {
      BitSet drawn = new BitSet(p.size());
      RandomStream stream = seed.child(p.name()).generator();
      for (int index : drawn(stream, mask.liveCount(p.name()), p.size())) {
        drawn.set(index);
      }
      live.put(p.name(), drawn);
    }
    return mask.with(live);
  }

  private static Mask randomFilters(Filters filters, Mask mask, Seed seed) {
    List<BitSet> drawn = new ArrayList<>();
    LiveFilters live = LiveFilters.of(filters, mask);
    for (int g = 0; g < filters.groups().size(); g++) {
      Layer.Weighted layer = filters.groups().get(g).layer();
      RandomStream stream = seed.child(layer.name()).generator();
      BitSet kept = new BitSet(layer.out());
      for (int filter : drawn(stream, live.live().get(g).cardinality(), layer.out())) {
        kept.set(filter);
      }
      drawn.add(kept);
    }
    return new LiveFilters(filters, drawn).without(mask.whole());
  }

  private static Mask shuffledMask(Mask mask, Seed seed) {
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : mask.parameters()) {
      int[] fed = new int[p.columns()]; // outputs that each input feeds
      mask.live(p.name()).stream().forEach(index -> fed[index % p.columns()]++);
      BitSet drawn = new BitSet(p.size());
      RandomStream stream = seed.child(p.name()).generator();
      for (int input = 0; input < fed.length; input++) {
        for (int output : drawn(stream, fed[input], p.rows())) {
          drawn.set(output * p.columns() + input);
        }
      }
      live.put(p.name(), drawn);
    }
    return mask.with(live);
  }

  /** Returns {@code count} of the numbers below {@code total}, every set of them as likely. */
  private static int[] drawn(RandomStream stream, int count, int total) {
    int[] numbers = new int[total];
    for (int i = 0; i < total; i++) {
      numbers[i] = i;
    }
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int j = i + stream.nextInt(total - i);
      chosen[i] = numbers[j];
      numbers[j] = numbers[i];
    }
    return chosen;
  }

  /**
   * Returns |magnitudes| with the signs of {@code values}, +0.0 where those are zero; of a
   * normalisation what it has in {@code magnitudes}.
   */
  private static Weights signed(Weights values, Weights magnitudes) {
    Weights result = magnitudes.copy();
    for (Parameter p : values.parameters()) {
      float[] signs = values.get(p.name());
      float[] array = result.get(p.name());
      if (p.role().normalises()) {
        continue;
      }
      for (int i = 0; i < array.length; i++) {
        array[i] = Math.signum(signs[i]) * Math.abs(array[i]) + 0f;
      }
    }
    return result;
  }

  /**
   * Returns in every weight the standard deviation of its layer's, and all others as they begin.
   */
  private static Weights deviations(Weights values) {
    Weights result = values.copy();
    for (Parameter p : values.parameters()) {
      float[] array = result.get(p.name());
      float deviation = p.prunable() ? deviation(array) : p.role().initial();
      Arrays.fill(array, deviation);
    }
    return result;
  }

  private static float deviation(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return (float) Math.sqrt(squares / values.length);
  }

  /** What belongs to a normalisation is drawn from nothing, so its blend is the plain one. */
  private static Weights blended(Weights values, Weights fresh, double dose) {
    if (dose == 0 || dose == 1) { // by the formula -0.0 would become +0.0
      return dose == 0 ? values : fresh;
    }
    double norm = Math.sqrt((1 - dose) * (1 - dose) + dose * dose);
    Weights result = fresh.copy();
    for (Parameter p : values.parameters()) {
      float[] old = values.get(p.name());
      float[] array = result.get(p.name());
      double scale = p.role().normalises() ? 1 : norm;
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) (((1 - dose) * old[i] + dose * array[i]) / scale);
      }
    }
    return result;
  }
}
