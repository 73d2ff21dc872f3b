package tombola.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.math.Seed;
import tombola.nn.Filters;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.LiveFilters;
import tombola.prune.Mask;
import tombola.prune.Masks;
import tombola.prune.Structure;
import tombola.ticket.Ticket;
import tombola.train.Start;

/** Each strength carries what it says, and the next one differs from it in one thing. */
class CarriedTest {
  private static final NetworkSpec SOURCE = Networks.perceptron("p", List.of(17, 13, 11, 4));
  private static final NetworkSpec SAME = Networks.perceptron("q", List.of(17, 13, 11, 4));
  private static final NetworkSpec MORE = Networks.perceptron("q", List.of(17, 13, 11, 6));
  private static final Initialisation NORMAL = Initialisation.GLOROT_NORMAL;
  private static final Carried TRAINED = new Carried.TrainedWeights();
  private static final Carried INITIAL = new Carried.InitialWeights();
  private static final Carried SIGNS = new Carried.MaskAndSigns();
  private static final Carried MASK = new Carried.MaskAlone();
  private static final Carried COUNTS = new Carried.LayerCounts();
  private static final List<Carried> ALL = List.of(TRAINED, INITIAL, SIGNS, MASK, COUNTS);

  private static Ticket ticket(long seed) {
    Mask mask = Masks.random(SOURCE, 0.3, new Seed(seed));
    Weights start = Weights.initialise(SOURCE, NORMAL, new Seed(seed).child("init"));
    return new Ticket(mask, new Start(start, 7));
  }

  private static Weights trained(Ticket ticket, long seed) {
    Weights trained = ticket.start().weights().fresh(NORMAL, new Seed(seed).child("trained"));
    for (Parameter p : SOURCE.parameters()) {
      trained.get(p.name())[1] = -0.25f;
    }
    return ticket.mask().apply(trained);
  }

  private static Ticket carried(Carried strength, NetworkSpec network, Head head, long seed) {
    Ticket ticket = ticket(seed);
    Destination destination = new Destination(network, head, NORMAL);
    return strength.to(destination, ticket, trained(ticket, seed), new Seed(seed));
  }

  private static List<String> hidden() {
    return SOURCE.parameters().stream().filter(p -> !p.output()).map(Parameter::name).toList();
  }

  private static boolean sameMask(Ticket one, Ticket two) {
    return one.mask().equals(two.mask());
  }

  /** Every third unit is gone: 8 of 13 and 7 of 11 are left. */
  private static Ticket ofUnits() {
    Filters filters = Filters.of(SOURCE);
    List<BitSet> live =
        filters.groups().stream()
            .map(group ->
                IntStream.range(0, group.layer().out())
                    .filter(unit -> unit % 3 != 0)
                    .collect(BitSet::new, BitSet::set, BitSet::or))
            .toList();
    Mask mask = new LiveFilters(filters, live).without(Mask.dense(SOURCE));
    return new Ticket(mask, ticket(1).start());
  }

  @Test
  void aNewHeadReadsNoUnitThatIsGone() {
    Ticket ticket = ofUnits();
    for (Carried strength : ALL) {
      Mask mask =
          strength
              .to(
                  new Destination(MORE, Head.NEW, NORMAL),
                  ticket,
                  ticket.mask().apply(ticket.start().weights()),
                  new Seed(3))
              .mask();

      assertThat(Structure.of(MORE, mask)).isInstanceOf(Structure.ByFilter.class);
      assertThat(mask.liveCount("fc1.weight")).isEqualTo(8 * 17);
      assertThat(mask.liveCount("fc2.weight")).isEqualTo(7 * 8);
      assertThat(mask.liveCount("fc3.weight")).isEqualTo(6 * 7);
    }
  }

