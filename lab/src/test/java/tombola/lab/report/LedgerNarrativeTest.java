package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Energy;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Prediction;
import tombola.lab.ledger.Rates;

class LedgerNarrativeTest {

  /** 280 thread-seconds at 12 W are 3,360 J or 0.933 Wh; 2.5e12 / 1.5e12 = 1.7, 280 / 120 = 2.3. */
  @Test
  void aSearchIsToldInOneParagraph() {
    assertThat(new LedgerNarrative(SampleLedgers.search()).paragraph())
        .isEqualTo(
            "It took 0.933 Wh (an estimate at 12 W a busy thread), or 443 mg of CO2 at 475 g/kWh. A"
                + " training of the ticket takes 5.00e+11 operations and 40 s instead of 2.00e+12"
                + " and 1 min 40 s: the search is paid back by operations after 2 trainings, by"
                + " time after 3 trainings. A prediction takes 270 operations instead of 2,000:"
                + " paid back after 1,445 million predictions.");
  }

  /** 6.5e12 / 1.5e12 = 4.3; (280 + 400) / 120 = 5.7. */
  @Test
  void aProofIsPaidForWithTheSearch() {
    assertThat(new LedgerNarrative(SampleLedgers.proven()).paragraph())
        .startsWith(
            "The searches of this verification cost 2 trainings, 2 min 20 s and 2.50e+12 operations;"
                + " its other trainings cost 2 trainings, 3 min 20 s and 4.00e+12 operations.")
        .contains(
            "all of that is paid back by operations after 5 trainings, by time after 6 trainings.",
            "One search alone: by operations after 2 trainings.");
  }

  @Test
  void whatSavesNothingIsNeverPaidBack() {
    Cost dense = SampleLedgers.training(100, 1, new Energy(10, 0));
    Cost slower = SampleLedgers.training(100, 2, new Energy(10, 0));
    String text =
        new LedgerNarrative(SampleLedgers.of(Optional.empty(), dense, slower)).paragraph();
    assertThat(text)
        .contains("is paid back by operations never, by time never.")
        .contains("It took 20.0 J (by the processor's counters)");
  }

  @Test
  void anEnergyOfWhichAPartIsEstimatedSaysSo() {
    Cost measured = SampleLedgers.training(100, 1, new Energy(7200, 0));
    Cost estimated = SampleLedgers.training(50, 1, new Energy(0, 3600));
    assertThat(new LedgerNarrative(SampleLedgers.of(Optional.empty(), measured, estimated)).spent())
        .isEqualTo(
            "It took 3.00 Wh (1.00 Wh of it an estimate at 12 W a busy thread), or 1.43 g of CO2 at"
                + " 475 g/kWh.");
  }

  /** 280 thread-seconds over 35 us saved: 8 million. */
  @Test
  void timedPredictionsNameTheirMachine() {
    Ledger plain = SampleLedgers.search();
    Ledger timed =
        new Ledger(
            plain.searches(),
            1,
            Optional.empty(),
            plain.dense(),
            plain.ticket(),
            plain.prediction().with(new Prediction.Timed(40e-6, 5e-6, "a machine")),
            Rates.STANDARD);
    assertThat(new LedgerNarrative(timed).prediction())
        .endsWith(
            " Timed on one thread (a machine) it takes 5.00 us instead of 40.0 us: paid back after"
                + " 8.00 million predictions.");
  }
}
