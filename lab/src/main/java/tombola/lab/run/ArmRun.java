package tombola.lab.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ArmStore;
import tombola.lab.store.Metrics;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.Timing;
import tombola.lab.verify.ArmKind;
import tombola.math.Seed;
import tombola.prune.Mask;
import tombola.prune.Structure;
import tombola.ticket.Ticket;
import tombola.train.Curve;
import tombola.train.DivergedException;
import tombola.train.Evaluation;
import tombola.verify.Control;
import tombola.verify.Method;
import tombola.verify.Outcome;
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
        case ArmKind.OfControl(Control control) -> train(changed(control, ticket()));
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

  private Ticket changed(Control control, Ticket ticket) {
    Structure structure = Structure.of(laboratory.network(), ticket.mask());
    return control.of(
        ticket, structure, laboratory.config().initialisation(), new Seed(job.seed()));
  }

  private Ticket ticket() {
    return search.read(job.level(), laboratory.network()).ticket();
  }

  private void train(Ticket ticket) {
    laboratory.train(
        ticket,
        job.level(),
        job.seed(),
        place,
        this::stepsInAll,
        (share, point, steps) -> tally.moved(job, share, point, steps));
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
            search.search(laboratory.config(), laboratory.network()),
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
      Mask mask = outcome.mask();
      Evaluation validation =
          engine.evaluate(outcome.best(), mask, laboratory.data().training().validation());
      Metrics metrics =
          Measures.metrics(
              job.level(),
              mask,
              curve,
              curve.points().getFirst().step(),
              validation.accuracy(),
              outcome.best(),
              outcome.end(),
              engine,
              laboratory.data().test());
      Timing timing = timing(trainers, engine);
      place.write(metrics, outcome.steps(), outcome.best(), outcome.end(), timing);
    }
  }

  private static Timing timing(MethodTrainers trainers, TrainingEngine engine) {
    List<LevelResult> trained = trainers.trained();
    long steps = trained.stream().mapToLong(LevelResult::steps).sum();
    double micros = trained.stream().mapToDouble(t -> t.microsPerStep() * t.steps()).sum();
    return new Timing(
        trained.stream().mapToDouble(LevelResult::trainSeconds).sum(),
        micros / Math.max(1, steps),
        trained.stream().mapToLong(LevelResult::trainFlops).sum(),
        engine.kernels(),
        engine.threads(),
        trained.getLast().layers().stream().map(LayerResult::kernel).toList(),
        joules(trainers.timings()),
        trainers.timings().stream()
            .map(Timing::trainBytes)
            .flatMapToLong(OptionalLong::stream)
            .max());
  }

  /** Returns the energy of all; none if one of them was not measured. */
  private static OptionalDouble joules(List<Timing> trained) {
    return trained.stream().allMatch(timing -> timing.joules().isPresent())
        ? OptionalDouble.of(trained.stream().mapToDouble(t -> t.joules().orElseThrow()).sum())
        : OptionalDouble.empty();
  }
}
