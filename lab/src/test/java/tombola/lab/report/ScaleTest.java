package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void theDensityAxisRunsFromDenseToSparseByRatios() {
    Scale scale = Scale.densities(0.01);
    assertThat(scale.at(1)).isZero();
    assertThat(scale.at(0.1)).isEqualTo(0.5, within(1e-12));
    assertThat(scale.at(0.01)).isEqualTo(1, within(1e-12));
    assertThat(scale.ticks(0))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .isEqualTo(List.of(1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01));
  }

  @Test
  void ticksAreRoundAndOnTheAxisWhateverItsEnds() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      double from = random.nextDouble();
      double to = from + Math.pow(10, -4 * random.nextDouble());
      List<Double> ticks = new Scale(from, to, false).ticks(5);
      assertThat(ticks).hasSizeBetween(1, 7).allMatch(t -> t >= from - 1e-9 && t <= to + 1e-9);
      double sparsest = Math.pow(10, -6 * random.nextDouble());
      Scale densities = Scale.densities(sparsest);
      assertThat(densities.ticks(0)).hasSizeBetween(2, 12).allMatch(t -> densities.at(t) < 1.001);
    }
  }

  @Test
  void theAccuracyAxisShowsAllThatIsNearTheDenseNetwork() {
    Scale scale = Focus.accuracies(0.98, 0.981, 0.97, 0.961, 0.5);
    assertThat(scale.from()).isBetween(0.95, 0.961);
    assertThat(scale.to()).isBetween(0.981, 1.0);
    Scale coarse = Focus.accuracies(0.6, 0.6, 0.55, 0.3);
    assertThat(coarse.from()).isLessThan(0.3);
    assertThat(Focus.accuracies(1, 1).to()).isEqualTo(1);
  }
}
