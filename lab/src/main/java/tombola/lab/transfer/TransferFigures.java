package tombola.lab.transfer;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tombola.lab.verify.Compared;
import tombola.lab.verify.Ratio;
import tombola.lab.verify.Rounded;

/**
 * One arm of a transfer under all seeds. Means and statistics have ten digits.
 *
 * @param arm its id
 * @param title what tables call it
 * @param seeds what each measured, ascending
 * @param meanTestAccuracy at the step of least validation loss
 * @param sdTestAccuracy its standard deviation, n - 1 below the fraction
 * @param meanFinalAccuracy test accuracy after the last step
 * @param density live / total, the mean
 * @param hiddenDensity the same without the head
 * @param meanBestStep the step of least validation loss
 * @param censored under how many seeds that is a lower bound
 * @param meanTargetSteps steps trained on the target
 * @param difference its test accuracy less that of the dense network from scratch; none for that
 * @param earlyStop the dense network's steps to its least validation loss for each of this arm's to
 *     its own: above 1, this arm is sooner
 * @param denseLoss the same to the dense network's least validation loss
 * @param denseAccuracy the same to the dense network's validation accuracy
 */
public record TransferFigures(
    String arm,
    String title,
    List<TransferSeed> seeds,
    double meanTestAccuracy,
    double sdTestAccuracy,
    double meanFinalAccuracy,
    double density,
    double hiddenDensity,
    double meanBestStep,
    int censored,
    double meanTargetSteps,
    Optional<Compared> difference,
    Optional<Ratio> earlyStop,
    Optional<Ratio> denseLoss,
    Optional<Ratio> denseAccuracy) {

  /**
   * How an arm stands to the dense network from scratch.
   *
   * @param difference of test accuracies
   * @param earlyStop ratio of early-stop steps
   * @param denseLoss ratio of steps to the dense network's loss
   * @param denseAccuracy ratio of steps to its accuracy
   */
  record Against(Compared difference, Ratio earlyStop, Ratio denseLoss, Ratio denseAccuracy) {}

  /** Copies the list. */
  public TransferFigures {
    seeds = List.copyOf(seeds);
  }

  static TransferFigures of(TransferArm arm, List<TransferSeed> seeds, Optional<Against> against) {
    double mean = mean(seeds, TransferSeed::testAccuracy);
    double squares =
        seeds.stream()
            .mapToDouble(s -> (s.testAccuracy() - mean) * (s.testAccuracy() - mean))
            .sum();
    return new TransferFigures(
        arm.id(),
        arm.title(),
        seeds,
        Rounded.of(mean),
        Rounded.of(seeds.size() == 1 ? 0 : Math.sqrt(squares / (seeds.size() - 1))),
        Rounded.of(mean(seeds, TransferSeed::finalAccuracy)),
        Rounded.of(mean(seeds, s -> (double) s.live() / s.total())),
        Rounded.of(mean(seeds, s -> (double) s.hiddenLive() / Math.max(1, s.hiddenTotal()))),
        Rounded.of(mean(seeds, TransferSeed::bestStep)),
        (int) seeds.stream().filter(TransferSeed::censored).count(),
        Rounded.of(mean(seeds, TransferSeed::targetSteps)),
        against.map(Against::difference),
        against.map(Against::earlyStop),
        against.map(Against::denseLoss),
        against.map(Against::denseAccuracy));
  }

  private static double mean(List<TransferSeed> seeds, ToDoubleFunction<TransferSeed> figure) {
    return seeds.stream().mapToDouble(figure).sum() / seeds.size();
  }
}
