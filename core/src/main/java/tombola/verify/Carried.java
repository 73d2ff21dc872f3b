package tombola.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import tombola.math.Seed;
import tombola.nn.Filters;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.LiveFilters;
import tombola.prune.Mask;
import tombola.prune.Structure;
import tombola.ticket.Ticket;
import tombola.train.Start;

/**
 * How much of a ticket goes along to another task, from most to least. Each strength differs from
 * the one before it in one thing, so that what a strength can do and the next one cannot is owed to
 * that thing.
 *
 * <p>Every carried ticket starts at step 0, whatever step its source was rewound to: on the target
 * it trains by the whole schedule. What is drawn comes from streams of its own, never from that of
 * θ₀: of two searches with one seed and one network, θ₀ is the same on every task. A new head is
 * the same for all strengths under one seed.
 *
 * @see <a href="https://arxiv.org/abs/1906.02773">Morcos et al. 2019: tickets across data sets, the
 *     last layer drawn afresh</a>
 */
public sealed interface Carried {

  /** The mask and the values that training on the source gave, biases included. */
  record TrainedWeights() implements Carried {}

  /** The mask and the values that the ticket starts from: θ₀, or θ_k after a rewind to step k. */
  record InitialWeights() implements Carried {}

  /**
   * The mask and the signs of those values, magnitudes afresh: {@link Control.KeptSigns}.
   *
   * @see <a href="https://arxiv.org/abs/1905.01067">Zhou et al. 2019, "mask-1 actions"</a>
   */
  record MaskAndSigns() implements Carried {}

  /** The mask alone, values afresh: {@link Control.Reinitialised}. */
  record MaskAlone() implements Carried {}

  /**
   * Nothing but the live count of each layer: a random mask and the fresh values of {@link
   * MaskAlone}.
   */
  record LayerCounts() implements Carried {}

  /** Returns the name by which stores know this strength; it never changes. */
  default String id() {
    return switch (this) {
      case TrainedWeights _ -> "trained-weights";
      case InitialWeights _ -> "initial-weights";
      case MaskAndSigns _ -> "mask-and-signs";
      case MaskAlone _ -> "mask-alone";
      case LayerCounts _ -> "random-ticket";
    };
  }

  /** Returns what reports call this strength. */
  default String name() {
    return switch (this) {
      case TrainedWeights _ -> "mask and trained weights";
      case InitialWeights _ -> "mask and initial weights";
      case MaskAndSigns _ -> "mask and signs";
      case MaskAlone _ -> "mask alone";
      case LayerCounts _ -> "random ticket";
    };
  }

  /**
   * Returns what of {@code ticket} this strength carries to {@code destination}; neither the ticket
   * nor {@code trained} is written.
   *
   * @param ticket the source's; the dense network is one whose mask is dense
   * @param trained what training it on the source gave
   * @param seed where draws come from: the same seed, the same draws
   * @throws IllegalArgumentException if ticket and destination differ in the shape of a layer that
   *     is carried, with both shapes
   */
  default Ticket to(Destination destination, Ticket ticket, Weights trained, Seed seed) {
    destination.require(ticket.start().weights().parameters());
    destination.require(trained.parameters());
    Seed draws = seed.child("carried");
    Ticket whole =
        switch (this) {
          case TrainedWeights _ -> new Ticket(ticket.mask(), new Start(trained, 0));
          case InitialWeights _ -> ticket;
          case MaskAndSigns _ -> changed(new Control.KeptSigns(), ticket, destination, draws);
          case MaskAlone _ -> changed(new Control.Reinitialised(), ticket, destination, draws);
          case LayerCounts _ ->
              changed(
                  new Control.RandomMask(),
                  changed(new Control.Reinitialised(), ticket, destination, draws),
                  destination,
                  draws);
        };
    return fitted(destination, whole, seed.child("head"));
  }

  private static Ticket changed(
      Control control, Ticket ticket, Destination destination, Seed draws) {
    Structure structure = Structure.of(destination.network(), ticket.mask());
    return control.of(ticket, structure, destination.initialisation(), draws);
  }

  /**
   * Returns {@code whole} at step 0 with the head that the destination asks for. A new head is
   * dense, but that it reads no filter that is gone.
   */
  private static Ticket fitted(Destination destination, Ticket whole, Seed seed) {
    Weights head = Weights.initialise(destination.network(), destination.initialisation(), seed);
    Mask dense = Mask.dense(destination.network());
    Mask afresh =
        switch (Structure.of(destination.network(), whole.mask())) {
          case Structure.Unstructured _ -> dense;
          case Structure.ByFilter(Filters filters) ->
              LiveFilters.of(filters, whole.mask()).without(dense);
        };
    Map<String, float[]> values = new HashMap<>();
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter p : destination.network().parameters()) {
      boolean taken = destination.takes(p);
      Weights from = taken ? whole.start().weights() : head;
      values.put(p.name(), from.get(p.name()).clone());
      if (p.prunable()) {
        live.put(p.name(), (taken ? whole.mask() : afresh).live(p.name()));
      }
    }
    return new Ticket(
        Mask.of(destination.network(), live),
        new Start(Weights.of(destination.network(), values), 0));
  }
}
