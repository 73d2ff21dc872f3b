package tombola.lab.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tombola.lab.verdict.Arm;
import tombola.lab.verdict.Transferred;

/**
 * Makes the result of a transfer from its evidence.
 *
 * <p>An arm that diverged under a seed is not in. A strength that is not in counts in its family as
 * not passed; without the dense network or the random ticket nothing is tested.
 */
public final class TransferFindings {
  private final TransferEvidence evidence;
  private final TransferPlan plan;

  private TransferFindings(TransferEvidence evidence) {
    this.evidence = evidence;
    this.plan = evidence.plan();
  }

  /**
   * What a result says of where it comes from.
   *
   * @param source the name of the source's run
   * @param target the name of the target's
   * @param from the name of the source's data
   * @param to the name of the target's
   * @param network the network's name
   */
  public record Names(String source, String target, String from, String to, String network) {}

  /**
   * Returns the result.
   *
   * @param planHash SHA-256 of the bytes of the plan's file
   */
  public static TransferResult of(TransferEvidence evidence, Names names, String planHash) {
    TransferFindings findings = new TransferFindings(evidence);
    List<Claim> claims = findings.claims();
    List<TransferFigures> arms =
        TransferArms.ALL.stream().map(evidence::figures).flatMap(Optional::stream).toList();
    return new TransferResult(
        TransferResult.SCHEMA,
        names.source(),
        names.target(),
        names.from(),
        names.to(),
        names.network(),
        planHash,
        findings.plan,
        findings.sentence(names, claims, arms),
        claims,
        arms,
        evidence.diverged());
  }

  private List<Claim> claims() {
    Optional<Arm> dense = evidence.arm(TransferArms.DENSE);
    Optional<Arm> random = evidence.arm(TransferArms.RANDOM);
    if (dense.isEmpty() || random.isEmpty()) {
      return List.of();
    }
    List<TransferArm> there =
        TransferArms.STRENGTHS.stream().filter(arm -> evidence.arm(arm).isPresent()).toList();
    List<Transferred> tested =
        Transferred.of(
            plan.statistics(),
            TransferArms.STRENGTHS.size(),
            there.stream().map(arm -> evidence.arm(arm).orElseThrow()).toList(),
            dense.get(),
            random.get());
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < there.size(); i++) {
      claims.add(Claim.of(there.get(i), tested.get(i)));
    }
    return claims;
  }

  private String sentence(Names names, List<Claim> claims, List<TransferFigures> arms) {
    if (claims.isEmpty()) {
      return "Undecided: nothing is tested without the dense network and the random ticket, of which a training diverged.";
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "From %s to %s at level %d: %s"
            .formatted(names.from(), names.to(), plan.level(), lead(claims)));
    for (Claim.Answer answer : Claim.Answer.values()) {
      List<String> those =
          TransferArms.STRENGTHS.stream()
              .filter(arm -> is(claims, arm, answer))
              .map(TransferArm::words)
              .toList();
      if (!those.isEmpty()) {
        sentences.add(capital(joined(those)) + " " + words(answer, those.size() > 1));
      }
    }
    sooner(arms).ifPresent(sentences::add);
    return String.join(" ", sentences);
  }

  private static boolean is(List<Claim> claims, TransferArm arm, Claim.Answer answer) {
    return claims.stream().anyMatch(c -> c.arm().equals(arm.id()) && c.answer() == answer);
  }

  private static String lead(List<Claim> claims) {
    List<Claim.Answer> answers = claims.stream().map(Claim::answer).toList();
    if (answers.contains(Claim.Answer.CARRIES)) {
      return "the ticket carries over.";
    }
    if (answers.contains(Claim.Answer.AS_ACCURATE)) {
      return "the ticket does as well as the dense network, and is not shown to do better than a random one.";
    }
    return answers.contains(Claim.Answer.UNDECIDED)
        ? "whether the ticket carries over is undecided."
        : "the ticket does not carry over.";
  }

  private static String words(Claim.Answer answer, boolean several) {
    String is = several ? "are" : "is";
    return switch (answer) {
      case CARRIES ->
          is
              + " as accurate as the dense network from scratch within the margin, and more accurate"
              + " than a random ticket of the same counts.";
      case AS_ACCURATE ->
          is
              + " as accurate as the dense network from scratch within the margin, but not shown to"
              + " be more accurate than a random ticket of the same counts.";
      case LESS_ACCURATE ->
          is + " less accurate than the dense network from scratch by more than the margin.";
      case UNDECIDED ->
          is
              + " neither shown to be as accurate as the dense network from scratch within the"
              + " margin, nor to be less accurate by more.";
    };
  }

  private static Optional<String> sooner(List<TransferFigures> arms) {
    TransferArm first = TransferArms.STRENGTHS.getFirst();
    return arms.stream()
        .filter(arm -> arm.arm().equals(first.id()))
        .flatMap(arm -> arm.denseAccuracy().stream())
        .map(ratio ->
            "Steps that the dense network takes to its validation accuracy for each that %s takes to it: %s."
                .formatted(first.words(), ratio.words()))
        .findFirst();
  }

  private static String joined(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : words.stream().limit(words.size() - 1).collect(Collectors.joining(", "))
            + " and "
            + words.getLast();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
