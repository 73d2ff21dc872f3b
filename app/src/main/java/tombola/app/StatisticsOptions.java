package tombola.app;

import java.util.Optional;
import picocli.CommandLine.Option;
import tombola.lab.config.InputException;
import tombola.lab.verdict.Margin;

/** How strictly differences are tested. */
final class StatisticsOptions {
  @Option(
      names = "--margin",
      paramLabel = "M",
      description =
          "how much less accurate still counts as no less accurate (default: a tenth of the dense"
              + " network's test error, at least 0.001)")
  private Optional<Double> margin = Optional.empty();

  @Option(names = "--alpha", paramLabel = "A", description = "level of the tests (default: 0.05)")
  double alpha = 0.05;

  @Option(
      names = "--power",
      paramLabel = "P",
      description = "power for which the seeds needed are told (default: 0.8)")
  double power = 0.8;

  /**
   * Returns the margin of accuracy.
   *
   * @throws InputException in one line if the one given is out of range
   */
  Margin margin() {
    return margin.map(StatisticsOptions::fixed).orElse(Margin.STANDARD);
  }

  private static Margin fixed(double difference) {
    if (!(difference >= 0 && difference < 1)) {
      throw new InputException(
          "margin: expected a number in [0, 1), got " + difference + " (0.002 is 0.2 points)");
    }
    return Margin.fixed(difference);
  }
}
