package tombola.verify;

import tombola.nn.NetworkSpec;
import tombola.train.Recipe;
import tombola.train.Trainer;

/**
 * Brings the trainers of a method, which trains by more than one recipe. A method asks for one
 * before each of its trainings and uses it once, so that whoever stands behind this may count them
 * and return what was trained before.
 */
@FunctionalInterface
public interface Trainers {

  /**
   * Returns a trainer of {@code network} by {@code recipe}; it takes a start at any step below the
   * recipe's last.
   */
  Trainer with(NetworkSpec network, Recipe recipe);
}
