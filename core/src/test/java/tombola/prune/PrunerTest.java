package tombola.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;

class PrunerTest {
  // fc1.weight is 2 x 3, fc2.weight 2 x 2, the output layer fc3.weight 1 x 2
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(3, 2, 2, 1));

  private static Weights weights(float[] first, float[] second, float[] output) {
    Weights weights = Weights.zeros(NETWORK);
    System.arraycopy(first, 0, weights.get("fc1.weight"), 0, 6);
    System.arraycopy(second, 0, weights.get("fc2.weight"), 0, 4);
    System.arraycopy(output, 0, weights.get("fc3.weight"), 0, 2);
    return weights;
  }

  private static float[] of(float... values) {
    return values;
  }

  private static Mask mask(BitSet first, BitSet second, BitSet output) {
    return Mask.of(
        NETWORK, Map.of("fc1.weight", first, "fc2.weight", second, "fc3.weight", output));
  }

  private static Pruner magnitude(Scope scope, double fraction, double output, int floor) {
    return new Pruner(Score.MAGNITUDE, scope, fraction, output, floor, 1);
  }

  private static final Weights ZEROS = Weights.zeros(NETWORK);
  private static final Mask DENSE = Mask.dense(NETWORK);

  @Test
  void theLeastMagnitudesOfATwoByThreeLayerGo() {
    Weights trained =
        weights(of(-0.9f, 0.1f, 0.5f, -0.05f, 0.2f, -0.3f), of(1, -2, 3, 4), of(1, 2));

    Mask pruned = magnitude(Scope.LAYERWISE, 0.5, 0, 1).prune(DENSE, ZEROS, trained);

    assertThat(pruned).isEqualTo(mask(Masks.bits(0, 2, 5), Masks.bits(2, 3), Masks.bits(0, 1)));
  }

  @Test
  void tiesGoToTheLowerIndexAndNoTieTakesMoreThanTheCount() {
    Weights equal = weights(of(1, -1, 1, -1, 1, 1), of(-0f, 0, 0, -0f), of(-2, 2));

    Mask pruned = magnitude(Scope.LAYERWISE, 0.5, 0.5, 1).prune(DENSE, ZEROS, equal);

    assertThat(pruned).isEqualTo(mask(Masks.bits(3, 4, 5), Masks.bits(2, 3), Masks.bits(1)));
  }

  @Test
  void globalTiesGoToTheEarlierLayer() {
    Weights equal = weights(of(1, 1, 1, 1, 1, 1), of(1, 1, 1, 1), of(0, 0));

    Mask pruned = magnitude(Scope.GLOBAL, 0.7, 0, 1).prune(DENSE, ZEROS, equal);

    // Seven of ten go: five of the first layer, whose last is its floor, then two of the second.
    assertThat(pruned).isEqualTo(mask(Masks.bits(5), Masks.bits(2, 3), Masks.bits(0, 1)));
  }

  @Test
  void halvesAreRoundedUp() {
    Weights trained = weights(of(1, 2, 3, 4, 5, 6), of(1, 2, 3, 4), of(1, 2));

    Mask pruned = magnitude(Scope.LAYERWISE, 0.25, 0.25, 1).prune(DENSE, ZEROS, trained);

    // 1.5 of six is two, one of four, half of two is one
    assertThat(pruned).isEqualTo(mask(Masks.bits(2, 3, 4, 5), Masks.bits(1, 2, 3), Masks.bits(1)));
  }

  @Test
  void underTheGlobalScopeTheOutputLayerIsRankedByItself() {
    Weights trained = weights(of(9, 8, 7, 6, 5, 0.5f), of(4, 3, 0.25f, 2), of(0.001f, 0.002f));

    Mask pruned = magnitude(Scope.GLOBAL, 0.3, 0.5, 1).prune(DENSE, ZEROS, trained);

    // Three of the ten hidden weights: 0.25, 0.5, 2; one of the two outputs.
    assertThat(pruned).isEqualTo(mask(Masks.bits(0, 1, 2, 3, 4), Masks.bits(0, 1), Masks.bits(1)));
  }

  @Test
  void layerwiseTheRestThatAFloorHoldsBackStays() {
    Weights trained = weights(of(1, 2, 3, 4, 5, 6), of(1, 2, 3, 4), of(1, 2));

    Mask pruned = magnitude(Scope.LAYERWISE, 0.5, 0.5, 3).prune(DENSE, ZEROS, trained);

    // Three of six may go; of four only one; the output layer stands below its floor already.
    assertThat(pruned).isEqualTo(mask(Masks.bits(3, 4, 5), Masks.bits(1, 2, 3), Masks.bits(0, 1)));
  }

  @Test
  void globallyTheRestIsTakenFromTheNextLeastOfTheOtherLayers() {
    Weights trained = weights(of(6, 5, 4, 3, 2, 1), of(10, 20, 30, 40), of(1, 2));

    Mask pruned = magnitude(Scope.GLOBAL, 0.6, 0, 2).prune(DENSE, ZEROS, trained);

    // All six least stand in the first layer; its floor keeps 6 and 5, and 10 and 20 go instead.
    assertThat(pruned).isEqualTo(mask(Masks.bits(0, 1), Masks.bits(2, 3), Masks.bits(0, 1)));
  }

  @Test
  void globallyTheRestStaysWhereEveryLayerIsAtItsFloor() {
    Weights trained = weights(of(6, 5, 4, 3, 2, 1), of(10, 20, 30, 40), of(1, 2));

    Mask pruned = magnitude(Scope.GLOBAL, 0.9, 0.9, 2).prune(DENSE, ZEROS, trained);

    assertThat(pruned).isEqualTo(mask(Masks.bits(0, 1), Masks.bits(2, 3), Masks.bits(0, 1)));
  }

  @Test
  void everyLayerKeepsAtLeastOneWeight() {
    Mask mask = DENSE;
    for (int level = 0; level < 20; level++) {
      mask = magnitude(Scope.GLOBAL, 0.9, 0.9, 1).prune(mask, ZEROS, ZEROS);
    }

    assertThat(mask).isEqualTo(mask(Masks.bits(5), Masks.bits(3), Masks.bits(1)));
  }

  @Test
  void magnitudeIncreaseKeepsWhatGrew() {
    Weights start = weights(of(1, -1, 0.5f, -3, 2, 0), of(1, 1, 1, 1), of(1, 1));
    // Growth: 0.5, -0.75, 0.5, 0, -1.5, 0.25: the three least are 4, 1, 3.
    Weights trained =
        weights(of(-1.5f, 0.25f, 1, 3, -0.5f, 0.25f), of(1.25f, 1.5f, -2, 0.5f), of(2, 3));

    Mask pruned =
        new Pruner(Score.MAGNITUDE_INCREASE, Scope.LAYERWISE, 0.5, 0.5, 1, 1)
            .prune(DENSE, start, trained);

    assertThat(pruned).isEqualTo(mask(Masks.bits(0, 2, 5), Masks.bits(1, 2), Masks.bits(1)));
  }

  @Test
  void ofTheWeightsThatShrankTheOneThatShrankMostGoesFirst() {
    Weights start = weights(of(2, 2, 2, 2, 2, 2), of(1, 1, 1, 1), of(1, 1));
    Weights trained = weights(of(1.5f, 1, 0.25f, 1.75f, 3, 0.5f), of(1, 2, 0, 0.5f), of(1, 1));

    Mask pruned =
        new Pruner(Score.MAGNITUDE_INCREASE, Scope.LAYERWISE, 0.33, 0, 1, 1)
            .prune(DENSE, start, trained);

    assertThat(pruned)
        .isEqualTo(mask(Masks.bits(0, 1, 3, 4), Masks.bits(0, 1, 3), Masks.bits(0, 1)));
  }

  @Test
  void magnitudeIncreaseBreaksTiesByIndexAmongNegativeScoresToo() {
    Weights start = weights(of(2, 2, 2, 2, 2, 2), of(1, 1, 1, 1), of(1, 1));
    Weights trained = weights(of(1, -1, 1, -1, 1, 2), of(0, 0, 0, 0), of(0, 0));

    Mask pruned =
        new Pruner(Score.MAGNITUDE_INCREASE, Scope.LAYERWISE, 0.5, 0, 1, 1)
            .prune(DENSE, start, trained);

    assertThat(pruned).isEqualTo(mask(Masks.bits(3, 4, 5), Masks.bits(2, 3), Masks.bits(0, 1)));
  }

  @Test
  void magnitudeDoesNotLookAtTheStart() {
    Weights start = weights(of(9, 8, 7, 6, 5, 4), of(9, 1, 9, 1), of(9, 1));
    Weights trained = weights(of(1, 2, 3, 4, 5, 6), of(1, 2, 3, 4), of(1, 2));
    Pruner pruner = magnitude(Scope.LAYERWISE, 0.5, 0.5, 1);

    assertThat(pruner.prune(DENSE, start, trained)).isEqualTo(pruner.prune(DENSE, ZEROS, trained));
  }

  @Test
  void prunedWeightsNeverReturnHoweverLargeTheirStoredValues() {
    Mask current = mask(Masks.bits(1, 3, 4), Masks.bits(0, 3), Masks.bits(0, 1));
    Weights large = weights(of(9e9f, 1, -9e9f, 2, 3, 9e9f), of(1, 9e9f, 9e9f, 2), of(1, 2));
    for (Score score : Score.values()) {
      for (Scope scope : Scope.values()) {
        Pruner pruner = new Pruner(score, scope, 0.2, 0.1, 1, 1);
        for (Weights trained : List.of(large, current.apply(large))) {
          Mask pruned = pruner.prune(current, large, trained);
          assertThat(pruned.isSubsetOf(current)).isTrue();
          assertThat(pruned.liveCount()).isLessThan(current.liveCount());
        }
      }
    }
  }

  @Test
  void maskAndWeightsAreLeftAsTheyWere() {
    Weights trained = weights(of(1, 2, 3, 4, 5, 6), of(1, 2, 3, 4), of(1, 2));
    Weights before = trained.copy();
    Mask current = Mask.dense(NETWORK);

    magnitude(Scope.GLOBAL, 0.5, 0.5, 1).prune(current, ZEROS, trained);

    assertThat(trained.sameBits(before)).isTrue();
    assertThat(current).isEqualTo(DENSE);
  }

  @Test
  void weightsOfAnotherShapeAreRefusedWithTheirSizes() {
    Weights other = Weights.zeros(Networks.perceptron("p", List.of(4, 2, 2, 1)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> magnitude(Scope.LAYERWISE, 0.2, 0.1, 1).prune(DENSE, ZEROS, other))
        .withMessage("fc1.weight: expected 6 weights, got 6 and 8");
  }

  @Test
  void settingsOutOfRangeAreRefusedWithAValueThatWorks() {
    for (double fraction : new double[] {0, 1, 1.2, -0.1, Double.NaN}) {
      refuses(
          fraction,
          0.1,
          1,
          1,
          "prune: expected a number in (0, 1), got " + fraction + " (Frankle & Carbin use 0.2)");
    }
    for (double output : new double[] {1, -0.1, Double.NaN}) {
      refuses(
          0.2,
          output,
          1,
          1,
          "prune-output: expected a number in [0, 1), got "
              + output
              + " (Frankle & Carbin use 0.1)");
    }
    refuses(0.2, 0.1, 0, 1, "floor: expected at least 1 live weight a layer, got 0");
    refuses(0.2, 0.1, 1, 0, "rounds: expected at least 1, got 0");
  }

  private static void refuses(
      double fraction, double output, int floor, int rounds, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, fraction, output, floor, rounds))
        .withMessage(message);
  }

  @Test
  void pruningToATargetLeavesItsCountInEachLayerWhateverTheFractions() {
    Weights trained =
        weights(of(-0.9f, 0.1f, 0.5f, -0.05f, 0.2f, -0.3f), of(1, -2, 3, 1), of(1, 2));
    Mask target = mask(Masks.bits(3), Masks.bits(0, 1, 2), Masks.bits(0, 1));

    for (Scope scope : Scope.values()) {
      Mask pruned = magnitude(scope, 0.5, 0.5, 3).pruneTo(target, DENSE, ZEROS, trained);

      assertThat(pruned).isEqualTo(mask(Masks.bits(0), Masks.bits(1, 2, 3), Masks.bits(0, 1)));
    }
  }

  @Test
  void pruningToATargetTakesLiveWeightsOnlyByTheScore() {
    // Of weights 0, 1, 2 and 5 the increases are 0, 0.3, 0.2 and 0.1; the magnitudes keep 0 and 5.
    Mask current = mask(Masks.bits(0, 1, 2, 5), Masks.bits(0, 1), Masks.bits(1));
    Mask target = mask(Masks.bits(3, 4), Masks.bits(0, 3), Masks.bits(0));
    Weights start = weights(of(2, 0, 0, 0, 0, 0.5f), of(0, 0, 0, 0), of(0, 0));
    Weights trained = weights(of(2, 0.3f, 0.2f, 9, 9, 0.6f), of(1, 2, 3, 4), of(1, 2));
    Pruner increase = new Pruner(Score.MAGNITUDE_INCREASE, Scope.LAYERWISE, 0.2, 0.1, 1, 1);

    assertThat(increase.pruneTo(target, current, start, trained))
        .isEqualTo(mask(Masks.bits(1, 2), Masks.bits(0, 1), Masks.bits(1)))
        .isNotEqualTo(
            magnitude(Scope.LAYERWISE, 0.2, 0.1, 1).pruneTo(target, current, start, trained));
  }

  @Test
  void onePruningIsAPruningToItsOwnCounts() {
    NetworkSpec network = Networks.perceptron("p", List.of(9, 8, 7, 3));
    Pruner pruner = magnitude(Scope.LAYERWISE, 0.4, 0.2, 1);
    for (long seed = 1; seed <= 20; seed++) {
      Mask current = Masks.random(network, 0.7, new Seed(seed));
      Weights trained = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
      Mask pruned = pruner.prune(current, trained, trained);

      assertThat(pruner.pruneTo(pruned, current, trained, trained)).isEqualTo(pruned);
    }
  }

  @Test
  void aTargetWithMoreLiveWeightsIsRefused() {
    Mask few = mask(Masks.bits(0), Masks.bits(0), Masks.bits(0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> magnitude(Scope.LAYERWISE, 0.2, 0.1, 1).pruneTo(DENSE, few, ZEROS, ZEROS))
        .withMessage("fc1.weight: expected at least the target's 6 live weights, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            magnitude(Scope.LAYERWISE, 0.2, 0.1, 1)
                .pruneTo(
                    Mask.dense(Networks.perceptron("q", List.of(2, 2, 2, 1))), DENSE, ZEROS, ZEROS))
        .withMessage("target: expected a mask of the same network, got that of another");
  }
}
