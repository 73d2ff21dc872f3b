package tombola.lab.data;

/**
 * Shift and scale of each column so that the train part has mean 0 and standard deviation 1 (over
 * n, not n - 1). A column that is constant in the train part becomes 0 everywhere.
 */
final class Standardisation {
  private final double[] first; // [column]; taken off before summing, so that a constant sums to 0
  private final double[] means; // [column], of what is left
  private final double[] deviations; // [column]

  private Standardisation(double[] first, double[] means, double[] deviations) {
    this.first = first;
    this.means = means;
    this.deviations = deviations;
  }

  /**
   * Returns the standardisation of a part.
   *
   * @param rows all samples, {@code [sample][column]}
   * @param train the numbers of the samples that may be looked at, at least one
   */
  static Standardisation of(double[][] rows, int[] train) {
    double[] first = rows[train[0]].clone();
    double[] means = new double[first.length];
    for (int sample : train) {
      for (int c = 0; c < first.length; c++) {
        means[c] += rows[sample][c] - first[c];
      }
    }
    for (int c = 0; c < first.length; c++) {
      means[c] /= train.length;
    }
    double[] deviations = new double[first.length];
    for (int sample : train) {
      for (int c = 0; c < first.length; c++) {
        double d = rows[sample][c] - first[c] - means[c];
        deviations[c] += d * d;
      }
    }
    for (int c = 0; c < first.length; c++) {
      deviations[c] = Math.sqrt(deviations[c] / train.length);
    }
    return new Standardisation(first, means, deviations);
  }

  /** Returns the standardised value of a column. */
  float apply(int column, double value) {
    double deviation = deviations[column];
    return deviation == 0 ? 0f : (float) ((value - first[column] - means[column]) / deviation);
  }

  /** Returns this as whoever predicts needs it. */
  InputUnits units() {
    double[] shift = new double[means.length];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = first[c] + means[c];
    }
    return new InputUnits.Columns(shift, deviations);
  }
}
