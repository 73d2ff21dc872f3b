package tombola.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;

class WeightsTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(3, 2));

  private static Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put("fc1.bias", new float[] {7, 8});
    values.put("fc1.weight", new float[] {1, 2, 3, 4, 5, 6});
    return values;
  }

  @Test
  void valuesAreFoundByNameWhateverTheirOrder() {
    Weights weights = Weights.of(NETWORK, values());

    assertThat(weights.get("fc1.weight")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.get("fc1.bias")).containsExactly(7, 8);
    assertThat(weights.parameters()).isEqualTo(NETWORK.parameters());
  }

  @Test
  void missingUnknownAndMisshapenValuesAreRefused() {
    Map<String, float[]> missing = values();
    missing.remove("fc1.bias");
    Map<String, float[]> misshapen = values();
    misshapen.put("fc1.weight", new float[5]);
    Map<String, float[]> unknown = values();
    unknown.put("fc9.bias", new float[1]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weights.of(NETWORK, missing))
        .withMessage("fc1.bias: expected 2 values, got none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weights.of(NETWORK, misshapen))
        .withMessage("fc1.weight: expected 6 values, got 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weights.of(NETWORK, unknown))
        .withMessage(
            "weights: expected [fc1.weight, fc1.bias], got [fc1.bias, fc1.weight, fc9.bias]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weights.zeros(NETWORK).get("fc2.weight"))
        .withMessage("parameter: expected one of [fc1.weight, fc1.bias], got fc2.weight");
  }

  @Test
  void aCopySharesNothing() {
    Weights weights = Weights.of(NETWORK, values());
    Weights copy = weights.copy();
    assertThat(copy.sameBits(weights)).isTrue();

    copy.get("fc1.bias")[1] = 9;

    assertThat(weights.get("fc1.bias")).containsExactly(7, 8);
    assertThat(copy.sameBits(weights)).isFalse();
  }

  @Test
  void negativeZeroIsNotPlusZero() {
    Weights zeros = Weights.zeros(NETWORK);
    Weights negative = zeros.copy();
    negative.get("fc1.weight")[4] = -0f;

    assertThat(zeros.sameBits(Weights.zeros(NETWORK))).isTrue();
    assertThat(negative.sameBits(zeros)).isFalse();
    assertThat(negative.sameBits(negative.copy())).isTrue();
    assertThat(zeros.sameBits(Weights.zeros(Networks.perceptron("p", List.of(2, 3))))).isFalse();
  }

  @Test
  void freshWeightsFollowTheSeedAndTheParametersNameAlone() {
    NetworkSpec network = Networks.perceptron("p", List.of(20, 10, 10, 10));
    NetworkSpec other = Networks.perceptron("q", List.of(7, 10, 10));
    for (Initialisation initialisation : Initialisation.values()) {
      Weights first = Weights.initialise(network, initialisation, new Seed(4));

      assertThat(first.sameBits(Weights.initialise(network, initialisation, new Seed(4)))).isTrue();
      assertThat(first.sameBits(Weights.initialise(network, initialisation, new Seed(5))))
          .isFalse();
      // Layers of other sizes before and behind it change nothing: its stream is its own.
      assertThat(Weights.initialise(other, initialisation, new Seed(4)).get("fc2.weight"))
          .containsExactly(first.get("fc2.weight"))
          .isNotEqualTo(first.get("fc3.weight"));
      assertThat(first.get("fc2.bias")).containsOnly(0);
    }
  }

  @Test
  void freshWeightsOfTheSameShapeAreThoseOfAnInitialisation() {
    NetworkSpec network = Networks.perceptron("p", List.of(6, 5, 4));
    Weights used = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(1));
    used.get("fc1.bias")[0] = 3;
    Weights before = used.copy();
    for (Initialisation initialisation : Initialisation.values()) {
      Weights fresh = used.fresh(initialisation, new Seed(2));

      assertThat(fresh.sameBits(Weights.initialise(network, initialisation, new Seed(2)))).isTrue();
      assertThat(used.sameBits(before)).isTrue();
    }
  }
}
