package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.data.Move;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

class AugmentationTest {
  private static final NetworkSpec NETWORK =
      new Stack(new Volume(8, 7, 3))
          .convolution(4, 3, 1, 1)
          .pool(Layer.Pool.Kind.MAX, 2, 2)
          .flatten()
          .classes("small", 3);
  private static final Seed ORDER = new Seed(5);
  private static final TrainingData DATA = new TrainingData(examples(1, 60), examples(2, 30));

  private static Examples examples(long seed, int count) {
    var random = new Seed(seed).generator();
    byte[] values = new byte[count * NETWORK.inputs()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(256);
    }
    int[] labels = IntStream.range(0, count).map(s -> s % 3).toArray();
    return new Examples(new ByteFeatures(NETWORK.inputs(), values), labels);
  }

  private static Recipe recipe(Augmentation augmentation, long steps) {
    return new Recipe(
        Recipes.adam(), 0.01, new Schedule.Constant(), 0, 0, 21, steps, 5, 0.6, augmentation);
  }

  private static TrainedRun train(
      Augmentation augmentation, long steps, int threads, long rewind, Start start, Mask mask) {
    try (PanelTrainer trainer =
        new PanelTrainer(
            NETWORK,
            recipe(augmentation, steps),
            Kernels.scalar(),
            threads,
            rewind,
            (_, _) -> {})) {
      return trainer.train(start, mask, DATA, ORDER);
    }
  }

  private static Start start() {
    return new Start(Weights.initialise(NETWORK, Initialisation.GLOROT_NORMAL, new Seed(3)), 0);
  }

  private static int[] moves(Augmentation augmentation, Seed seed, long step, int batch) {
    int[] moves = new int[batch];
    new Moves(augmentation, seed).fill(step, moves);
    return moves;
  }

  @Test
  void everyMoveOfTheRangeIsDrawnAndNoOther() {
    Set<Integer> drawn = new HashSet<>();
    for (long step = 0; step < 200; step++) {
      for (int move : moves(new Augmentation(2, true), ORDER, step, 30)) {
        drawn.add(move);
      }
    }
    Set<Integer> all = new HashSet<>();
    for (int down = -2; down <= 2; down++) {
      for (int right = -2; right <= 2; right++) {
        all.add(Move.of(down, right, false));
        all.add(Move.of(down, right, true));
      }
    }

    assertThat(drawn).isEqualTo(all);
  }

  @Test
  void aStepsMovesDependOnSeedAndStepAlone() {
    Augmentation both = Augmentation.CROP_AND_FLIP;
    Moves stream = new Moves(both, ORDER);
    int[] first = new int[40];
    int[] second = new int[40];
    stream.fill(0, first);
    stream.fill(1, second);

    assertThat(moves(both, ORDER, 1, 40)).isEqualTo(second).isNotEqualTo(first);
    assertThat(moves(both, new Seed(6), 1, 40)).isNotEqualTo(second);
    assertThat(moves(Augmentation.NONE, ORDER, 1, 40)).containsOnly(Move.NONE);
  }

  @Test
  void aStepOnMovedPicturesIsAStepOnPicturesMovedBeforehand() {
    int[] batch = IntStream.range(0, 21).toArray();
    int[] moves = moves(new Augmentation(3, true), ORDER, 0, 21);
    byte[] moved = new byte[21 * NETWORK.inputs()];
    for (int s = 0; s < 21; s++) {
      move(s, moves[s], moved);
    }
    int[] labels = IntStream.range(0, 21).map(s -> DATA.train().label(s)).toArray();
    Examples beforehand = new Examples(new ByteFeatures(NETWORK.inputs(), moved), labels);

    assertThat(
            stepped(DATA.train(), batch, moves).sameBits(stepped(beforehand, batch, new int[21])))
        .isTrue();
    assertThat(
            stepped(DATA.train(), batch, moves).sameBits(stepped(DATA.train(), batch, new int[21])))
        .isFalse();
  }

  /** Written by the definition: cut out of a border of zeros, then mirrored. */
  private static void move(int sample, int move, byte[] to) {
    int down = (byte) move;
    int right = (byte) (move >> 8);
    for (int c = 0; c < 3; c++) {
      byte[][] bordered = new byte[14][13];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 7; x++) {
          float value = DATA.train().features().value(sample, (c * 8 + y) * 7 + x);
          bordered[y + 3][x + 3] = (byte) Math.round(value * 255);
        }
      }
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 7; x++) {
          byte value = bordered[y + 3 + down][x + 3 + right];
          int column = move >> 16 == 1 ? 6 - x : x;
          to[sample * NETWORK.inputs() + (c * 8 + y) * 7 + column] = value;
        }
      }
    }
  }

  private static Weights stepped(Examples examples, int[] batch, int[] moves) {
    Weights weights = Weights.zeros(NETWORK);
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(
                NETWORK,
                recipe(Augmentation.NONE, 9),
                Kernels.scalar(),
                workers,
                examples,
                start().weights(),
                Mask.dense(NETWORK))) {
      engine.step(batch, moves, 0.01);
      engine.store(weights);
    }
    return weights;
  }

  @Test
  void threadsChangeNoBitAndARewoundTrainingGoesOnWithItsMoves() {
    Augmentation both = new Augmentation(2, true);
    Mask mask = Masks.random(NETWORK, 0.5, new Seed(1));
    TrainedRun one = train(both, 20, 1, 7, start(), mask);
    TrainedRun two = train(both, 20, 2, 7, start(), mask);
    TrainedRun rest = train(both, 20, 1, 7, new Start(one.atRewind(), 7), mask);
    TrainedRun plain = train(Augmentation.NONE, 20, 1, 7, start(), mask);

    assertThat(two.end().sameBits(one.end())).isTrue();
    assertThat(rest.end().sameBits(one.end())).isFalse(); // Adam's moments begin anew
    assertThat(plain.end().sameBits(one.end())).isFalse();
    assertThat(plain.curve().points().getFirst().validationLoss())
        .isEqualTo(one.curve().points().getFirst().validationLoss());
  }

  @Test
  void validationSeesPicturesAsTheyAre() {
    Augmentation far = new Augmentation(9, true);
    double seen = train(far, 1, 1, 0, start(), Mask.dense(NETWORK)).curve().best().validationLoss();
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(
                NETWORK,
                recipe(Augmentation.NONE, 9),
                Kernels.scalar(),
                workers,
                DATA.train(),
                start().weights(),
                Mask.dense(NETWORK))) {
      assertThat(seen).isLessThanOrEqualTo(engine.evaluate(DATA.validation()).loss());
    }
  }

  @Test
  void samplesThatAreNoPicturesAndCropsOutOfRangeAreRefused() {
    NetworkSpec flat = tombola.nn.Networks.perceptron("p", List.of(11, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new PanelTrainer(
                flat, recipe(new Augmentation(1, false), 9), Kernels.scalar(), 1, 0, (_, _) -> {}))
        .withMessage("augment: expected a network that takes pictures, got p");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Augmentation(-1, true))
        .withMessage("augment: expected a crop of 0 to 100 pixels, got -1");
  }
}
