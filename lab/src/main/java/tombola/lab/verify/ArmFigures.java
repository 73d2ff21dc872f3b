package tombola.lab.verify;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One arm at one level under all seeds. Means and statistics have ten digits.
 *
 * @param arm its id
 * @param title what tables call it
 * @param level of the ticket that it stands beside; 0 for the dense network
 * @param seeds what each measured, ascending
 * @param meanTestAccuracy at the step of least validation loss
 * @param sdTestAccuracy its standard deviation, n - 1 below the fraction
 * @param meanFinalAccuracy test accuracy after the last step
 * @param meanLive live weights
 * @param meanBestStep the step of least validation loss
 * @param censored under how many seeds that is a lower bound
 * @param meanStepsInAll steps of all its trainings
 * @param difference its test accuracy less the ticket's of the same level; none for the ticket
 * @param earlyStop how many times the ticket's steps it takes to its least validation loss; none
 *     for the ticket
 * @param denseLoss the same to the dense network's least validation loss; none for the ticket
 */
public record ArmFigures(
    String arm,
    String title,
    int level,
    List<SeedFigures> seeds,
    double meanTestAccuracy,
    double sdTestAccuracy,
    double meanFinalAccuracy,
    double meanLive,
    double meanBestStep,
    int censored,
    double meanStepsInAll,
    Optional<Compared> difference,
    Optional<Ratio> earlyStop,
    Optional<Ratio> denseLoss) {

  /** Copies the list. */
  public ArmFigures {
    seeds = List.copyOf(seeds);
  }

  static ArmFigures of(
      ArmKind arm,
      int level,
      List<SeedFigures> seeds,
      Optional<Compared> difference,
      Optional<Ratio> earlyStop,
      Optional<Ratio> denseLoss) {
    double mean = mean(seeds, SeedFigures::testAccuracy);
    double squares =
        seeds.stream()
            .mapToDouble(s -> (s.testAccuracy() - mean) * (s.testAccuracy() - mean))
            .sum();
    double sd = seeds.size() == 1 ? 0 : Math.sqrt(squares / (seeds.size() - 1));
    return new ArmFigures(
        arm.id(),
        arm.title(),
        level,
        seeds,
        Rounded.of(mean),
        Rounded.of(sd),
        Rounded.of(mean(seeds, SeedFigures::finalAccuracy)),
        Rounded.of(mean(seeds, SeedFigures::live)),
        Rounded.of(mean(seeds, SeedFigures::bestStep)),
        (int) seeds.stream().filter(SeedFigures::censored).count(),
        Rounded.of(mean(seeds, SeedFigures::stepsInAll)),
        difference,
        earlyStop,
        denseLoss);
  }

  private static double mean(List<SeedFigures> seeds, ToDoubleFunction<SeedFigures> figure) {
    return seeds.stream().mapToDouble(figure).sum() / seeds.size();
  }
}
