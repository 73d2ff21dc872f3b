package tombola.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tombola.lab.transfer.Claim;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferResult;
import tombola.lab.verify.CriterionFigures;

/** What is said of a transfer in sentences. */
public final class TransferNarrative {
  private TransferNarrative() {}

  /** Returns what was done. */
  public static String plan(TransferResult result) {
    return "Level %d of %s, a ticket found on %s, trained on %s by the same recipe, head %s, seeds %s: each seed is a search on either task, and the arms share the target's data order."
        .formatted(
            result.plan().level(),
            result.source(),
            result.from(),
            result.to(),
            result.plan().head().name().toLowerCase(Locale.ROOT),
            result.plan().seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  /** Returns a sentence for each test, the strength that it is about before it. */
  public static List<String> claims(TransferResult result) {
    return result.claims().stream()
        .flatMap(
            claim -> Stream.of(claim.accuracy(), claim.superiority()).map(c -> sentence(claim, c)))
        .toList();
  }

  static String sentence(Claim claim, CriterionFigures criterion) {
    String arm =
        TransferArms.STRENGTHS.stream()
            .filter(strength -> strength.id().equals(claim.arm()))
            .findFirst()
            .orElseThrow()
            .words();
    return "Of %s: %s".formatted(arm, criterion.sentence());
  }
}