  @Test
  void trainedWeightsAreThoseOfTheSource() {
    for (long seed = 1; seed <= 10; seed++) {
      Ticket ticket = ticket(seed);
      Weights trained = trained(ticket, seed);
      Ticket carried = carried(TRAINED, SAME, Head.KEEP, seed);

      assertThat(carried.mask()).isEqualTo(ticket.mask());
      assertThat(carried.start().weights().sameBits(trained)).isTrue();
    }
  }

  @Test
  void initialWeightsDifferFromTrainedOnesInTheValuesAlone() {
    for (long seed = 1; seed <= 10; seed++) {
      Ticket carried = carried(INITIAL, SAME, Head.KEEP, seed);

      assertThat(carried.start().weights().sameBits(ticket(seed).start().weights())).isTrue();
      assertThat(sameMask(carried, carried(TRAINED, SAME, Head.KEEP, seed))).isTrue();
      assertThat(
              carried
                  .start()
                  .weights()
                  .sameBits(carried(TRAINED, SAME, Head.KEEP, seed).start().weights()))
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Head.class)
  void maskAndSignsDifferFromInitialWeightsInTheMagnitudesAlone(Head head) {
    for (long seed = 1; seed <= 10; seed++) {
      Ticket initial = carried(INITIAL, SAME, head, seed);
      Ticket signs = carried(SIGNS, SAME, head, seed);

      assertThat(sameMask(signs, initial)).isTrue();
      Mask all = Mask.dense(SAME);
      assertThat(Signs.agreement(all, signs.start().weights(), initial.start().weights()))
          .isEqualTo(1);
      assertThat(signs.start().weights().sameBits(initial.start().weights())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Head.class)
  void theMaskAloneDiffersFromMaskAndSignsInTheSignsAlone(Head head) {
    for (long seed = 1; seed <= 10; seed++) {
      Ticket signs = carried(SIGNS, SAME, head, seed);
      Ticket mask = carried(MASK, SAME, head, seed);

      assertThat(sameMask(mask, signs)).isTrue();
      for (Parameter p : SAME.parameters()) {
        float[] one = mask.start().weights().get(p.name());
        float[] two = signs.start().weights().get(p.name());
        for (int i = 0; i < one.length; i++) {
          assertThat(Math.abs(one[i])).isEqualTo(Math.abs(two[i]));
        }
      }
      assertThat(mask.start().weights().sameBits(signs.start().weights())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Head.class)
  void aRandomTicketDiffersFromTheMaskAloneInWhichWeightsLiveAlone(Head head) {
    for (long seed = 1; seed <= 10; seed++) {
      Ticket mask = carried(MASK, SAME, head, seed);
      Ticket random = carried(COUNTS, SAME, head, seed);

      assertThat(random.start().weights().sameBits(mask.start().weights())).isTrue();
      assertThat(random.mask()).isNotEqualTo(mask.mask());
      for (Parameter p : SAME.prunable()) {
        assertThat(random.mask().liveCount(p.name())).isEqualTo(mask.mask().liveCount(p.name()));
      }
    }
  }

  @Test
  void aNewHeadIsDenseAndTheSameForAllAndChangesNoOtherLayer() {
    for (long seed = 1; seed <= 10; seed++) {
      Weights drawn = Weights.initialise(MORE, NORMAL, new Seed(seed).child("head"));
      for (Carried strength : ALL) {
        Ticket fresh = carried(strength, MORE, Head.NEW, seed);
        Ticket kept = carried(strength, SAME, Head.KEEP, seed);

        assertThat(fresh.mask().liveCount("fc3.weight")).isEqualTo(11 * 6);
        for (String name : List.of("fc3.weight", "fc3.bias")) {
          assertThat(fresh.start().weights().get(name)).containsExactly(drawn.get(name));
        }
        for (String name : hidden()) {
          assertThat(fresh.start().weights().get(name))
              .as("%s, %s", strength.id(), name)
              .containsExactly(kept.start().weights().get(name));
        }
        for (String name : List.of("fc1.weight", "fc2.weight")) {
          assertThat(fresh.mask().live(name)).isEqualTo(kept.mask().live(name));
        }
      }
    }
  }

  @Test
  void everyCarriedTicketStartsAtStepZeroAndSharesNoArrayWithItsSource() {
    Ticket ticket = ticket(3);
    Weights trained = trained(ticket, 3);
    Weights before = ticket.start().weights().copy();
    Weights trainedBefore = trained.copy();
    for (Carried strength : ALL) {
      Ticket carried =
          strength.to(new Destination(SAME, Head.KEEP, NORMAL), ticket, trained, new Seed(3));
      assertThat(carried.start().step()).isZero();
      carried.start().weights().get("fc1.weight")[0] = 99;
    }
    assertThat(ticket.start().weights().sameBits(before)).isTrue();
    assertThat(trained.sameBits(trainedBefore)).isTrue();
  }

  @Test
  void whatIsDrawnIsNotThetaZeroOfASearchWithTheSameSeed() {
    Ticket ticket = ticket(5);
    Weights mask = carried(MASK, SAME, Head.NEW, 5).start().weights();

    Mask all = Mask.dense(SAME);
    assertThat(Signs.agreement(all, mask, ticket.start().weights())).isBetween(0.35, 0.65);
  }

  @Test
  void theDenseNetworkIsCarriedDense() {
    Ticket dense = new Ticket(Mask.dense(SOURCE), ticket(2).start());
    Weights trained = trained(dense, 2);

    Ticket carried =
        TRAINED.to(new Destination(MORE, Head.NEW, NORMAL), dense, trained, new Seed(2));

    assertThat(carried.mask()).isEqualTo(Mask.dense(MORE));
    assertThat(carried.start().weights().get("fc2.weight"))
        .containsExactly(trained.get("fc2.weight"));
  }

  @Test
  void aSmallTicketIsCarriedAsCountedByHand() {
    NetworkSpec from = Networks.perceptron("s", List.of(2, 2, 2));
    NetworkSpec to = Networks.perceptron("t", List.of(2, 2, 3));
    BitSet first = BitSet.valueOf(new long[] {0b1001});
    Mask mask =
        Mask.of(
            from, Map.of("fc1.weight", first, "fc2.weight", BitSet.valueOf(new long[] {0b0010})));
    Weights start =
        Weights.of(
            from,
            Map.of(
                "fc1.weight", new float[] {1, -2, 3, -4},
                "fc1.bias", new float[] {0, 0},
                "fc2.weight", new float[] {5, 6, 7, 8},
                "fc2.bias", new float[] {0, 0}));
    Ticket carried =
        INITIAL.to(
            new Destination(to, Head.NEW, NORMAL),
            new Ticket(mask, new Start(start, 0)),
            start,
            new Seed(1));

    assertThat(carried.mask().live("fc1.weight")).isEqualTo(first);
    assertThat(carried.start().weights().get("fc1.weight")).containsExactly(1, -2, 3, -4);
    assertThat(carried.mask().liveCount()).isEqualTo(2 + 6);
    assertThat(carried.start().weights().get("fc2.weight")).hasSize(6).doesNotContain(5, 6, 7, 8);
  }

  @Test
  void aTicketThatDoesNotFitIsRefusedWithBothShapes() {
    NetworkSpec wide = Networks.perceptron("w", List.of(18, 13, 11, 4));
    NetworkSpec deep = Networks.perceptron("w", List.of(17, 13, 11, 9, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> carried(MASK, wide, Head.NEW, 1))
        .withMessage(
            "ticket: expected fc1.weight [13][18] as the target has, got fc1.weight [13][17]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> carried(MASK, MORE, Head.KEEP, 1))
        .withMessage(
            "ticket: expected fc3.weight [6][11] as the target has, got fc3.weight [4][11]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> carried(MASK, deep, Head.NEW, 1))
        .withMessage("ticket: expected 8 parameters as 17-13-11-9-4 has, got 6");
  }
}
