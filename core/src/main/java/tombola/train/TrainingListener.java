package tombola.train;

/** Hears of a training as it goes on. */
@FunctionalInterface
public interface TrainingListener {

  /**
   * Called after each look at the validation part of a training that ends at step {@code steps}.
   */
  void at(Curve.Point point, long steps);
}
