package tombola.lab.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the tables and charts write them. */
public final class Figures {
  private Figures() {}

  /** Returns a density as a share of three digits, such as {@code 0.135} or {@code 0.00864}. */
  public static String density(double share) {
    if (!(share > 0 && share < 0.1)) {
      return String.format(Locale.ROOT, "%.3f", share);
    }
    BigDecimal digits = new BigDecimal(share).round(new MathContext(3, RoundingMode.HALF_UP));
    return digits.setScale(2 - digits.precision() + 1 + digits.scale()).toPlainString();
  }

  /** Returns an accuracy in [0, 1] with four decimals. */
  public static String accuracy(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  /** Returns a difference of two accuracies with its sign. */
  public static String difference(double shares) {
    return String.format(Locale.ROOT, "%+.4f", Math.round(shares * 1e4) / 1e4); // never -0.0000
  }

  /** Returns a whole number in groups of three digits. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns the nearest whole number in groups of three digits. */
  public static String count(double number) {
    return count(Math.round(number));
  }

  /** Returns a number of operations, such as {@code 9.58e+14}. */
  public static String operations(double number) {
    return number < 1e6 ? count(number) : String.format(Locale.ROOT, "%.2e", number);
  }

  /** Returns a number of 0 or more with three digits, or all of those before the point. */
  public static String significant(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal digits = new BigDecimal(number).round(new MathContext(3, RoundingMode.HALF_UP));
    int decimals = digits.scale() + 3 - digits.precision();
    return decimals <= 0 ? count(number) : digits.setScale(decimals).toPlainString();
  }

  /** Returns bytes of memory as people say them, such as {@code 97.1 MB} or {@code 1.21 GB}. */
  public static String memory(long bytes) {
    return bytes < 1e9 ? significant(bytes / 1e6) + " MB" : significant(bytes / 1e9) + " GB";
  }

  /** Returns an energy in joules as people say it, such as {@code 0.747 Wh}. */
  public static String energy(double joules) {
    double hours = joules / 3600;
    if (hours < 0.1) {
      return significant(joules) + " J";
    }
    return hours < 1000 ? significant(hours) + " Wh" : significant(hours / 1000) + " kWh";
  }

  /** Returns a mass in grams as people say it, such as {@code 355 mg}. */
  public static String mass(double grams) {
    if (grams < 1) {
      return significant(1000 * grams) + " mg";
    }
    return grams < 1000 ? significant(grams) + " g" : significant(grams / 1000) + " kg";
  }

  /** Returns a short time in seconds, such as {@code 3.12 us} with a {@code u} for micro. */
  public static String brief(double seconds) {
    return seconds < 1e-3
        ? significant(1e6 * seconds) + " us"
        : seconds < 1 ? significant(1e3 * seconds) + " ms" : significant(seconds) + " s";
  }

  /** Returns a ratio with two decimals. */
  public static String ratio(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** Returns seconds as a table holds them. */
  public static String seconds(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f", seconds)
        : String.format(Locale.ROOT, "%,.0f", seconds);
  }

  /** Returns a time as people say it, such as {@code 2 min 5 s}. */
  public static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + " h " + minutes % 60 + " min";
  }
}
