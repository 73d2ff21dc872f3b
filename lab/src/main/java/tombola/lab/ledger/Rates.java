package tombola.lab.ledger;

/**
 * What turns time into energy where no counter was read, and energy into CO2.
 *
 * @param watts watts that a busy thread takes, where the machine does not measure energy; above 0
 * @param grid grams of CO2 equivalent that a kilowatt-hour of electricity stands for; 0 or more
 */
public record Rates(double watts, double grid) {
  /**
   * Twelve watts a busy core, the figure of the Green Algorithms project for a processor that is
   * not known, and 475 g/kWh, the world's mean of 2019 by the International Energy Agency.
   *
   * @see <a href="https://doi.org/10.1002/advs.202100707">Lannelongue, Grealey &amp; Inouye 2021,
   *     Green Algorithms, and its tables TDP_cpu.csv and CI_aggregated.csv</a>
   */
  public static final Rates STANDARD = new Rates(12, 475);

  /** Checks the ranges. */
  public Rates {
    if (!(watts > 0 && Double.isFinite(watts))) {
      throw new IllegalArgumentException(
          "watts: expected a number above 0, got " + watts + " (12 is a usual core)");
    }
    if (!(grid >= 0 && Double.isFinite(grid))) {
      throw new IllegalArgumentException(
          "grid: expected a number of 0 or more, got " + grid + " (475 is the world's mean)");
    }
  }

  /**
   * Returns the energy of work of which no counter was read.
   *
   * @param threadSeconds seconds, added over the threads that were busy
   */
  public Energy estimate(double threadSeconds) {
    return new Energy(0, watts * threadSeconds);
  }

  /** Returns the grams of CO2 equivalent of {@code energy}. */
  public double grams(Energy energy) {
    return energy.kilowattHours() * grid;
  }
}
