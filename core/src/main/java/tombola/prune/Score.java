package tombola.prune;

/** What makes a weight worth keeping; the least scores are pruned. */
public enum Score {
  /** |trained|: Frankle &amp; Carbin 2019. */
  MAGNITUDE,
  /**
   * |trained| - |start|.
   *
   * @see <a href="https://arxiv.org/abs/1905.01067">Zhou et al. 2019, section 3 ("magnitude
   *     increase")</a>
   */
  MAGNITUDE_INCREASE;

  float of(float start, float trained) {
    return switch (this) {
      case MAGNITUDE -> Math.abs(trained);
      case MAGNITUDE_INCREASE -> Math.abs(trained) - Math.abs(start);
    };
  }
}
