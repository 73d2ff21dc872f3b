package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import tombola.lab.certificate.CertifiedTraining;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.TrainingSums;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.VerifyPlan;

/**
 * Reads what a certificate says of trainings from a run.
 *
 * @param laboratory what the run's trainings share
 * @param searches the run's replicates by their seeds
 */
record CertifiedTrainings(Laboratory laboratory, LongFunction<ReplicateStore> searches) {

  /** Returns the trainings behind {@code evidence}: its searches, then its arms. */
  List<CertifiedTraining> of(Evidence evidence) {
    VerifyPlan plan = evidence.plan();
    List<CertifiedTraining> trainings = new ArrayList<>();
    plan.seeds().stream()
        .map(plan::searchSeed)
        .distinct()
        .forEach(seed -> trainings.addAll(ofSearch(seed, plan.level())));
    for (ArmJob job : ArmJob.all(plan)) {
      if (!job.isOfSearch()) {
        trainings.add(ofArm(job, evidence));
      }
    }
    return trainings;
  }

  /** Returns the trainings of the search with {@code seed} down to {@code level}. */
  List<CertifiedTraining> ofSearch(long seed, int level) {
    ReplicateStore search = searches.apply(seed);
    Work work = new Work(laboratory.config(), laboratory.network());
    double bar = search.result(0).curve().best().validationLoss();
    List<CertifiedTraining> trainings = new ArrayList<>();
    for (int l = 0; l <= level; l++) {
      LevelResult result = search.result(l);
      TrainingSums sums = search.sums(l, laboratory.network());
      SeedFigures figures = SeedFigures.of(seed, result, work.stepsInAll(l), bar);
      ArmKind arm = l == 0 ? Arms.DENSE : Arms.TICKET;
      trainings.add(
          new CertifiedTraining(
              arm.id(), l, seed, seed, Optional.of(sums), Optional.of(figures), Optional.empty()));
    }
    return trainings;
  }

  private CertifiedTraining ofArm(ArmJob job, Evidence evidence) {
    var place = searches.apply(job.searchSeed()).arm(job.arm(), job.level(), job.seed());
    Optional<String> diverged =
        switch (place.read()) {
          case ArmOutcome.Diverged(String message) -> Optional.of(message);
          case ArmOutcome.Measured _ -> Optional.empty();
        };
    return new CertifiedTraining(
        job.arm().id(),
        job.level(),
        job.seed(),
        job.searchSeed(),
        place.sums(),
        evidence.figures(job.arm(), job.level(), job.seed()),
        diverged);
  }
}
