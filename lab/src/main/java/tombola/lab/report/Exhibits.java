package tombola.lab.report;

import java.util.List;
import java.util.Optional;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Rates;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.run.Ledgers;
import tombola.lab.run.PlanReader;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.Arms;
import tombola.lab.verify.VerifyResult;

/**
 * What a report shows beside the result itself, from the run's folder. All but the ledger is equal
 * for equal results.
 *
 * @param ledger what it cost and saves
 * @param inputs the live weights of each input, where the inputs can be a picture
 * @param classes the names of the classes
 * @param searches the levels of each search, in the order of the seeds; none if not known
 * @param dense the dense network under each seed; none if one diverged
 * @param tickets the ticket under the same seeds; none if one diverged
 */
public record Exhibits(
    Optional<Ledger> ledger,
    Optional<InputCounts> inputs,
    List<String> classes,
    List<List<LevelResult>> searches,
    List<LevelResult> dense,
    List<LevelResult> tickets) {

  /** Copies the lists. */
  public Exhibits {
    classes = List.copyOf(classes);
    searches = List.copyOf(searches);
    dense = List.copyOf(dense);
    tickets = List.copyOf(tickets);
  }

  /** Returns what is known of a verification without its run: nothing. */
  static Exhibits none() {
    return new Exhibits(
        Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of());
  }

  /** Returns what {@code run} itself shows: all but ledger and masks. */
  static Exhibits of(RunResult run) {
    List<ReplicateResult> replicates = run.replicates();
    return new Exhibits(
        Optional.empty(),
        Optional.empty(),
        run.classes(),
        replicates.stream().map(ReplicateResult::levels).toList(),
        replicates.stream().map(r -> r.levels().getFirst()).toList(),
        replicates.stream().map(r -> Narrative.level(r, r.ticket().level())).toList());
  }

  /** Returns the same with the ledger, and the mask of the first replicate's ticket. */
  static Exhibits of(RunFolder folder, RunResult run, Rates rates) {
    Exhibits shown = of(run);
    ReplicateResult first = run.replicates().getFirst();
    return new Exhibits(
        Optional.of(Ledgers.of(folder, run, rates)),
        InputCounts.of(List.of(PlanReader.mask(folder, first.seed(), first.ticket().level()))),
        shown.classes(),
        shown.searches(),
        shown.dense(),
        shown.tickets());
  }

  /** Returns what a finished verification of the run in {@code folder} shows. */
  public static Exhibits of(RunFolder folder, VerifyResult result, Rates rates) {
    PlanReader reader = new PlanReader(folder, result.plan());
    return new Exhibits(
        Optional.of(Ledgers.of(folder, result.plan(), rates)),
        InputCounts.of(reader.masks()),
        folder.facts().classes(),
        reader.searches(),
        reader.results(Arms.DENSE, 0),
        reader.results(Arms.TICKET, result.plan().level()));
  }

  /**
   * Returns the accuracies of the classes as a picture, if there are any.
   *
   * @param whose the ticket, in words
   */
  Optional<Picture> classPicture(String whose) {
    return dense.isEmpty() || tickets.isEmpty()
        ? Optional.empty()
        : ClassPicture.draw(classes, dense, tickets, whose);
  }

  /** Returns the densities of the layers as a chart, if there is more than one level. */
  Optional<Plot> layerChart(String name) {
    return searches.isEmpty() || searches.getFirst().size() < 2
        ? Optional.empty()
        : Optional.of(LayerChart.of(searches, name));
  }
}
