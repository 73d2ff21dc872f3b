package tombola.nn;

/** What a parameter is to its layer. */
public enum ParameterRole {
  /** Weights, which are drawn and pruned. */
  WEIGHT(0f),
  /**
   * Weights in the shortcut of a residual block, which are drawn and by which masks go, but which
   * no pruner takes.
   *
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, section 4</a>
   */
  PROJECTION(0f),
  /** Biases. */
  BIAS(0f),
  /** The factors γ of a batch normalisation. */
  SCALE(1f),
  /** What a batch normalisation adds, β. */
  SHIFT(0f),
  /** Its running means, which no optimizer moves. */
  MEAN(0f),
  /** Its running variances, which no optimizer moves. */
  VARIANCE(1f);

  private final float initial;

  ParameterRole(float initial) {
    this.initial = initial;
  }

  /** Returns the value with which one begins that is not drawn. */
  public float initial() {
    return initial;
  }

  /** Returns whether masks cover it. */
  boolean masked() {
    return this == WEIGHT || this == PROJECTION;
  }

  /** Returns whether it belongs to a batch normalisation. */
  public boolean normalises() {
    return switch (this) {
      case WEIGHT, PROJECTION, BIAS -> false;
      case SCALE, SHIFT, MEAN, VARIANCE -> true;
    };
  }
}
