package tombola.lab.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tombola.lab.config.InputException;
import tombola.lab.verify.VerifyPlan;

/** How much of a certificate is trained again. */
public enum ReplayScope {
  /** Every training behind it. */
  ALL,
  /**
   * The trainings that the verdict rests on: every search, and at the judged level its two
   * controls.
   */
  VERDICT,
  /** The search that found the ticket beside the certificate. */
  TICKET;

  /**
   * Returns the scope called {@code text}.
   *
   * @throws InputException in one line if there is none
   */
  public static ReplayScope named(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new InputException("only: expected one of " + names() + ", got " + text));
  }

  private static String names() {
    return Arrays.stream(values()).map(ReplayScope::toString).collect(Collectors.joining(", "));
  }

  /** Returns {@code plan} with what the verdict does not rest on left out. */
  public static VerifyPlan verdictOf(VerifyPlan plan) {
    return new VerifyPlan(
        plan.schema(),
        plan.arithmetic(),
        plan.configuration(),
        plan.level(),
        plan.chosenBy(),
        plan.seeds(),
        plan.scope(),
        plan.ticketSeed(),
        List.of(plan.level()),
        List.of(),
        plan.statistics());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
