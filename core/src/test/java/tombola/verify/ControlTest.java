package tombola.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;
import tombola.ticket.Ticket;
import tombola.train.Start;

/** Each control is the ticket with one thing changed and every other bit as it was. */
class ControlTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(17, 13, 11, 4));
  private static final Initialisation NORMAL = Initialisation.GLOROT_NORMAL;

  private static final Control REINITIALISED = new Control.Reinitialised();
  private static final Control RANDOM_MASK = new Control.RandomMask();
  private static final Control SHUFFLED_MASK = new Control.ShuffledMask();
  private static final Control KEPT_SIGNS = new Control.KeptSigns();
  private static final Control CONSTANT = new Control.ConstantMagnitudes();
  private static final List<Control> DRAWING =
      List.of(
          REINITIALISED,
          new Control.Redrawn(2),
          RANDOM_MASK,
          SHUFFLED_MASK,
          KEPT_SIGNS,
          new Control.Blended(0.3));

  /** A ticket at θ₀, and one at step 13 whose biases have moved. */
  private static List<Ticket> tickets(Initialisation initialisation, long seed) {
    Mask mask = Masks.random(NETWORK, 0.3, new Seed(seed));
    Weights first = Weights.initialise(NETWORK, initialisation, new Seed(seed).child("init"));
    Weights later = first.fresh(initialisation, new Seed(seed).child("later"));
    for (Parameter p : NETWORK.parameters()) {
      later.get(p.name())[1] = -0.25f;
    }
    return List.of(new Ticket(mask, new Start(first, 0)), new Ticket(mask, new Start(later, 13)));
  }

  private static Ticket of(Control control, Ticket ticket, long seed) {
    return control.of(ticket, NORMAL, new Seed(seed));
  }

  /** Checks {@code claim} on ticket and control for many tickets. */
  private static void always(Control control, BiConsumer<Ticket, Ticket> claim) {
    for (long seed = 1; seed <= 10; seed++) {
      for (Ticket ticket : tickets(NORMAL, seed)) {
        claim.accept(ticket, of(control, ticket, seed));
      }
    }
  }

  private static void assertOnlyValuesDiffer(Ticket ticket, Ticket control) {
    assertThat(control.mask()).isEqualTo(ticket.mask());
    assertThat(control.start().step()).isEqualTo(ticket.start().step());
    assertThat(control.start().weights().sameBits(ticket.start().weights())).isFalse();
  }

  private static void assertOnlyTheMaskDiffers(Ticket ticket, Ticket control) {
    assertThat(control.start().weights().sameBits(ticket.start().weights())).isTrue();
    assertThat(control.start().step()).isEqualTo(ticket.start().step());
    assertThat(control.mask()).isNotEqualTo(ticket.mask());
    for (Parameter p : NETWORK.prunable()) {
      assertThat(control.mask().liveCount(p.name())).isEqualTo(ticket.mask().liveCount(p.name()));
    }
  }

  @Test
  void reInitialisationChangesTheValuesAlone() {
    always(
        REINITIALISED,
        (ticket, control) -> {
          assertOnlyValuesDiffer(ticket, control);
          for (Parameter p : NETWORK.parameters()) {
            float[] fresh = control.start().weights().get(p.name());
            if (p.prunable()) {
              float[] old = ticket.start().weights().get(p.name());
              assertThat(IntStream.range(0, p.size()).filter(i -> fresh[i] == old[i])).isEmpty();
            } else {
              assertThat(fresh).containsOnly(0);
            }
          }
        });
  }

  @Test
  void anotherDrawChangesTheValuesAloneAndIsNoOtherDraw() {
    Control second = new Control.Redrawn(2);
    Control third = new Control.Redrawn(3);
    always(second, ControlTest::assertOnlyValuesDiffer);
    always(
        second,
        (ticket, control) -> {
          for (long seed = 1; seed <= 10; seed++) {
            Weights values = control.start().weights();
            assertThat(values.sameBits(of(REINITIALISED, ticket, seed).start().weights()))
                .isFalse();
            assertThat(values.sameBits(of(third, ticket, seed).start().weights())).isFalse();
          }
        });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Control.Redrawn(1))
        .withMessage("draw: expected a number of at least 2, got 1");
  }

  @Test
  void freshValuesComeFromTheInitialisationOfTheSearch() {
    for (Initialisation initialisation : Initialisation.values()) {
      Ticket ticket = tickets(initialisation, 3).getFirst();
      Weights fresh = REINITIALISED.of(ticket, initialisation, new Seed(5)).start().weights();
      Weights expected = Weights.initialise(NETWORK, initialisation, new Seed(5).child("fresh"));
      assertThat(fresh.sameBits(expected)).isTrue();
    }
  }

  @Test
  void theSeedOfTheSearchItselfDoesNotGiveThetaZeroAgain() {
    Seed seed = new Seed(21);
    Weights initial = Weights.initialise(NETWORK, NORMAL, seed.child("init"));
    Ticket ticket = new Ticket(Mask.dense(NETWORK), new Start(initial, 0));

    Weights fresh = REINITIALISED.of(ticket, NORMAL, seed).start().weights();

    assertThat(Signs.agreement(ticket.mask(), initial, fresh)).isBetween(0.4, 0.6);
  }

  @Test
  void aRandomMaskChangesWhichWeightsLiveAlone() {
    always(RANDOM_MASK, ControlTest::assertOnlyTheMaskDiffers);
  }

  @Test
  void aShuffledMaskChangesWhichOutputsAnInputFeedsAlone() {
    always(
        SHUFFLED_MASK,
        (ticket, control) -> {
          assertOnlyTheMaskDiffers(ticket, control);
          for (Parameter p : NETWORK.prunable()) {
            assertThat(fed(control.mask(), p)).isEqualTo(fed(ticket.mask(), p));
          }
        });
    always( // a random mask does not keep them: the shuffle is a control of its own
        RANDOM_MASK,
        (ticket, control) -> {
          Parameter first = NETWORK.prunable().getFirst();
          assertThat(fed(control.mask(), first)).isNotEqualTo(fed(ticket.mask(), first));
        });
  }

  /** The live count of each input. */
  private static int[] fed(Mask mask, Parameter p) {
    int[] fed = new int[p.columns()];
    for (int o = 0; o < p.rows(); o++) {
      for (int i = 0; i < p.columns(); i++) {
        if (mask.isLive(p.name(), o * p.columns() + i)) {
          fed[i]++;
        }
      }
    }
    return fed;
  }

  @Test
  void keptSignsChangeTheMagnitudesAlone() {
    for (long seed = 1; seed <= 10; seed++) {
      for (Ticket ticket : tickets(NORMAL, seed)) {
        Ticket control = of(KEPT_SIGNS, ticket, seed);
        Weights fresh = of(REINITIALISED, ticket, seed).start().weights();

        assertOnlyValuesDiffer(ticket, control);
        assertSignsAreKept(ticket, control);
        for (Parameter p : NETWORK.parameters()) {
          assertThat(magnitudes(control.start().weights().get(p.name())))
              .containsExactly(magnitudes(fresh.get(p.name())));
        }
      }
    }
  }

  @Test
  void constantMagnitudesChangeTheMagnitudesAlone() {
    always(
        CONSTANT,
        (ticket, control) -> {
          assertOnlyValuesDiffer(ticket, control);
          assertSignsAreKept(ticket, control);
          for (Parameter p : NETWORK.parameters()) {
            float[] magnitudes = magnitudes(control.start().weights().get(p.name()));
            assertThat(magnitudes).containsOnly(magnitudes[0]);
            assertThat(magnitudes[0] > 0).isEqualTo(p.prunable());
          }
        });
  }

  private static void assertSignsAreKept(Ticket ticket, Ticket control) {
    assertThat(
            Signs.agreement(
                Mask.dense(NETWORK), ticket.start().weights(), control.start().weights()))
        .isEqualTo(1);
  }

  private static float[] magnitudes(float[] values) {
    float[] magnitudes = values.clone();
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }

  @Test
  void aBlendChangesTheValuesAlone() {
    for (double dose : new double[] {0.25, 0.5, 0.75, 1}) {
      always(new Control.Blended(dose), ControlTest::assertOnlyValuesDiffer);
    }
  }

  @Test
  void doseZeroIsTheTicketAndDoseOneAReInitialisationToTheBit() {
    for (long seed = 1; seed <= 10; seed++) {
      for (Ticket ticket : tickets(NORMAL, seed)) {
        ticket.start().weights().get("fc1.bias")[2] = -0f; // no formula gives it back
        Ticket none = of(new Control.Blended(0), ticket, seed);
        Ticket all = of(new Control.Blended(1), ticket, seed);

        assertThat(none.mask()).isEqualTo(ticket.mask());
        assertThat(none.start().weights().sameBits(ticket.start().weights())).isTrue();
        assertThat(
                all.start().weights().sameBits(of(REINITIALISED, ticket, seed).start().weights()))
            .isTrue();
      }
    }
  }

  @Test
  void aBlendKeepsTheVarianceAndItsShareOfTheTicketFallsWithTheDose() {
    NetworkSpec network = Networks.perceptron("wide", List.of(200, 300));
    for (Initialisation initialisation : Initialisation.values()) {
      Weights initial = Weights.initialise(network, initialisation, new Seed(7));
      Ticket ticket = new Ticket(Mask.dense(network), new Start(initial, 0));
      double before = 1.1;
      for (double dose : new double[] {0.1, 0.25, 0.5, 0.75, 0.9}) {
        Weights blend =
            new Control.Blended(dose).of(ticket, initialisation, new Seed(8)).start().weights();
        float[] old = initial.get("fc1.weight");
        float[] now = blend.get("fc1.weight");
        assertThat(product(now, now) / product(old, old)).isCloseTo(1, within(0.02));
        double share = product(now, old) / product(old, old);
        double expected = (1 - dose) / Math.sqrt((1 - dose) * (1 - dose) + dose * dose);
        assertThat(share).isCloseTo(expected, within(0.02)).isLessThan(before);
        before = share;
      }
    }
  }

  private static double product(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  @Test
  void otherSeedsGiveOtherDrawsAndTheSameSeedTheSame() {
    for (Control control : DRAWING) {
      for (Ticket ticket : tickets(NORMAL, 2)) {
        Ticket first = of(control, ticket, 1);
        Ticket again = of(control, ticket, 1);
        Ticket other = of(control, ticket, 2);

        assertThat(same(first, again)).isTrue();
        assertThat(same(first, other)).isFalse();
        assertThat(same(first, ticket)).isFalse();
      }
    }
    Ticket ticket = tickets(NORMAL, 2).getFirst();
    assertThat(same(of(CONSTANT, ticket, 1), of(CONSTANT, ticket, 2))).isTrue(); // draws nothing
  }

  private static boolean same(Ticket a, Ticket b) {
    return a.mask().equals(b.mask()) && a.start().weights().sameBits(b.start().weights());
  }

  @Test
  void theTicketIsNeverWritten() {
    for (Ticket ticket : tickets(NORMAL, 4)) {
      Weights before = ticket.start().weights().copy();
      for (Control control : DRAWING) {
        of(control, ticket, 9);
      }
      of(CONSTANT, ticket, 9);
      assertThat(ticket.start().weights().sameBits(before)).isTrue();
      assertThat(ticket.mask()).isEqualTo(Masks.random(NETWORK, 0.3, new Seed(4)));
    }
  }

  @Test
  void everySetOfLiveWeightsIsAsLikely() {
    // Two of six weights live: fifteen random masks; shuffled by input, 2 x 2 ways.
    NetworkSpec network = Networks.perceptron("tiny", List.of(3, 2));
    Mask mask = Mask.of(network, Map.of("fc1.weight", Masks.bits(0, 5)));
    Ticket ticket = new Ticket(mask, new Start(Weights.zeros(network), 0));

    assertThat(frequencies(RANDOM_MASK, ticket)).hasSize(15).allMatch(n -> n > 320 && n < 480);
    assertThat(frequencies(SHUFFLED_MASK, ticket)).hasSize(4).allMatch(n -> n > 1350 && n < 1650);
  }

  /** How often each mask comes in 6,000 draws. */
  private static List<Integer> frequencies(Control control, Ticket ticket) {
    Map<Object, Integer> seen = new HashMap<>();
    for (long seed = 0; seed < 6000; seed++) {
      seen.merge(of(control, ticket, seed).mask().live("fc1.weight"), 1, Integer::sum);
    }
    return List.copyOf(seen.values());
  }

  @Test
  void anInputThatFeedsAllOutputsOrNoneStaysAsItIs() {
    // W is [3][4]: input 0 feeds all, input 1 none, input 2 one, input 3 two.
    NetworkSpec network = Networks.perceptron("tiny", List.of(4, 3));
    Mask mask = Mask.of(network, Map.of("fc1.weight", Masks.bits(0, 4, 8, 2, 3, 7)));
    Ticket ticket = new Ticket(mask, new Start(Weights.zeros(network), 0));
    HashSet<Mask> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      Mask shuffled = of(SHUFFLED_MASK, ticket, seed).mask();
      seen.add(shuffled);
      assertThat(fed(shuffled, network.prunable().getFirst())).containsExactly(3, 0, 1, 2);
    }
    assertThat(seen).hasSize(9); // three ways for one of three, three for two of three
  }

  @Test
  void aDenseTicketHasNoOtherMask() {
    Ticket dense = new Ticket(Mask.dense(NETWORK), tickets(NORMAL, 1).getFirst().start());

    assertThat(of(RANDOM_MASK, dense, 1).mask()).isEqualTo(dense.mask());
    assertThat(of(SHUFFLED_MASK, dense, 1).mask()).isEqualTo(dense.mask());
  }

  private static final NetworkSpec FOUR = Networks.perceptron("four", List.of(4, 1));

  private static Ticket four(float... values) {
    Map<String, float[]> all = Map.of("fc1.weight", values, "fc1.bias", new float[] {0.5f});
    Mask mask = Mask.of(FOUR, Map.of("fc1.weight", Masks.bits(1, 3)));
    return new Ticket(mask, new Start(Weights.of(FOUR, all), 2));
  }

  private static float[] values(Ticket ticket) {
    return ticket.start().weights().get("fc1.weight");
  }

  @Test
  void theConstantIsTheDeviationOfTheWholeLayerAroundItsMean() {
    // Mean 1; squares 9 + 1 + 1 + 9 of four are 5 in the mean.
    float root = (float) Math.sqrt(5);
    Ticket control = of(CONSTANT, four(4, -0.0f, 2, -2), 1);

    assertThat(values(control)).containsExactly(root, 0, root, -root);
    assertThat(Float.floatToRawIntBits(values(control)[1])).isZero(); // no sign, no magnitude
    assertThat(control.start().weights().get("fc1.bias")).containsExactly(0);
  }

  @Test
  void keptSignsAndBlendsFollowFromTheFreshValues() {
    Ticket ticket = four(4, -1, 2, -2);
    float[] fresh = values(of(REINITIALISED, ticket, 6));

    assertThat(values(of(KEPT_SIGNS, ticket, 6)))
        .containsExactly(
            Math.abs(fresh[0]), -Math.abs(fresh[1]), Math.abs(fresh[2]), -Math.abs(fresh[3]));
    // 0.6 and 0.8 are a right triangle's: at dose 4/7 the shares are 3/5 and 4/5.
    float[] blend = values(of(new Control.Blended(4.0 / 7), ticket, 6));
    float[] old = values(ticket);
    for (int i = 0; i < 4; i++) {
      assertThat((double) blend[i]).isCloseTo(0.6 * old[i] + 0.8 * fresh[i], within(1e-6));
    }
    assertThat(of(new Control.Blended(4.0 / 7), ticket, 6).start().weights().get("fc1.bias")[0])
        .isCloseTo(0.3f, within(1e-6f));
  }

  @Test
  void aDoseOutOfRangeIsRefused() {
    for (double dose : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Control.Blended(dose))
          .withMessage("dose: expected a number in [0, 1], got " + dose);
    }
  }

  @Test
  void aTicketWhoseMaskIsOfAnotherNetworkIsRefused() {
    Ticket mixed = new Ticket(Mask.dense(NETWORK), four(1, 2, 3, 4).start());
    for (Control control : DRAWING) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(control, mixed, 1))
          .withMessage(
              "ticket: expected a mask of [fc1.weight [1][4]] as its weights are, got one of"
                  + " [fc1.weight [13][17], fc2.weight [11][13], fc3.weight [4][11]]");
    }
  }

  @Test
  void everyControlHasANameOfItsOwnThatStoresCanRelyOn() {
    List<Control> all =
        List.of(
            REINITIALISED,
            RANDOM_MASK,
            SHUFFLED_MASK,
            KEPT_SIGNS,
            CONSTANT,
            new Control.Blended(0.25),
            new Control.Blended(1),
            new Control.Redrawn(2));

    assertThat(all)
        .extracting(Control::id)
        .containsExactly(
            "reinitialised",
            "random-mask",
            "shuffled-mask",
            "kept-signs",
            "constant-magnitudes",
            "blended-0.25",
            "blended-1.0",
            "reinitialised-2");
    assertThat(all).extracting(Control::name).doesNotHaveDuplicates().allMatch(n -> n.length() > 9);
    assertThat(Arrays.stream(Control.class.getPermittedSubclasses())).hasSize(7);
  }

  private static Ticket normalised(long seed) {
    NetworkSpec network = new Stack(Volume.flat(5)).unit(6).norm().relu().classes("n", 3);
    Weights values = Weights.initialise(network, NORMAL, new Seed(seed));
    values.get("bn1.weight")[2] = -0.5f;
    values.get("bn1.bias")[2] = 0.25f;
    values.get("bn1.running_mean")[2] = 2;
    values.get("bn1.running_var")[2] = 3;
    return new Ticket(Masks.random(network, 0.5, new Seed(seed)), new Start(values, 13));
  }

  @Test
  void controlsThatDrawBeginNormalisationsAnew() {
    for (Control control : List.of(REINITIALISED, new Control.Redrawn(2), KEPT_SIGNS, CONSTANT)) {
      Weights values = of(control, normalised(1), 1).start().weights();
      assertThat(values.get("bn1.weight")).containsOnly(1);
      assertThat(values.get("bn1.bias")).containsOnly(0);
      assertThat(values.get("bn1.running_mean")).containsOnly(0);
      assertThat(values.get("bn1.running_var")).containsOnly(1);
    }
    for (Control control : List.of(RANDOM_MASK, SHUFFLED_MASK)) {
      Ticket ticket = normalised(1);
      Weights values = of(control, ticket, 1).start().weights();
      assertThat(values.sameBits(ticket.start().weights())).isTrue();
    }
  }

  @Test
  void aNormalisationIsBlendedPlainly() {
    Weights values = of(new Control.Blended(0.25), normalised(1), 1).start().weights();

    assertThat(values.get("bn1.weight")).containsExactly(1, 1, 0.75f * -0.5f + 0.25f, 1, 1, 1);
    assertThat(values.get("bn1.running_var")).containsExactly(1, 1, 2.5f, 1, 1, 1);
    assertThat(values.get("bn1.running_mean")).containsExactly(0, 0, 1.5f, 0, 0, 0);
  }
}
