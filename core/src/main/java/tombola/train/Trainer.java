package tombola.train;

import tombola.data.TrainingData;
import tombola.math.Seed;
import tombola.prune.Mask;

/**
 * Trains a masked network. The search asks for nothing more, so that another engine may stand
 * behind it.
 */
public interface Trainer {

  /**
   * Trains the live weights of {@code start} from its step to the recipe's last.
   *
   * @param start never written
   * @param order where the shuffling of the batches comes from: the same seed, the same batches at
   *     the same steps
   * @throws DivergedException if the loss or a weight stops being finite
   */
  TrainedRun train(Start start, Mask mask, TrainingData data, Seed order);
}
