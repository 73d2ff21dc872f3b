package tombola.lab.run;

import java.util.List;
import java.util.Optional;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ArmStore;
import tombola.lab.store.Metrics;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.Timing;
import tombola.lab.verify.ArmKind;
import tombola.math.Seed;
import tombola.prune.Mask;
import tombola.ticket.Ticket;
import tombola.train.Curve;
import tombola.train.DivergedException;
import tombola.train.Evaluation;
import tombola.train.TrainedRun;
import tombola.verify.Control;
import tombola.verify.Method;
import tombola.verify.Outcome;
import tombola.verify.Signs;
import tombola.verify.Terms;

/** One job on its way to its outcome; one thread runs it. */
final class ArmRun {
  private final Laboratory laboratory;
  private final ArmJob job;
  private final ReplicateStore search;
  private final ArmStore place;
  private final Tally tally;

  ArmRun(Laboratory laboratory, ArmJob job, ReplicateStore search, Tally tally) {
    this.laboratory = laboratory;
    this.job = job;
    this.search = search;
    this.place = search.arm(job.arm(), job.level(), job.seed());
    this.tally = tally;
  }

  /** Trains and stores what comes of it; returns why it diverged, if it did. */
  Optional<String> run() {
    tally.started(job);
    try {
      switch (job.arm()) {
        case ArmKind.TheTicket _, ArmKind.TheDense _ -> train(ticket());
        case ArmKind.OfControl(Control control) ->
            train(control.of(ticket(), laboratory.config().initialisation(), new Seed(job.seed())));
        case ArmKind.OfMethod(Method method) -> run(method);
      }
      tally.finished(job);
      return Optional.empty();
    } catch (DivergedException e) {
      String message = String.valueOf(e.getMessage());
      place.writeDiverged(job.level(), message);
      tally.diverged(job, message);
      return Optional.of(job.words() + ": " + message);
    }
  }

  private Ticket ticket() {
    return search.read(job.level(), laboratory.network()).ticket();
  }

  private void train(Ticket ticket) {
    long from = ticket.start().step();
    try (TrainingEngine engine =
        laboratory.open(
            laboratory.network(),
            laboratory.config().recipe(),
            from,
            (point, steps) ->
                tally.moved(job, (double) (point.step() - from) / (steps - from), point, steps))) {
      TrainedRun run =
          engine.train(
              ticket.start(),
              ticket.mask(),
              laboratory.data().training(),
              new Seed(job.seed()).child("order"));
      Metrics metrics =
          Measures.metrics(job.level(), ticket, run, engine, laboratory.data().test());
      place.noteSigns(
          Signs.agreement(ticket.mask(), ticket.start().weights(), run.end()), run.end());
      place.write(metrics, stepsInAll(metrics), run.best(), run.end(), Measures.timing(engine));
    }
  }

  private long stepsInAll(Metrics metrics) {
    return switch (job.arm()) {
      case ArmKind.TheTicket _ ->
          new Work(laboratory.config(), laboratory.network()).stepsInAll(job.level());
      case ArmKind.TheDense _, ArmKind.OfControl _, ArmKind.OfMethod _ -> metrics.steps();
    };
  }

  private void run(Method method) {
    Mask ticket = ticket().mask();
    Terms terms =
        new Terms(
            laboratory.config().search(laboratory.network()),
            laboratory.config().recipe(),
            job.level(),
            ticket);
    MethodTrainers trainers =
        new MethodTrainers(laboratory, place.work(), job, terms.steps(), tally);
    Outcome outcome =
        method.run(terms, trainers, laboratory.data().training(), new Seed(job.searchSeed()));
    Curve curve = outcome.curves().getLast();
    try (TrainingEngine engine =
        laboratory.open(outcome.network(), laboratory.config().recipe(), 0, (point, steps) -> {})) {
      Evaluation validation =
          engine.evaluate(outcome.best(), laboratory.data().training().validation());
      Metrics metrics =
          Measures.metrics(
              job.level(),
              outcome.mask(),
              curve,
              curve.points().getFirst().step(),
              validation.accuracy(),
              engine.evaluate(outcome.best(), laboratory.data().test()),
              engine.evaluate(outcome.end(), laboratory.data().test()));
      Timing timing = timing(trainers.trained(), engine);
      place.write(metrics, outcome.steps(), outcome.best(), outcome.end(), timing);
    }
  }

  private static Timing timing(List<LevelResult> trained, TrainingEngine engine) {
    long steps = trained.stream().mapToLong(LevelResult::steps).sum();
    double micros = trained.stream().mapToDouble(t -> t.microsPerStep() * t.steps()).sum();
    return new Timing(
        trained.stream().mapToDouble(LevelResult::trainSeconds).sum(),
        micros / Math.max(1, steps),
        trained.stream().mapToLong(LevelResult::trainFlops).sum(),
        engine.kernels(),
        engine.threads(),
        trained.getLast().layers().stream().map(LayerResult::kernel).toList());
  }
}
