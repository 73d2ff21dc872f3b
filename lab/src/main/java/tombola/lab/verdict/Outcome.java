package tombola.lab.verdict;

/** What is known of a criterion. */
public enum Outcome {
  /** It is shown to hold. */
  PASSED,
  /** It is shown not to hold. */
  FAILED,
  /** Neither is shown. */
  UNDECIDED;

  /** Returns this as a part of a sentence. */
  public String words() {
    return switch (this) {
      case PASSED -> "holds";
      case FAILED -> "does not hold";
      case UNDECIDED -> "undecided";
    };
  }
}
