package tombola.kernel;

/**
 * The factors of one Adam or AdamW step, refilled in place before each. For every element, in this
 * order:
 *
 * <pre>
 * g ← live ? g : +0;   g ← fma(decay, w, g)
 * m ← settle(fma(oneMinusBeta1, g, beta1 · m))
 * v ← settle(fma(oneMinusBeta2 · g, g, beta2 · v))
 * w ← fma(−size, m / fma(√v, rootScale, epsilon), shrink · w)
 * </pre>
 *
 * with settle(x) = |x| &lt; 2⁻¹⁰⁰ ? +0 : x.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma &amp; Ba 2015, algorithm 1</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov &amp; Hutter 2019, algorithm 2</a>
 */
public final class AdamStep {
  /** Decay of the first moment. */
  public float beta1;

  /** 1 - beta1. */
  public float oneMinusBeta1;

  /** Decay of the second moment. */
  public float beta2;

  /** 1 - beta2. */
  public float oneMinusBeta2;

  /** Added to the root of the second moment. */
  public float epsilon;

  /** Learning rate over the bias correction of the first moment. */
  public float size;

  /** 1 over the root of the bias correction of the second moment. */
  public float rootScale;

  /** L2 penalty that joins the gradient. */
  public float decay;

  /** Decoupled decay: 1 - rate · weight decay. */
  public float shrink;
}
