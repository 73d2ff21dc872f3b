package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import tombola.data.TrainingData;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.Timing;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;
import tombola.train.Recipe;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.Trainer;
import tombola.verify.Trainers;

/**
 * Trains for one method. Each finished training is stored until the method is done, so that a
 * resume goes on after it.
 */
final class MethodTrainers implements Trainers {
  private final Laboratory laboratory;
  private final ReplicateStore work;
  private final Seed seed;
  private final ArmJob job;
  private final long stepsInAll;
  private final Tally tally;
  private final List<LevelResult> trained = new ArrayList<>();
  private final List<Timing> timings = new ArrayList<>();
  private long stepsBefore;
  private int next;

  /**
   * Creates the trainers of {@code job}.
   *
   * @param work where finished trainings lie
   * @param stepsInAll steps of all its trainings
   */
  MethodTrainers(
      Laboratory laboratory, ReplicateStore work, ArmJob job, long stepsInAll, Tally tally) {
    this.laboratory = laboratory;
    this.work = work;
    this.seed = new Seed(job.seed());
    this.job = job;
    this.stepsInAll = stepsInAll;
    this.tally = tally;
  }

  /** Returns the figures of the trainings so far; those of accuracy are of the validation part. */
  List<LevelResult> trained() {
    return List.copyOf(trained);
  }

  /** Returns what each of them took. */
  List<Timing> timings() {
    return List.copyOf(timings);
  }

  /** Returns a trainer whose data order is that of the job's seed, whatever is asked for. */
  @Override
  public Trainer with(NetworkSpec network, Recipe recipe) {
    int index = next++;
    return (start, mask, data, _) -> train(network, recipe, index, start, mask, data);
  }

  private TrainedRun train(
      NetworkSpec network, Recipe recipe, int index, Start start, Mask mask, TrainingData data) {
    long before = stepsBefore;
    try (TrainingEngine engine =
        laboratory.open(
            network,
            recipe,
            start.step(),
            (point, steps) ->
                tally.moved(
                    job,
                    (double) (before + point.step() - start.step()) / stepsInAll,
                    point,
                    steps))) {
      StoredTrainer trainer =
          new StoredTrainer(
              work,
              network,
              index,
              data.validation(),
              () -> engine,
              new StoredTrainer.Watcher() {
                @Override
                public void started(int level, Mask of) {}

                @Override
                public void finished(LevelResult result, boolean cached) {
                  trained.add(result);
                  timings.add(work.timing(index));
                  stepsBefore += result.steps();
                }
              });
      return trainer.train(start, mask, data, seed.child("order"));
    }
  }
}
