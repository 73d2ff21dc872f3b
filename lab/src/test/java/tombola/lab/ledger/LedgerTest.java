package tombola.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class LedgerTest {
  private static final Rates RATES = new Rates(10, 500);

  /** A training of so many operations that took so many seconds on two threads. */
  private static Cost training(double operations, double seconds) {
    return new Cost(operations, seconds, 2 * seconds, RATES.estimate(2 * seconds));
  }

  /** Dense 1,000 operations in 10 s; the levels after it 600 in 7 s and 200 in 4 s. */
  private static Ledger ledger(Optional<Bill> proof) {
    Cost dense = training(1000, 10);
    Cost ticket = training(200, 4);
    return new Ledger(
        Bill.of(List.of(dense, training(600, 7), ticket)),
        1,
        proof,
        dense,
        ticket,
        Prediction.of(100, 20),
        RATES);
  }

  /** 1,000 + 600 + 200 operations; 21 s, 42 of a thread, at 10 W 420 J. */
  @Test
  void aSearchCostsTheSumOfItsTrainings() {
    Bill searches = ledger(Optional.empty()).searches();
    assertThat(searches.trainings()).isEqualTo(3);
    assertThat(searches.cost()).isEqualTo(new Cost(1800, 21, 42, new Energy(0, 420)));
  }

  /** 1,800 / 800 = 2.25 by operations, 42 / 12 = 3.5 by time, 420 / 120 = 3.5 by energy. */
  @Test
  void theSearchIsPaidBackByWhatEachTrainingSaves() {
    Ledger ledger = ledger(Optional.empty());
    assertThat(ledger.trainings(Cost.Unit.OPERATIONS)).isEqualTo(new Payback.After(2.25));
    assertThat(ledger.trainings(Cost.Unit.TIME)).isEqualTo(new Payback.After(3.5));
    assertThat(ledger.trainings(Cost.Unit.ENERGY)).isEqualTo(new Payback.After(3.5));
    assertThat(ledger.trainings(Cost.Unit.OPERATIONS).whole()).isEqualTo(OptionalLong.of(3));
  }

  /** A prediction takes 200 operations dense and 40 sparse: 1,800 / 160. */
  @Test
  void predictionsPayBackByTwoOperationsForEachPrunedWeight() {
    assertThat(ledger(Optional.empty()).predictions()).isEqualTo(new Payback.After(11.25));
  }

  /** 42 thread-seconds over a saving of 3 s. */
  @Test
  void timedPredictionsPayBackInSecondsOfAThread() {
    Ledger plain = ledger(Optional.empty());
    assertThat(plain.timedPredictions(plain.all().cost())).isEmpty();
    Ledger timed =
        new Ledger(
            plain.searches(),
            1,
            Optional.empty(),
            plain.dense(),
            plain.ticket(),
            plain.prediction().with(new Prediction.Timed(5, 2, "a machine")),
            RATES);
    assertThat(timed.timedPredictions(timed.all().cost())).contains(new Payback.After(14));
  }

  /** With 2,200 operations of proof, 4,000 / 800. */
  @Test
  void aProofIsPaidForToo() {
    Ledger ledger = ledger(Optional.of(Bill.of(List.of(training(2200, 9)))));
    assertThat(ledger.all().trainings()).isEqualTo(4);
    assertThat(ledger.trainings(Cost.Unit.OPERATIONS)).isEqualTo(new Payback.After(5));
    assertThat(ledger.trainings(ledger.oneSearch(), Cost.Unit.OPERATIONS))
        .isEqualTo(new Payback.After(2.25));
  }

  @Test
  void whatSavesNothingNeverPays() {
    assertThat(Payback.of(10, 0)).isEqualTo(new Payback.Never());
    assertThat(Payback.of(10, -1)).isEqualTo(new Payback.Never());
    assertThat(Payback.of(0, 0).whole()).isEmpty();
    assertThat(Payback.of(0, 1)).isEqualTo(new Payback.After(0));
    assertThatThrownBy(() -> Payback.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Payback.of(1, Double.NaN)).hasMessageContaining("NaN");
  }

  /** 1.8 MJ are half a kilowatt-hour, which at 500 g/kWh are 250 g. */
  @Test
  void energyIsTurnedIntoCarbonDioxide() {
    assertThat(new Energy(1.8e6, 0).kilowattHours()).isEqualTo(0.5);
    assertThat(RATES.grams(new Energy(1.0e6, 0.8e6))).isEqualTo(250);
    assertThat(RATES.estimate(60)).isEqualTo(new Energy(0, 600));
  }

  @Test
  void aSumWithOneEstimateIsAnEstimate() {
    Cost measured = new Cost(1, 1, 1, new Energy(5, 0));
    assertThat(Cost.sum(List.of(measured, measured)).energy().isEstimate()).isFalse();
    Cost both = Cost.sum(List.of(measured, new Cost(1, 1, 1, RATES.estimate(1))));
    assertThat(both.energy()).isEqualTo(new Energy(5, 10));
    assertThat(both.energy().isEstimate()).isTrue();
    assertThat(both.energy().joules()).isEqualTo(15);
  }

  @Test
  void afterThePaybackAsMuchIsSavedAsWasSpent() {
    for (int seed = 0; seed < 200; seed++) {
      RandomStream random = new Seed(seed).child("ledger").generator();
      double spent = 1e12 * random.nextDouble();
      double saved = 1e9 * (random.nextDouble() - 0.3);
      switch (Payback.of(spent, saved)) {
        case Payback.After(double uses) -> {
          assertThat(uses * saved).isCloseTo(spent, within(1e-9 * spent));
          long whole = Payback.of(spent, saved).whole().orElseThrow();
          assertThat((double) whole).isBetween(uses, uses + 1);
        }
        case Payback.Never() -> assertThat(saved).isNotPositive();
      }
    }
  }

  @Test
  void aMeanTimesItsCountIsTheSum() {
    List<Cost> costs = List.of(training(10, 1), training(20, 3));
    assertThat(Cost.mean(costs)).isEqualTo(training(15, 2));
    assertThatThrownBy(() -> Cost.mean(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void ratesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Rates(0, 475)).hasMessageStartingWith("watts: expected");
    assertThatThrownBy(() -> new Rates(Double.NaN, 475)).hasMessageStartingWith("watts: expected");
    assertThatThrownBy(() -> new Rates(12, -1)).hasMessageStartingWith("grid: expected");
    assertThat(new Rates(12, 0).grams(new Energy(1e9, 0))).isZero();
  }
}
