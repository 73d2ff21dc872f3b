package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;

class EvaluatorTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(6, 9, 4));
  private static final Weights WEIGHTS =
      Weights.initialise(NETWORK, Initialisation.HE_NORMAL, new Seed(3));

  private static Examples examples(int count) {
    return Blobs.examples(6, 4, count, new Seed(1), new Seed(2));
  }

  @Test
  void lossAndClassesAreThoseOfAForwardPassInDoublePrecision() {
    DoubleNetwork exact = new DoubleNetwork(NETWORK, WEIGHTS);
    for (int count : new int[] {1, 15, 16, 17, 64, 65, 257}) {
      Examples examples = examples(count);
      int[] correct = new int[4];
      int[] seen = new int[4];
      double loss = 0;
      for (int s = 0; s < count; s++) {
        loss += exact.loss(examples, s) / count;
        seen[examples.label(s)]++;
        correct[examples.label(s)] += exact.predicted(examples, s) == examples.label(s) ? 1 : 0;
      }

      try (Evaluator evaluator = new Evaluator(NETWORK, Kernels.scalar(), 1)) {
        Evaluation found = evaluator.evaluate(WEIGHTS, examples);

        assertThat(found.loss()).isCloseTo(loss, within(1e-5));
        for (int c = 0; c < 4; c++) {
          assertThat(found.correct().get(c)).isEqualTo(correct[c]);
          assertThat(found.count().get(c)).isEqualTo(seen[c]);
        }
      }
    }
  }

  @Test
  void neitherBatchNorThreadsChangeABit() {
    for (int count : new int[] {1, 15, 16, 17, 63, 64, 65, 257}) {
      Examples examples = examples(count);
      try (Evaluator alone = new Evaluator(NETWORK, Kernels.scalar(), 1)) {
        Evaluation expected = alone.evaluate(WEIGHTS, examples);
        for (int threads = 1; threads <= 3; threads++) {
          for (int batch : new int[] {1, 60, 500}) {
            assertThat(withinTraining(examples, threads, batch)).isEqualTo(expected);
          }
          try (Evaluator team = new Evaluator(NETWORK, Kernels.scalar(), threads)) {
            assertThat(team.evaluate(WEIGHTS, examples)).isEqualTo(expected);
          }
        }
      }
    }
  }

  private static Evaluation withinTraining(Examples examples, int threads, int batch) {
    Recipe recipe = Recipes.of(Recipes.plain(), 0.1, batch, 10, 1);
    try (Workers workers = new Workers(threads);
        Engine engine =
            new Engine(
                NETWORK,
                recipe,
                Kernels.scalar(),
                workers,
                examples,
                WEIGHTS,
                Mask.dense(NETWORK))) {
      return engine.evaluate(examples);
    }
  }

  @Test
  void accuraciesAreSharesOfAllAndOfEachClass() {
    Evaluation evaluation = new Evaluation(0.5, List.of(3, 0, 1), List.of(4, 0, 4));

    assertThat(evaluation.accuracy()).isEqualTo(0.5);
    assertThat(evaluation.classAccuracies()).containsExactly(0.75, Double.NaN, 0.25);
  }
}
