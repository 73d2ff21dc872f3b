package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.nn.Networks;

/** A run in sentences. They tell what was measured; they give no verdict. */
public final class Narrative {
  private final RunResult run;
  private final Summary summary;

  /** Prepares the sentences about {@code run}. */
  public Narrative(RunResult run) {
    this.run = run;
    this.summary = Summary.of(run);
  }

  /** Returns what was searched. */
  public String search() {
    ReplicateResult first = run.replicates().getFirst();
    String seeds =
        run.replicates().stream()
            .map(r -> Long.toString(r.seed()))
            .collect(Collectors.joining(", "));
    return ("A search for tickets in %s on %s: the dense network and %s below it, %s steps each,"
            + " %s %s.")
        .formatted(
            Networks.label(run.network()),
            run.dataset(),
            plural(first.levels().size() - 1, "level"),
            Figures.count(first.levels().getFirst().steps()),
            summary.several() ? summary.replicates() + " replicates with the seeds" : "seed",
            seeds);
  }

  /** Returns which level the first replicate names, and how it compares with the dense network. */
  public String ticket() {
    ReplicateResult first = run.replicates().getFirst();
    LevelResult dense = first.levels().getFirst();
    LevelResult ticket = level(first, first.ticket().level());
    String of = summary.several() ? " of seed " + first.seed() : "";
    if (ticket.level() == dense.level()) {
      return "No level sparser than the dense network came within the margin of its validation"
          + " accuracy: the ticket"
          + of
          + " is the dense network itself (test accuracy "
          + Figures.accuracy(dense.testAccuracy())
          + ").";
    }
    return ("The ticket%s is level %d: density %s (%s of %s weights live), test accuracy %s against"
            + " the dense network's %s (%s). %s")
        .formatted(
            of,
            ticket.level(),
            Figures.density(ticket.density()),
            Figures.count(ticket.live()),
            Figures.count(ticket.total()),
            Figures.accuracy(ticket.testAccuracy()),
            Figures.accuracy(dense.testAccuracy()),
            Figures.difference(ticket.testAccuracy() - dense.testAccuracy()),
            sooner(dense, ticket));
  }

  private static String sooner(LevelResult dense, LevelResult ticket) {
    String step = Figures.count(ticket.bestStep());
    if (ticket.censored()) {
      return ("Its validation loss is least at step %s, in the last tenth of its training: a longer"
              + " one might find less, so how many steps sooner is not known.")
          .formatted(step);
    }
    long sooner = dense.bestStep() - ticket.bestStep();
    if (dense.censored()) {
      return ("Its validation loss is least at step %s, the dense network's at %s or later: at"
              + " least %s steps sooner.")
          .formatted(step, Figures.count(dense.bestStep()), Figures.count(Math.max(0, sooner)));
    }
    String against =
        sooner == 0
            ? "the same step as the dense network's"
            : "%s steps %s than the dense network's"
                .formatted(Figures.count(Math.abs(sooner)), sooner > 0 ? "sooner" : "later");
    return "Its validation loss is least at step %s, %s.".formatted(step, against);
  }

  /** Returns how the tickets of all replicates compare with their dense networks, if several. */
  public Optional<String> replicates() {
    if (!summary.several()) {
      return Optional.empty();
    }
    List<LevelResult> tickets = new ArrayList<>();
    for (ReplicateResult replicate : run.replicates()) {
      tickets.add(level(replicate, replicate.ticket().level()));
    }
    Spread density = spread(tickets.stream().map(LevelResult::density).toList());
    Spread test = spread(tickets.stream().map(LevelResult::testAccuracy).toList());
    return Optional.of(
        ("The tickets of the %d replicates: density %s, test accuracy %s (sd %s); their"
                + " dense networks %s (sd %s).")
            .formatted(
                summary.replicates(),
                range(Figures.density(density.min()), Figures.density(density.max())),
                Figures.accuracy(test.mean()),
                Figures.accuracy(test.sd()),
                Figures.accuracy(summary.dense().test().mean()),
                Figures.accuracy(summary.dense().test().sd())));
  }

  /** Returns what the figures do not show. */
  public String caution() {
    return "That a ticket wins because of its initial weights is proven only against controls, such"
        + " as the same mask with other initial weights or a random mask of the same"
        + " density. This search holds none"
        + (summary.several() ? "" : ", and one seed says nothing about the spread")
        + "; tombola verify %s trains them and judges.".formatted(run.name());
  }

  /** Returns what the search cost. */
  public String cost() {
    int trainings = run.replicates().stream().mapToInt(r -> r.levels().size()).sum();
    return ("The search cost %s with %s of training time%s and %s operations: as much as %s dense"
                + " trainings by time, %s by operations.")
            .formatted(
                plural(trainings, "training"),
                Figures.duration(summary.seconds()),
                summary.several() ? ", added over the replicates," : "",
                Figures.operations(summary.operations()),
                times(summary.seconds(), summary.denseSeconds()),
                times(summary.operations(), summary.denseOperations()))
        + memory();
  }

  private String memory() {
    OptionalLong most =
        run.replicates().stream()
            .flatMap(r -> r.levels().stream())
            .flatMapToLong(level -> level.trainBytes().stream())
            .max();
    return most.isPresent()
        ? String.format(
            Locale.ROOT,
            " A training kept at most %.1f MB for values, activations, gradients and moments.",
            most.getAsLong() / 1e6)
        : "";
  }

  private static String times(double all, double one) {
    return one > 0 ? String.format(Locale.ROOT, "%.1f", all / one) : "an unknown number of";
  }

  private static String range(String low, String high) {
    return low.equals(high) ? low : low + " to " + high;
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static LevelResult level(ReplicateResult replicate, int level) {
    return replicate.levels().stream()
        .filter(l -> l.level() == level)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no level " + level));
  }
}
