package tombola.kernel;

/**
 * The factors of one step of gradient descent, refilled in place before each. For every element, in
 * this order:
 *
 * <pre>
 * g ← live ? g : +0;   g ← fma(decay, w, g)
 * m ← settle(fma(momentum, m, g))
 * w ← fma(−rate, nesterov ? fma(momentum, m, g) : m, w)
 * </pre>
 *
 * with settle(x) = |x| &lt; 2⁻¹⁰⁰ ? +0 : x.
 */
public final class SgdStep {
  /** Learning rate. */
  public float rate;

  /** Share of the last direction that is kept. */
  public float momentum;

  /** L2 penalty that joins the gradient. */
  public float decay;

  /** Whether the step looks ahead along the new direction. */
  public boolean nesterov;
}
