package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: values to places in [0, 1].
 *
 * @param from the value at 0
 * @param to the value at 1
 * @param logarithmic whether equal ratios, not differences, are equally far apart
 */
record Scale(double from, double to, boolean logarithmic) {

  /** Returns the axis of densities, the dense network at 0, {@code sparsest} at 1. */
  static Scale densities(double sparsest) {
    return new Scale(1, Math.min(sparsest, 0.5), true);
  }

  /** Returns where {@code value} lies; outside [0, 1] where it lies outside the axis. */
  double at(double value) {
    return logarithmic
        ? (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))
        : (value - from) / (to - from);
  }

  /** Returns the round values on the axis: about {@code count} if it is linear. */
  List<Double> ticks(int count) {
    return logarithmic ? ratios() : differences(count);
  }

  private List<Double> differences(int count) {
    double step = roundStep((to - from) / Math.max(1, count));
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> ratios() {
    double low = Math.min(from, to) * (1 - 1e-9);
    double high = Math.max(from, to) * (1 + 1e-9);
    boolean wide = high / low > 2000;
    List<Double> ticks = new ArrayList<>();
    for (double decade = 1; decade * 10 > low; decade /= 10) {
      for (double digit : wide ? new double[] {1} : new double[] {5, 2, 1}) {
        double tick = decade * digit;
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /**
   * Returns the least of 1, 2, 2.5, 5 and 10 times a power of ten that is at least {@code step}.
   */
  static double roundStep(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    for (double digit : new double[] {1, 2, 2.5, 5}) {
      if (digit * power >= step * (1 - 1e-9)) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  /** Returns the decimals that tell {@code ticks} apart, two at least. */
  static int decimals(List<Double> ticks) {
    int decimals = 2;
    for (double tick : ticks) {
      while (decimals < 6 && Math.abs(tick - rounded(tick, decimals)) > 1e-7) {
        decimals++;
      }
    }
    return decimals;
  }

  private static double rounded(double value, int decimals) {
    double power = Math.pow(10, decimals);
    return Math.round(value * power) / power;
  }
}
