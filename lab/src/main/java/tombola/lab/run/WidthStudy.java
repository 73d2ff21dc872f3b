package tombola.lab.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.WidthEvidence;
import tombola.lab.verify.WidthFigures;
import tombola.lab.verify.WidthFindings;
import tombola.lab.verify.Widths;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Pruner;
import tombola.ticket.Search;

/**
 * The same search from other starting widths, each down to the judged ticket's live count. Each
 * width is a run of its own beside the judged one, named as {@code tombola find} names it, and what
 * it has is not trained again.
 */
final class WidthStudy {
  private final Laboratory laboratory;
  private final RunStore base;
  private final VerifyPlan plan;
  private final long live;
  private final List<Width> widths;

  /**
   * One width.
   *
   * @param network the scaled network
   * @param level whose live count is nearest to the judged ticket's
   */
  private record Width(double factor, NetworkSpec network, int level) {}

  private WidthStudy(
      Laboratory laboratory, RunStore base, VerifyPlan plan, long live, List<Width> widths) {
    this.laboratory = laboratory;
    this.base = base;
    this.plan = plan;
    this.live = live;
    this.widths = widths;
  }

  /**
   * Prepares the widths of {@code plan}.
   *
   * @param laboratory that of the judged run
   * @param base the judged run, which takes part with factor 1
   * @throws InputException in one line if a network of one has too few weights, two are the same
   *     network, or the run prunes once, begins with given weights or has convolutions
   */
  static WidthStudy of(Laboratory laboratory, RunStore base, VerifyPlan plan, Widths asked) {
    FindConfig config = laboratory.config();
    if (config.from().isPresent()) {
      throw new InputException(
          "widths: expected a run whose initial weights are drawn, got one that begins with those of a"
              + " model: they fit no other width");
    }
    if (!laboratory.network().isPerceptron()) {
      throw new InputException(
          "widths: expected a network of fully connected layers, got %s"
              .formatted(laboratory.network().name()));
    }
    if (config.pruning().oneShot()) {
      throw new InputException(
          "widths: expected a run that prunes level by level, got one with one-shot: its one level"
              + " has no neighbour to choose");
    }
    Search search = config.search(laboratory.network());
    long live = counts(search, plan.level(), 0).getLast();
    List<Width> widths = new ArrayList<>();
    Map<String, Double> seen = new LinkedHashMap<>();
    for (double factor : asked.factors()) {
      NetworkSpec network = scaled(laboratory.network(), factor);
      Optional<Double> other = Optional.ofNullable(seen.put(network.widths(), factor));
      if (other.isPresent()) {
        throw new InputException(
            "widths: expected factors of different networks, got %s and %s, which are both %s"
                .formatted(Widths.number(other.get()), Widths.number(factor), network.widths()));
      }
      widths.add(new Width(factor, network, level(config.search(network), live, factor)));
    }
    return new WidthStudy(laboratory, base, plan, live, widths);
  }

  private static NetworkSpec scaled(NetworkSpec network, double factor) {
    try {
      return Networks.scaled(network, factor);
    } catch (IllegalArgumentException e) {
      throw new InputException("widths: " + e.getMessage(), e);
    }
  }

  /** Returns the level from 1 on whose live count is nearest, of two as near the denser. */
  private static int level(Search search, long live, double factor) {
    List<Long> counts = counts(search, Integer.MAX_VALUE, live);
    if (counts.getFirst() < live) {
      throw new InputException(
          "widths: expected networks of at least the ticket's %d weights, got factor %s with %d (%s)"
              .formatted(
                  live, Widths.number(factor), counts.getFirst(), search.network().widths()));
    }
    int nearest = 1;
    for (int level = 2; level < counts.size(); level++) {
      if (Math.abs(counts.get(level) - live) < Math.abs(counts.get(nearest) - live)) {
        nearest = level;
      }
    }
    return nearest;
  }

  /**
   * Returns the live counts of the levels from 0 on, to the first that is no more than {@code live}
   * and at least level 1, or to {@code most}, or to the last that loses any. How many weights a
   * level loses does not depend on their values, so any will do.
   */
  private static List<Long> counts(Search search, int most, long live) {
    Pruner pruner = search.pruner();
    Weights any =
        Weights.initialise(search.network(), search.initialisation(), new Seed(0).child("counts"));
    Mask mask = Mask.dense(search.network());
    List<Long> counts = new ArrayList<>(List.of(mask.liveCount()));
    while (counts.size() <= most && (counts.size() < 2 || counts.getLast() > live)) {
      mask = pruner.prune(mask, any, any);
      if (mask.liveCount() == counts.getLast()) {
        break;
      }
      counts.add(mask.liveCount());
    }
    return counts;
  }

  /**
   * Trains what is missing at each width and returns what all come to.
   *
   * @throws InputException in one line if a search diverged, which names its width, or files cannot
   *     be worked with; what is finished stays
   */
  WidthFigures run(VerifyListener listener) {
    List<WidthEvidence> evidence = new ArrayList<>();
    for (Width width : widths) {
      try {
        evidence.add(run(width, listener));
      } catch (InputException e) {
        throw new InputException(
            "width %s: %s".formatted(Widths.number(width.factor()), e.getMessage()), e);
      }
    }
    return WidthFindings.of(plan, live, evidence);
  }

  private WidthEvidence run(Width width, VerifyListener listener) {
    if (width.network().equals(laboratory.network())) {
      return new WidthRun(laboratory, base, plan.seeds(), width.level())
          .run(width.factor(), listener);
    }
    Dataset data = laboratory.data();
    FindConfig fresh = config(width, Optional.empty());
    RunFacts facts = RunFacts.of(fresh, data);
    RunFolder there = new RunFolder(fresh.machine().out().resolve(facts.runName()));
    FindConfig config =
        RunFolder.isRun(there.folder())
            ? config(width, Optional.of(there.config().extent()))
            : fresh;
    try (RunStore store = RunStore.openBeside(base.run(), config, facts)) {
      Laboratory scaled =
          new Laboratory(config.upTo(width.level()), width.network(), data, laboratory.engines());
      return new WidthRun(scaled, store, plan.seeds(), width.level()).run(width.factor(), listener);
    }
  }

  /**
   * Returns the judged run's configuration at {@code width}.
   *
   * @param there how far that run goes already, if it is there: it is never cut short
   */
  private FindConfig config(Width width, Optional<FindConfig.Extent> there) {
    FindConfig.Extent needed =
        new FindConfig.Extent(
            width.level(),
            plan.seeds().size(),
            plan.seeds().getFirst(),
            laboratory.config().extent().margin());
    FindConfig.Extent other = there.orElse(needed);
    long from = Math.min(needed.seed(), other.seed());
    long to = Math.max(needed.seed() + needed.replicates(), other.seed() + other.replicates());
    Map<String, String> changed = new LinkedHashMap<>();
    changed.put("network", width.network().name());
    changed.put("levels", Integer.toString(Math.max(needed.levels(), other.levels())));
    changed.put("replicates", Long.toString(to - from));
    changed.put("seed", Long.toString(from));
    changed.put("margin", Double.toString(other.margin()));
    return FindConfig.of(Settings.of(laboratory.config()).overriddenBy(Settings.of(changed)));
  }
}
