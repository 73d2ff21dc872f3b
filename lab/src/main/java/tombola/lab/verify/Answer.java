package tombola.lab.verify;

import tombola.lab.verdict.Verdict;

/** A verdict in a word. */
public enum Answer {
  /** All criteria hold. */
  WINNING,
  /** As accurate as the dense network. */
  MATCHING,
  /** Less accurate by more than the margin. */
  NOT_WINNING,
  /** Neither is shown, or an arm of the verdict is missing. */
  UNDECIDED;

  static Answer of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Winning _ -> WINNING;
      case Verdict.Matching _ -> MATCHING;
      case Verdict.NotWinning _ -> NOT_WINNING;
      case Verdict.Undecided _ -> UNDECIDED;
    };
  }
}
