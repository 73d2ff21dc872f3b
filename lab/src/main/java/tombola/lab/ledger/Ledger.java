package tombola.lab.ledger;

import java.util.Optional;

/**
 * What a ticket cost to find, and perhaps to prove, against what each use of it saves. The price is
 * the whole of it: that a search begins with a dense training which would have been done anyway,
 * and ends with a trained ticket, is not taken off.
 *
 * @param searches all trainings of the searches
 * @param count how many searches
 * @param proof all trainings of the arms that a verification added, if there was one
 * @param dense one training of the dense network, the mean
 * @param ticket one training of the ticket, the mean
 * @param prediction one prediction
 * @param rates what estimates rest on
 */
public record Ledger(
    Bill searches,
    int count,
    Optional<Bill> proof,
    Cost dense,
    Cost ticket,
    Prediction prediction,
    Rates rates) {

  /** Returns the searches and the proof together. */
  public Bill all() {
    return proof.map(searches::plus).orElse(searches);
  }

  /** Returns what one search costs, the mean. */
  public Cost oneSearch() {
    return searches.cost().times(1.0 / count);
  }

  /**
   * Returns what one training of the ticket saves against a dense one; below 0 if it costs more.
   */
  public double saved(Cost.Unit unit) {
    return dense.in(unit) - ticket.in(unit);
  }

  /** Returns after how many trainings of the ticket, each instead of a dense one, all is saved. */
  public Payback trainings(Cost.Unit unit) {
    return trainings(all().cost(), unit);
  }

  /** Returns the same for {@code spent} alone. */
  public Payback trainings(Cost spent, Cost.Unit unit) {
    return Payback.of(spent.in(unit), saved(unit));
  }

  /** Returns after how many predictions all is saved, by operations. */
  public Payback predictions() {
    return predictions(all().cost());
  }

  /** Returns the same for {@code spent} alone. */
  public Payback predictions(Cost spent) {
    return Payback.of(spent.operations(), prediction.dense() - prediction.ticket());
  }

  /** Returns the same by the seconds of a thread, where predictions were timed. */
  public Optional<Payback> timedPredictions(Cost spent) {
    return prediction
        .timed()
        .map(timed -> Payback.of(spent.threadSeconds(), timed.dense() - timed.ticket()));
  }
}
