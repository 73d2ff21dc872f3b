package tombola.lab.report;

import java.util.Optional;
import tombola.lab.ledger.Bill;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Energy;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Payback;
import tombola.lab.ledger.Prediction;

/** A ledger in sentences. What is an estimate is called one. */
public final class LedgerNarrative {
  private final Ledger ledger;

  /** Prepares the sentences about {@code ledger}. */
  public LedgerNarrative(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Returns all in one paragraph. */
  public String paragraph() {
    return String.join(" ", spent(), training(), prediction());
  }

  /** Returns what was spent: energy and CO2, and with a proof all else too. */
  public String spent() {
    return ledger
        .proof()
        .map(proof ->
            "%s; its other trainings cost %s. Together that is %s."
                .formatted(
                    "The searches of this verification cost " + bill(ledger.searches()),
                    bill(proof),
                    energy(ledger.all().cost().energy())))
        .orElseGet(() -> "It took %s.".formatted(energy(ledger.searches().cost().energy())));
  }

  private static String bill(Bill bill) {
    return "%d training%s, %s and %s operations"
        .formatted(
            bill.trainings(),
            bill.trainings() == 1 ? "" : "s",
            Figures.duration(bill.cost().seconds()),
            Figures.operations(bill.cost().operations()));
  }

  /** Returns energy and CO2, and what they rest on. */
  private String energy(Energy energy) {
    return "%s (%s), or %s of CO2 at %s g/kWh"
        .formatted(
            Figures.energy(energy.joules()),
            basis(energy),
            Figures.mass(ledger.rates().grams(energy)),
            Charts.share(ledger.rates().grid()));
  }

  private String basis(Energy energy) {
    String estimate =
        "an estimate at %s W a busy thread".formatted(Charts.share(ledger.rates().watts()));
    if (!energy.isEstimate()) {
      return "by the processor's counters";
    }
    return energy.measured() == 0
        ? estimate
        : "%s of it %s".formatted(Figures.energy(energy.estimated()), estimate);
  }

  /** Returns what a training of the ticket saves, and after how many all is paid back. */
  public String training() {
    String all =
        ledger.proof().isPresent()
            ? "all of that is"
            : ledger.count() == 1
                ? "the search is"
                : "the %d searches are".formatted(ledger.count());
    return "A training of the ticket takes %s operations and %s instead of %s and %s: %s"
            .formatted(
                Figures.operations(ledger.ticket().operations()),
                Figures.duration(ledger.ticket().seconds()),
                Figures.operations(ledger.dense().operations()),
                Figures.duration(ledger.dense().seconds()),
                all)
        + " paid back by operations %s, by time %s.%s"
            .formatted(
                trainings(ledger.trainings(Cost.Unit.OPERATIONS)),
                trainings(ledger.trainings(Cost.Unit.TIME)),
                one());
  }

  /** Returns the same of one search without proof, where there is more than that. */
  private String one() {
    if (ledger.all().cost().equals(ledger.oneSearch())) {
      return "";
    }
    Payback payback = ledger.trainings(ledger.oneSearch(), Cost.Unit.OPERATIONS);
    return " One search alone: by operations %s.".formatted(trainings(payback));
  }

  static String trainings(Payback payback) {
    long whole = payback.whole().orElse(0);
    return switch (payback) {
      case Payback.After _ ->
          "after %s training%s".formatted(Figures.count(whole), whole == 1 ? "" : "s");
      case Payback.Never _ -> "never";
    };
  }

  /** Returns what a prediction saves, and after how many all is paid back. */
  public String prediction() {
    Prediction prediction = ledger.prediction();
    return "A prediction takes %s operations instead of %s: paid back %s.%s"
        .formatted(
            Figures.count(prediction.ticket()),
            Figures.count(prediction.dense()),
            predictions(ledger.predictions()),
            timed().orElse(""));
  }

  private Optional<String> timed() {
    return ledger
        .prediction()
        .timed()
        .map(timed ->
            " Timed on one thread (%s) it takes %s instead of %s: paid back %s."
                .formatted(
                    timed.machine(),
                    Figures.brief(timed.ticket()),
                    Figures.brief(timed.dense()),
                    predictions(ledger.timedPredictions(ledger.all().cost()).orElseThrow())));
  }

  static String predictions(Payback payback) {
    return switch (payback) {
      case Payback.After(double uses) ->
          uses < 1e6
              ? "after %s predictions".formatted(Figures.count(Math.ceil(uses)))
              : "after %s million predictions".formatted(Figures.significant(uses / 1e6));
      case Payback.Never _ -> "never";
    };
  }
}
