package tombola.ticket;

import tombola.train.Start;
import tombola.train.TrainedRun;

/** To which values the survivors of a pruning go back. */
public sealed interface Rewind {

  /** To θ₀, bit for bit (Frankle &amp; Carbin 2019). */
  record ToInit() implements Rewind {}

  /**
   * To the dense network's θ_k at step {@code k}; schedule and data order go on from there.
   *
   * @param k in [1, steps)
   * @see <a href="https://arxiv.org/abs/1912.05671">Frankle et al. 2020</a>
   */
  record ToStep(long k) implements Rewind {
    /** Checks the range. */
    public ToStep {
      if (k < 1) {
        throw new IllegalArgumentException(
            "rewind: expected init or step:K with K of at least 1, got step:" + k);
      }
    }
  }

  /** Returns the step to which this goes back. */
  default long step() {
    return switch (this) {
      case ToInit _ -> 0;
      case ToStep(long k) -> k;
    };
  }

  /** Returns where the next level starts, after {@code run}; {@code origin} is θ₀ at step 0. */
  default Start next(Start origin, TrainedRun run) {
    return switch (this) {
      case ToInit _ -> origin;
      case ToStep(long k) -> new Start(run.atRewind(), k);
    };
  }
}
