package tombola.train;

/**
 * The rule that turns gradients into steps; the rate is the recipe's. Its moments begin at +0.0
 * with every training.
 */
public sealed interface Optimizer {

  /**
   * Adam with an L2 penalty (Kingma &amp; Ba 2015); the bias corrections count from where the
   * training starts.
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    /** Checks the ranges. */
    public Adam {
      checkAdam(beta1, beta2, epsilon);
    }
  }

  /** Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019). */
  record AdamW(double beta1, double beta2, double epsilon) implements Optimizer {
    /** Checks the ranges. */
    public AdamW {
      checkAdam(beta1, beta2, epsilon);
    }
  }

  /** Gradient descent with momentum, of Nesterov's kind or not, and an L2 penalty. */
  record Sgd(double momentum, boolean nesterov) implements Optimizer {
    /** Checks the ranges. */
    public Sgd {
      checkDecay("momentum", momentum, "0.9");
    }
  }

  private static void checkAdam(double beta1, double beta2, double epsilon) {
    checkDecay("beta1", beta1, "0.9");
    checkDecay("beta2", beta2, "0.999");
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "epsilon: expected a number in (0, 1), got " + epsilon + " (1e-8 is usual)");
    }
  }

  private static void checkDecay(String name, double value, String usual) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + ": expected a number in [0, 1), got " + value + " (" + usual + " is usual)");
    }
  }
}
