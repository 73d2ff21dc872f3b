package tombola.lab.report;

import java.util.List;
import java.util.Optional;
import tombola.lab.transfer.Claim;
import tombola.lab.transfer.TransferArm;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferFigures;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.Compared;
import tombola.lab.verify.Ratio;

/** What the tables of a transfer say in one cell. */
final class TransferCells {
  private TransferCells() {}

  static String accuracy(TransferFigures arm, String plusMinus) {
    return "%s %s %s"
        .formatted(
            Figures.accuracy(arm.meanTestAccuracy()),
            plusMinus,
            Figures.accuracy(arm.sdTestAccuracy()));
  }

  static String difference(TransferFigures arm) {
    return arm.difference().map(d -> Figures.difference(d.mean())).orElse("");
  }

  static String interval(Optional<Compared> difference) {
    return difference
        .map(Compared::variation)
        .filter(Variation.Varying.class::isInstance)
        .map(Variation.Varying.class::cast)
        .map(Variation.Varying::interval)
        .map(TransferCells::range)
        .orElse("");
  }

  private static String range(Interval interval) {
    return Figures.difference(interval.low()) + " to " + Figures.difference(interval.high());
  }

  /** Returns a ratio of steps, a bound marked by {@code least} or {@code most}. */
  static String ratio(Optional<Ratio> ratio, String least, String most) {
    return ratio
        .map(r ->
            switch (r.kind()) {
              case MEASURED -> r.ratio().map(Figures::ratio).orElse("");
              case AT_LEAST -> least + r.ratio().map(Figures::ratio).orElse("");
              case AT_MOST -> most + r.ratio().map(Figures::ratio).orElse("");
              case UNKNOWN -> "?";
            })
        .orElse("");
  }

  /** Returns what is shown of an arm in a word; nothing if nothing is claimed of it. */
  static String answer(Optional<Claim> claim) {
    return claim
        .map(c ->
            switch (c.answer()) {
              case CARRIES -> "carries";
              case AS_ACCURATE -> "equal";
              case LESS_ACCURATE -> "below";
              case UNDECIDED -> "open";
            })
        .orElse("");
  }

  /** Returns the arms of which a matrix has a row for each source. */
  static List<TransferArm> carried() {
    return TransferArms.ALL.stream().filter(arm -> !arm.isOfSearch()).toList();
  }
}
