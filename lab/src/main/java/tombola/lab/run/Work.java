package tombola.lab.run;

import tombola.lab.config.FindConfig;
import tombola.lab.verify.ArmKind;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;
import tombola.verify.Method;

/**
 * How much there is to do, as far as it is known beforehand: for each step as many units as there
 * are live weights, and a tenth of all weights for what does not shrink with them.
 */
final class Work {
  private static final double FIXED = 0.1;

  private final FindConfig config;
  private final long total;

  Work(FindConfig config, NetworkSpec network) {
    this.config = config;
    this.total = Mask.dense(network).total();
  }

  /** Returns the units of a training of the search. */
  double level(int level) {
    return training(level == 0 ? config.recipe().steps() : later(), density(level));
  }

  /** Returns the units of {@code job}. */
  double job(ArmJob job) {
    return switch (job.arm()) {
      case ArmKind.TheTicket _, ArmKind.TheDense _, ArmKind.OfControl _ -> level(job.level());
      case ArmKind.OfMethod(Method.FineTuned _), ArmKind.OfMethod(Method.RateRewound _) -> {
        double all = 0;
        for (int level = 0; level <= job.level(); level++) {
          all += level(level);
        }
        yield all;
      }
      case ArmKind.OfMethod(Method.SmallDense _) ->
          training(stepsInAll(job.level()), density(job.level()));
      case ArmKind.OfMethod(Method.PruneOnly _), ArmKind.OfMethod(Method.OneShot _) ->
          training(stepsInAll(job.level()), 1);
    };
  }

  /** Returns the steps that finding and training the ticket of {@code level} takes. */
  long stepsInAll(int level) {
    return config.recipe().steps() + level * later();
  }

  private long later() {
    return config.recipe().steps() - config.rewind().step();
  }

  private double training(long steps, double density) {
    return steps * total * (density + FIXED);
  }

  private double density(int level) {
    int rounds = config.pruning().oneShot() ? config.extent().levels() : 1;
    return StrictMath.pow(1 - config.pruning().fraction(), level * rounds);
  }
}
