package tombola.lab.advice;

/**
 * A dense and a sparse way to the same outputs, timed in turn, and some time later once more.
 *
 * @param first the first pass
 * @param second the second pass
 * @param gain what both show
 */
public record Race(Pass first, Pass second, Gain gain) {

  /**
   * Both ways, timed in turn.
   *
   * @param dense the faster of the dense ways there are
   * @param sparse the sparse way
   */
  public record Pass(Latency dense, Latency sparse) {
    double ratio() {
      return dense.median() / sparse.median();
    }
  }

  /** Returns two passes with what they show. */
  static Race of(Pass first, Pass second) {
    return new Race(first, second, Gain.of(first.ratio(), second.ratio()));
  }

  /** Returns the slower of the passes of the sparse way. */
  public Latency sparse() {
    return slower(first.sparse, second.sparse);
  }

  /** Returns the slower of the passes of the dense way. */
  public Latency dense() {
    return slower(first.dense, second.dense);
  }

  /** Returns the one of greater median. */
  static Latency slower(Latency one, Latency other) {
    return one.median() >= other.median() ? one : other;
  }
}
