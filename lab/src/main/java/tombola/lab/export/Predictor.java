package tombola.lab.export;

import tombola.runtime.Tombola;

/** What an exported file predicts. */
@FunctionalInterface
interface Predictor {

  /** Returns the logits of each of {@code samples}, which are in the units of the data. */
  float[][] predict(double[][] samples);

  /** Returns what {@code ticket} predicts. */
  static Predictor of(Tombola ticket) {
    return ticket::predict;
  }
}
