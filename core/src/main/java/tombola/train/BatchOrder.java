package tombola.train;

import tombola.math.Seed;

/**
 * Which samples each step sees. Every epoch is a fresh permutation from a stream of its own number,
 * and epochs follow one another without a gap (a batch may span two), so that the batch of any step
 * is found without those before it.
 */
final class BatchOrder {
  private final Seed seed;
  private final int[] permutation;
  private long epoch = -1;

  BatchOrder(int samples, Seed seed) {
    this.seed = seed;
    this.permutation = new int[samples];
  }

  /** Fills {@code batch} with the samples of step {@code step}, counted from 0. */
  void fill(long step, int[] batch) {
    long position = step * batch.length;
    for (int i = 0; i < batch.length; i++, position++) {
      long wanted = position / permutation.length;
      if (wanted != epoch) {
        shuffle(wanted);
      }
      batch[i] = permutation[(int) (position % permutation.length)];
    }
  }

  private void shuffle(long wanted) {
    for (int i = 0; i < permutation.length; i++) {
      permutation[i] = i;
    }
    seed.child(wanted).generator().shuffle(permutation);
    epoch = wanted;
  }
}
