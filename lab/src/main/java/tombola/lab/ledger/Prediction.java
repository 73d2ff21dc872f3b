package tombola.lab.ledger;

import java.util.Optional;

/**
 * What the prediction of one sample takes.
 *
 * @param dense operations of the dense network: two for each weight, at every place of a
 *     convolution
 * @param ticket operations of the ticket: two for each live weight
 * @param timed the same by the clock, where that was measured
 */
public record Prediction(double dense, double ticket, Optional<Timed> timed) {

  /**
   * Seconds of one thread for one sample at a time, on the machine that is named.
   *
   * @param dense of the dense network
   * @param ticket of the ticket
   * @param machine its processor and kernels
   */
  public record Timed(double dense, double ticket, String machine) {}

  /** Returns the prediction of networks with so many multiply-adds, nothing timed. */
  public static Prediction of(double dense, double ticket) {
    return new Prediction(2 * dense, 2 * ticket, Optional.empty());
  }

  /** Returns this with times. */
  public Prediction with(Timed measured) {
    return new Prediction(dense, ticket, Optional.of(measured));
  }
}
