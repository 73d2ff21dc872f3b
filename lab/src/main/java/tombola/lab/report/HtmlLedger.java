package tombola.lab.report;

import java.util.stream.Stream;
import tombola.lab.ledger.Bill;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Ledger;

/** The section of a report with the ledger. */
final class HtmlLedger {
  private final Ledger ledger;
  private final Markup out;
  private final HtmlPage page;

  HtmlLedger(Ledger ledger, Markup out, HtmlPage page) {
    this.ledger = ledger;
    this.out = out;
    this.page = page;
  }

  /**
   * Writes the section.
   *
   * @param note what is to be said of it here, after what always is
   */
  void write(String note) {
    LedgerNarrative narrative = new LedgerNarrative(ledger);
    out.open("section", "id", "ledger");
    out.element("h2", "What it cost, and what it saves");
    page.table(
        Stream.of("", "trainings", "operations", "seconds", "thread seconds", "energy", "CO2"));
    boolean proven = ledger.proof().isPresent();
    bill(ledger.count() == 1 ? "the search" : ledger.count() + " searches", ledger.searches());
    ledger.proof().ifPresent(proof -> bill("the proof: all other trainings", proof));
    if (proven) {
      bill("together", ledger.all());
    }
    row("one training, dense network", "1", ledger.dense());
    row("one training, ticket", "1", ledger.ticket());
    page.endTable();
    out.element("p", narrative.training());
    out.element("p", narrative.prediction());
    out.element(
        "p",
        "Operations are those of the products, two a multiply-add, and equal on every machine;"
            + " seconds, energy and CO2 are of the machine that trained. Seconds are added over"
            + " trainings side by side. "
            + basis()
            + " The price is the whole of it: the dense training that each search begins with is"
            + " not taken off. Reading data, measuring the test part and starting Java are not in"
            + " it, nor what it took to build the machine."
            + note,
        "class",
        "note");
    out.close();
  }

  private String basis() {
    boolean estimated = ledger.all().cost().energy().isEstimate();
    return (estimated
            ? "Energy marked as an estimate was not measured: it is %s W for each busy thread."
                .formatted(Charts.share(ledger.rates().watts()))
            : "Energy is that of the processor by its counters, shared by threads among what was"
                + " trained at a time.")
        + " CO2 is at %s g/kWh.".formatted(Charts.share(ledger.rates().grid()));
  }

  private void bill(String name, Bill bill) {
    row(name, Figures.count(bill.trainings()), bill.cost());
  }

  private void row(String name, String trainings, Cost cost) {
    page.row(
        "",
        Stream.of(
            name,
            trainings,
            Figures.operations(cost.operations()),
            Figures.seconds(cost.seconds()),
            Figures.seconds(cost.threadSeconds()),
            Figures.energy(cost.energy().joules())
                + (cost.energy().isEstimate() ? " (estimate)" : ""),
            Figures.mass(ledger.rates().grams(cost.energy()))));
  }
}
