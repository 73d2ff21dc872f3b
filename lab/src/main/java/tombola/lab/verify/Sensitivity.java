package tombola.lab.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tombola.lab.verdict.Differences;
import tombola.lab.verdict.Variation;
import tombola.verify.Control;

/**
 * How much a ticket and the dense network lose when their initial weights are blended with noise:
 * the more a ticket owes to its θ₀, the steeper it falls with the dose.
 *
 * @param ticket the judged ticket
 * @param dense the dense network
 * @param accuracy the ticket's slopes less the dense network's, in accuracy
 * @param earlyStop the same in steps
 */
public record Sensitivity(Response ticket, Response dense, Slope accuracy, Slope earlyStop) {
  private static final int DOSES = 5;

  /**
   * One network at every dose.
   *
   * @param name as sentences have it
   * @param doses ascending, from 0, nothing blended in, to 1, nothing left
   * @param accuracy slope of the test accuracy at the step of least validation loss, from dose 0 to
   *     dose 1
   * @param earlyStop slope of that step
   */
  public record Response(String name, List<Dose> doses, Slope accuracy, Slope earlyStop) {
    /** Copies the list. */
    public Response {
      doses = List.copyOf(doses);
    }

    /** Returns whether an early stop is a lower bound, and so the slope no more than a hint. */
    public boolean censored() {
      return doses.stream().anyMatch(dose -> dose.censored() > 0);
    }
  }

  /**
   * One dose. Means and deviations have ten digits.
   *
   * @param dose share of the noise
   * @param arm id of the arm
   * @param meanTestAccuracy at the step of least validation loss
   * @param sdTestAccuracy over the seeds: at dose 1 the spread over re-initialisations
   * @param meanBestStep that step
   * @param sdBestStep its deviation
   * @param censored under how many seeds it is a lower bound
   */
  public record Dose(
      double dose,
      String arm,
      double meanTestAccuracy,
      double sdTestAccuracy,
      double meanBestStep,
      double sdBestStep,
      int censored) {}

  /**
   * Slopes against the dose, a line fitted by least squares for each seed, and Student's t on them.
   *
   * @param values in the order of the seeds
   * @param mean their mean
   * @param variation deviation and interval of 95%, where they vary
   * @param pUnequal two-sided p value that the mean is 0
   */
  public record Slope(List<Double> values, double mean, Variation variation, double pUnequal) {
    /** Copies the list. */
    public Slope {
      values = List.copyOf(values);
    }

    static Slope of(List<Double> values) {
      Differences slopes = new Differences(values);
      return new Slope(
          Rounded.of(values),
          Rounded.of(slopes.mean()),
          Rounded.of(slopes.variation()),
          Rounded.of(slopes.pUnequal(0)));
    }

    private Slope less(Slope other) {
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        differences.add(values.get(i) - other.values.get(i));
      }
      return of(differences);
    }
  }

  /** An arm and its dose. */
  private record Dosed(double dose, ArmFigures figures) {
    double of(int seed, ToDoubleFunction<SeedFigures> figure) {
      return figure.applyAsDouble(figures.seeds().get(seed));
    }

    Dose summary() {
      List<SeedFigures> seeds = figures.seeds();
      double[] steps = seeds.stream().mapToDouble(SeedFigures::bestStep).toArray();
      double squares = 0;
      for (double step : steps) {
        squares += (step - figures.meanBestStep()) * (step - figures.meanBestStep());
      }
      return new Dose(
          dose,
          figures.arm(),
          figures.meanTestAccuracy(),
          figures.sdTestAccuracy(),
          figures.meanBestStep(),
          Rounded.of(steps.length == 1 ? 0 : Math.sqrt(squares / (steps.length - 1))),
          figures.censored());
    }
  }

  /** Returns the sensitivity, if {@code plan} has its arms and none of them diverged. */
  static Optional<Sensitivity> of(VerifyPlan plan, List<ArmFigures> arms) {
    List<String> asked = plan.arms();
    if (!Arms.SENSITIVITY.stream().map(ArmKind::id).allMatch(asked::contains)) {
      return Optional.empty();
    }
    List<Dosed> ticket = new ArrayList<>();
    List<Dosed> dense = new ArrayList<>();
    for (ArmFigures figures : arms) {
      switch (Arms.of(figures.arm())) {
        case ArmKind.TheTicket _ -> ticket.addFirst(new Dosed(0, figures));
        case ArmKind.TheDense _ -> dense.addFirst(new Dosed(0, figures));
        case ArmKind.OfControl(Control.Blended(double dose)) ->
            ticket.add(new Dosed(dose, figures));
        case ArmKind.OfDense(Control.Blended(double dose)) -> dense.add(new Dosed(dose, figures));
        case ArmKind.OfControl _, ArmKind.OfDense _, ArmKind.OfMethod _ -> {}
      }
    }
    arms.stream()
        .filter(figures -> figures.arm().equals(Arms.REINITIALISED.id()))
        .forEach(figures -> ticket.add(new Dosed(1, figures)));
    if (ticket.size() < DOSES || dense.size() < DOSES) {
      return Optional.empty();
    }
    Response first = response(Arms.TICKET, ticket);
    Response second = response(Arms.DENSE, dense);
    return Optional.of(
        new Sensitivity(
            first,
            second,
            first.accuracy.less(second.accuracy),
            first.earlyStop.less(second.earlyStop)));
  }

  private static Response response(ArmKind arm, List<Dosed> doses) {
    return new Response(
        arm.words(),
        doses.stream().map(Dosed::summary).toList(),
        slope(doses, SeedFigures::testAccuracy),
        slope(doses, SeedFigures::bestStep));
  }

  private static Slope slope(List<Dosed> doses, ToDoubleFunction<SeedFigures> figure) {
    double centre = doses.stream().mapToDouble(Dosed::dose).average().orElseThrow();
    double squares = doses.stream().mapToDouble(d -> (d.dose - centre) * (d.dose - centre)).sum();
    List<Double> slopes = new ArrayList<>();
    for (int seed = 0; seed < doses.getFirst().figures.seeds().size(); seed++) {
      double sum = 0;
      for (Dosed dosed : doses) {
        sum += (dosed.dose - centre) * dosed.of(seed, figure);
      }
      slopes.add(sum / squares);
    }
    return Slope.of(slopes);
  }
}
