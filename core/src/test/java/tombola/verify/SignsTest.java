package tombola.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

class SignsTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(3, 2));

  private static Weights weights(float... values) {
    return Weights.of(NETWORK, Map.of("fc1.weight", values, "fc1.bias", new float[2]));
  }

  private static Mask live(int... indices) {
    return Mask.of(NETWORK, Map.of("fc1.weight", Masks.bits(indices)));
  }

  @Test
  void theShareOfLiveWeightsOfTheSameSignIsCounted() {
    Weights before = weights(1, -2, 3, -4, 5, -6);
    Weights after = weights(0.1f, -9, -3, 4, 5, 6);

    assertThat(Signs.agreement(live(0, 1, 2, 3, 4, 5), before, after)).isEqualTo(0.5);
    assertThat(Signs.agreement(live(0, 1, 2, 4), before, after)).isEqualTo(0.75);
    assertThat(Signs.agreement(live(3, 5), before, after)).isZero();
  }

  @Test
  void aZeroAgreesWithZerosAlone() {
    Weights zeros = weights(0, -0f, 0, -0f, 0, 0);
    Weights others = weights(0, 0, 1, -1, -0f, -1);

    assertThat(Signs.agreement(live(0, 1, 4), zeros, others)).isEqualTo(1);
    assertThat(Signs.agreement(live(2, 3, 5), zeros, others)).isZero();
  }

  @Test
  void biasesAndPrunedWeightsDoNotCount() {
    NetworkSpec network = Networks.perceptron("q", List.of(9, 8, 4));
    for (long seed = 1; seed <= 20; seed++) {
      Mask mask = Masks.random(network, 0.4, new Seed(seed));
      Weights before = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
      Weights after = mask.apply(before);
      after.get("fc1.bias")[0] = 1;
      assertThat(Signs.agreement(mask, before, after)).isEqualTo(1);
      assertThat(Signs.agreement(mask, after, before)).isEqualTo(1);
    }
  }

  @Test
  void twoIndependentDrawsAgreeOnHalfOfTheSigns() {
    NetworkSpec network = Networks.perceptron("q", List.of(100, 100, 10));
    Mask dense = Mask.dense(network);
    for (long seed = 1; seed <= 5; seed++) {
      Weights one = Weights.initialise(network, Initialisation.HE_UNIFORM, new Seed(seed));
      Weights two = one.fresh(Initialisation.HE_UNIFORM, new Seed(-seed));
      assertThat(Signs.agreement(dense, one, two)).isCloseTo(0.5, within(0.02)); // four sigma
    }
  }

  @Test
  void anEmptyMaskAndOtherShapesAreRefused() {
    Weights weights = weights(1, 2, 3, 4, 5, 6);
    Weights wider = Weights.zeros(Networks.perceptron("p", List.of(4, 2)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signs.agreement(live(), weights, weights))
        .withMessage("signs: expected at least one live weight, got none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signs.agreement(live(0), weights, wider))
        .withMessage("fc1.weight: expected 6 values, got 8");
  }
}
