package tombola.train;

import tombola.data.Move;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * How the pictures of each step are moved. Every step draws from a stream of its own number, so
 * that its moves are found without those before it; ticket and control, given one seed, see the
 * same.
 */
final class Moves {
  private final Augmentation augmentation;
  private final Seed seed;

  Moves(Augmentation augmentation, Seed seed) {
    this.augmentation = augmentation;
    this.seed = seed;
  }

  /** Fills {@code moves} with those of step {@code step}, counted from 0, by place in the batch. */
  void fill(long step, int[] moves) {
    if (augmentation.equals(Augmentation.NONE)) {
      return;
    }
    RandomStream random = seed.child(step).generator();
    int crop = augmentation.crop();
    for (int i = 0; i < moves.length; i++) {
      int down = random.nextInt(2 * crop + 1) - crop;
      int right = random.nextInt(2 * crop + 1) - crop;
      moves[i] = Move.of(down, right, augmentation.flip() && random.nextInt(2) == 1);
    }
  }
}
