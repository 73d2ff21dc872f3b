package tombola.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;

class ShapesTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("small", List.of(6, 5, 3));
  private static final NetworkSpec OTHER = Networks.perceptron("other", List.of(6, 8, 3));

  @Test
  void dataOfAnotherWidthAreRefused() {
    for (int width : new int[] {5, 7, 20}) {
      assertThatThrownBy(() -> train(NETWORK, NETWORK, examples(width, 2), 0))
          .hasMessage("data: expected samples of 6 features as small takes, got " + width);
    }
  }

  @Test
  void labelsThatTheNetworkDoesNotGiveAreRefused() {
    assertThatThrownBy(() -> train(NETWORK, NETWORK, examples(6, 3), 0))
        .hasMessage("data: expected labels from 0 to 2 as small gives, got 3");
    assertThatThrownBy(
            () -> {
              try (Evaluator evaluator = new Evaluator(NETWORK, Kernels.scalar(), 1)) {
                evaluator.evaluate(Weights.zeros(NETWORK), examples(6, -1));
              }
            })
        .hasMessage("data: expected labels from 0 to 2 as small gives, got -1");
  }

  @Test
  void weightsAndMasksOfAnotherNetworkAreRefused() {
    assertThatThrownBy(() -> train(OTHER, NETWORK, examples(6, 2), 0))
        .hasMessage("weights: expected those of small (6-5-3), got those of another network");
    assertThatThrownBy(() -> train(NETWORK, OTHER, examples(6, 2), 0))
        .hasMessage("mask: expected that of small (6-5-3), got that of another network");
  }

  @Test
  void aStartAtAnotherStepThanTheRewindStepIsRefused() {
    for (long step : new long[] {-1, 2, 4, 11}) {
      assertThatThrownBy(() -> train(NETWORK, NETWORK, examples(6, 2), step))
          .hasMessage("start: expected step 0 or this trainer's rewind step 3, got " + step);
    }
  }

  private static Examples examples(int width, int label) {
    return new Examples(new FloatFeatures(width, new float[2 * width]), new int[] {0, label});
  }

  private static void train(NetworkSpec weights, NetworkSpec mask, Examples examples, long step) {
    try (PanelTrainer trainer =
        new PanelTrainer(NETWORK, Recipe.lenet(10), Kernels.scalar(), 1, 3, (point, last) -> {})) {
      trainer.train(
          new Start(Weights.zeros(weights), step),
          Mask.dense(mask),
          new TrainingData(examples, examples),
          new Seed(1));
    }
  }
}
