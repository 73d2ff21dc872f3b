package tombola.lab.ledger;

/**
 * Electrical energy in joules. What was measured and what was estimated are kept apart, so that no
 * sum passes for a measurement.
 *
 * @param measured by the processor's counters
 * @param estimated from time and a stated power
 */
public record Energy(double measured, double estimated) {
  private static final double KILOWATT_HOUR = 3.6e6; // joules

  /** Returns both parts together. */
  public double joules() {
    return measured + estimated;
  }

  /** Returns both parts together, in kilowatt-hours. */
  public double kilowattHours() {
    return joules() / KILOWATT_HOUR;
  }

  /** Returns whether some of it is an estimate. */
  public boolean isEstimate() {
    return estimated != 0;
  }

  Energy plus(Energy other) {
    return new Energy(measured + other.measured, estimated + other.estimated);
  }

  Energy times(double factor) {
    return new Energy(measured * factor, estimated * factor);
  }
}
