package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tombola.kernel.Panels;
import tombola.math.Seed;
import tombola.nn.Layer;

class DropoutTest {
  private static final int FEATURES = 300;
  private static final int PANELS = 3;
  private static final int COUNT = FEATURES * PANELS * Panels.LANES;

  private final Arena arena = Arena.ofAuto();
  private final DropoutLayer layer = new DropoutLayer(new Layer.Dropout("drop1", 0.25), FEATURES);

  private MemorySegment filled(float value) {
    MemorySegment values = arena.allocate(COUNT * (long) Float.BYTES, Panels.LINE);
    for (int i = 0; i < COUNT; i++) {
      values.setAtIndex(Panels.FLOAT, i, value);
    }
    return values;
  }

  private DropoutTraining training(long seed) {
    return new DropoutTraining(layer, filled(0), new Seed(seed));
  }

  private float[] dropped(DropoutTraining training, long step, float value) {
    MemorySegment y = filled(-1);
    training.begin(step);
    training.forward(filled(value), y, 0, PANELS);
    return y.toArray(Panels.FLOAT);
  }

  @Test
  void aValueIsDroppedWithTheRateAndElseEnlargedToMatch() {
    int zeros = 0;
    for (float value : dropped(training(1), 7, 3)) {
      assertThat(value).isIn(0f, 4f);
      zeros += value == 0 ? 1 : 0;
    }
    assertThat((double) zeros / COUNT).isCloseTo(0.25, within(0.015)); // four deviations
  }

  @Test
  void whatIsDroppedFollowsSeedNameAndStepAlone() {
    float[] first = dropped(training(1), 7, 3);

    assertThat(dropped(training(1), 7, 3)).isEqualTo(first);
    assertThat(dropped(training(1), 8, 3)).isNotEqualTo(first);
    assertThat(dropped(training(2), 7, 3)).isNotEqualTo(first);
    DropoutLayer other = new DropoutLayer(new Layer.Dropout("drop2", 0.25), FEATURES);
    assertThat(dropped(new DropoutTraining(other, filled(0), new Seed(1)), 7, 3))
        .isNotEqualTo(first);
    float[] parts = dropped(training(1), 6, 3);
    DropoutTraining training = training(1);
    training.begin(6);
    MemorySegment y = filled(0);
    for (int panel = PANELS - 1; panel >= 0; panel--) {
      training.forward(filled(3), y, panel, panel + 1);
    }
    assertThat(y.toArray(Panels.FLOAT)).isEqualTo(parts);
  }

  @Test
  void theGradientGoesTheSameWay() {
    DropoutTraining training = training(1);
    float[] forward = dropped(training, 7, 3);
    training.gradient.copyFrom(filled(3));
    MemorySegment dx = filled(-1);
    training.inputGradient(filled(1), dx, 0, PANELS);
    assertThat(dx.toArray(Panels.FLOAT)).isEqualTo(forward);
  }

  @Test
  void evaluationDropsNothing() {
    MemorySegment y = filled(0);
    layer.forward(filled(3), y, 0, PANELS);
    assertThat(y.toArray(Panels.FLOAT)).containsOnly(3);
  }

  @Test
  void ratesOutsideTheirRangeAreRefused() {
    for (double rate : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Layer.Dropout("drop1", rate))
          .withMessage("drop1: expected a rate in (0, 1), got " + rate + " (0.5 is usual)");
    }
  }
}
