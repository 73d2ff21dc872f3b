package tombola.lab.verdict;

import java.util.Locale;
import java.util.function.DoubleFunction;

/** Numbers as the sentences write them. */
final class Words {
  private Words() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String seeds(int n) {
    return count(n) + (n == 1 ? " seed" : " seeds");
  }

  static String share(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  static String ratio(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** Returns a difference of accuracies with its sign, never minus zero. */
  static String difference(double number) {
    return String.format(Locale.ROOT, "%+.4f", Math.round(number * 1e4) / 1e4);
  }

  static String p(double p) {
    return p < 0.0001 ? "p < 0.0001" : "p = " + share(p);
  }

  static String range(Interval interval, DoubleFunction<String> number) {
    return number.apply(interval.low()) + " to " + number.apply(interval.high());
  }

  /** Returns why there is no interval, to follow a mean. */
  static String noInterval(Variation variation) {
    return switch (variation) {
      case Variation.OneSeed _ -> ", which gives no interval";
      case Variation.AllEqual _ -> ", all equal, which gives no interval";
      case Variation.Varying _ -> "";
    };
  }

  /** Returns a mean difference of accuracies with its interval. */
  static String differences(Differences found) {
    String spread =
        switch (found.variation()) {
          case Variation.Varying varying ->
              ", sd %s, 95%% interval %s"
                  .formatted(share(varying.sd()), range(varying.interval(), Words::difference));
          case Variation.OneSeed _, Variation.AllEqual _ -> noInterval(found.variation());
        };
    return "mean difference %s over %s%s"
        .formatted(difference(found.mean()), seeds(found.n()), spread);
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String small(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
