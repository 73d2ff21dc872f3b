package tombola.lab.report;

import java.util.List;
import java.util.Optional;
import tombola.lab.ledger.Bill;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Energy;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Prediction;
import tombola.lab.ledger.Rates;

/** Made-up ledgers whose every number is known. */
final class SampleLedgers {
  private SampleLedgers() {}

  /** Dense 2e12 operations and 100 s, the ticket 5e11 and 40 s, on two threads at 12 W each. */
  static Ledger search() {
    return of(
        Optional.empty(),
        training(2e12, 100, Rates.STANDARD.estimate(200)),
        training(5e11, 40, Rates.STANDARD.estimate(80)));
  }

  /** The same with two more trainings like the dense one. */
  static Ledger proven() {
    Cost dense = search().dense();
    return of(Optional.of(Bill.of(List.of(dense, dense))), dense, search().ticket());
  }

  static Ledger of(Optional<Bill> proof, Cost dense, Cost ticket) {
    return new Ledger(
        Bill.of(List.of(dense, ticket)),
        1,
        proof,
        dense,
        ticket,
        Prediction.of(1000, 135),
        Rates.STANDARD);
  }

  static Cost training(double operations, double seconds, Energy energy) {
    return new Cost(operations, seconds, 2 * seconds, energy);
  }
}
