package tombola.lab.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import tombola.lab.verdict.Decision;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Variation;

/**
 * Statistics to ten digits: the functions of the library behind them may differ in the last bits
 * from machine to machine, and stored results may not.
 */
public final class Rounded {
  private static final MathContext DIGITS = new MathContext(10, RoundingMode.HALF_EVEN);

  private Rounded() {}

  /** Returns {@code number} to ten digits. */
  public static double of(double number) {
    return Double.isFinite(number) ? new BigDecimal(number).round(DIGITS).doubleValue() : number;
  }

  static List<Double> of(List<Double> numbers) {
    return numbers.stream().map(Rounded::of).toList();
  }

  static Interval of(Interval interval) {
    return new Interval(of(interval.low()), of(interval.high()));
  }

  static Variation of(Variation variation) {
    return switch (variation) {
      case Variation.OneSeed _, Variation.AllEqual _ -> variation;
      case Variation.Varying v ->
          new Variation.Varying(
              of(v.sd()), of(v.interval()), of(v.t()), of(v.effect()), of(v.correctedEffect()));
    };
  }

  static Decision of(Decision decision) {
    return switch (decision) {
      case Decision.Untested _ -> decision;
      case Decision.Tested t ->
          new Decision.Tested(
              of(t.pass()), of(t.passAdjusted()), of(t.fail()), t.alpha(), t.seeds());
    };
  }
}
