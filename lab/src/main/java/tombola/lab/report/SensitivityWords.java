package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import tombola.lab.verify.SensitivityFigures;
import tombola.lab.verify.SensitivityFigures.Redraws;
import tombola.lab.verify.SlopeFigures;

/** The sensitivity to the initial weights in sentences. */
final class SensitivityWords {
  private final SensitivityFigures figures;

  SensitivityWords(SensitivityFigures figures) {
    this.figures = figures;
  }

  /** Returns a dose as a percentage. */
  static String dose(double dose) {
    return Math.round(100 * dose) + "%";
  }

  /** Returns a sentence for accuracy and one for early stop, as far as no dose diverged. */
  List<String> slopes() {
    List<String> sentences = new ArrayList<>();
    figures
        .ticket()
        .accuracy()
        .ifPresent(ticket ->
            sentences.add(
                "From no noise to noise alone, test accuracy changes by %s%s%s."
                    .formatted(
                        of("the ticket", ticket, Figures::difference),
                        figures.dense().accuracy().map(this::accuracy).orElse(""),
                        difference(figures.accuracy(), Figures::difference))));
    figures
        .ticket()
        .earlyStop()
        .ifPresent(ticket ->
            sentences.add(
                "The early-stop step changes by %s%s%s."
                    .formatted(
                        of("the ticket", ticket, SensitivityWords::steps),
                        figures.dense().earlyStop().map(this::earlyStop).orElse(""),
                        difference(figures.earlyStop(), SensitivityWords::steps))));
    if (sentences.isEmpty()) {
      sentences.add("There are no slopes for the ticket, as a training of a dose diverged.");
    }
    return sentences;
  }

  private String accuracy(SlopeFigures dense) {
    return ", " + of("the dense network", dense, Figures::difference);
  }

  private String earlyStop(SlopeFigures dense) {
    return ", " + of("the dense network", dense, SensitivityWords::steps);
  }

  private static String of(String whose, SlopeFigures slope, DoubleFunction<String> number) {
    return "%s for %s".formatted(slope(slope, number), whose);
  }

  private static String difference(Optional<SlopeFigures> slope, DoubleFunction<String> number) {
    return slope
        .map(s ->
            "; the difference is %s%s"
                .formatted(
                    slope(s, number), s.pUnequal().map(p -> ", two-sided " + p(p)).orElse("")))
        .orElse("");
  }

  /** Returns a slope with its interval, or as the bound that it is. */
  static String slope(SlopeFigures slope, DoubleFunction<String> number) {
    String mean = slope.mean().map(number::apply).orElse("an unknown amount");
    return switch (slope.kind()) {
      case UNKNOWN -> mean;
      case AT_LEAST -> "at least " + mean;
      case AT_MOST -> "at most " + mean;
      case MEASURED ->
          mean
              + slope
                  .interval()
                  .map(i ->
                      " (95%% interval %s to %s)"
                          .formatted(number.apply(i.low()), number.apply(i.high())))
                  .orElse("");
    };
  }

  /** Returns a number of steps with its sign. */
  static String steps(double steps) {
    long whole = Math.round(steps);
    return (whole > 0 ? "+" : "") + Figures.count(whole);
  }

  private static String p(double p) {
    return p < 0.0001 ? "p < 0.0001" : "p = " + Figures.accuracy(p);
  }

  /** Returns how far re-initialisations are apart. */
  String redraws() {
    Redraws redraws = figures.redraws();
    String spread =
        "Standard deviation of the test accuracy over the seeds: %s for the ticket, %s for its re-initialisation"
            .formatted(number(redraws.ticket()), number(redraws.reinitialised()));
    return redraws.draws() < 2
        ? spread + "."
        : spread
            + "; over %d draws under one seed, mask and order of the data the same, %s (pooled)."
                .formatted(redraws.draws(), number(redraws.withinSeed()));
  }

  private static String number(Optional<Double> sd) {
    return sd.map(Figures::accuracy).orElse("unknown");
  }

  /** Returns what to do about shares of signs that are missing, if any is. */
  Optional<String> unnoted() {
    boolean missing =
        Stream.of(figures.ticket(), figures.dense())
            .flatMap(doses -> doses.doses().stream())
            .anyMatch(dose -> dose.meanSignsKept().isEmpty());
    return missing
        ? Optional.of(
            "A share of signs is missing where a training was made before signs were noted; to have"
                + " it, remove that arm's folder (such as arms/reinitialised) and verify again.")
        : Optional.empty();
  }
}
