package tombola.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;

class InitialisationTest {
  private static final int IN = 200;
  private static final int OUT = 50;
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(IN, OUT));

  private static double variance(Initialisation initialisation) {
    return switch (initialisation) {
      case GLOROT_NORMAL, GLOROT_UNIFORM -> 2.0 / (IN + OUT);
      case HE_NORMAL, HE_UNIFORM -> 2.0 / IN;
    };
  }

  private static float[] draw(Initialisation initialisation, int seed) {
    return Weights.initialise(NETWORK, initialisation, new Seed(seed)).get("fc1.weight");
  }

  @Test
  void meanAndVarianceAreThoseOfThePaper() {
    for (Initialisation initialisation : Initialisation.values()) {
      for (int seed = 0; seed < 5; seed++) {
        double sum = 0;
        double squares = 0;
        for (float value : draw(initialisation, seed)) {
          sum += value;
          squares += (double) value * value;
        }
        double variance = variance(initialisation);
        // Six standard errors of 10,000 draws; a normal's squares vary most.
        assertThat(sum / (IN * OUT)).isCloseTo(0, within(6 * Math.sqrt(variance) / 100));
        assertThat(squares / (IN * OUT) / variance).isCloseTo(1, within(6 * Math.sqrt(2) / 100));
      }
    }
  }

  @Test
  void uniformValuesStayWithinTheirBoundAndNormalOnesDoNot() {
    for (Initialisation initialisation : Initialisation.values()) {
      double bound = Math.sqrt(3 * variance(initialisation));
      double greatest = 0;
      for (float value : draw(initialisation, 1)) {
        greatest = Math.max(greatest, Math.abs(value));
      }
      switch (initialisation) {
        case GLOROT_UNIFORM, HE_UNIFORM ->
            assertThat(greatest).isBetween(0.99 * bound, 1.000001 * bound);
        case GLOROT_NORMAL, HE_NORMAL -> assertThat(greatest).isGreaterThan(1.5 * bound);
      }
    }
  }
}
