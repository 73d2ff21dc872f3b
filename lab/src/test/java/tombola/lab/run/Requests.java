package tombola.lab.run;

import java.util.OptionalInt;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.Arms;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyScope;

/** Requests for verifications of a small search. */
final class Requests {
  private Requests() {}

  /** Returns a request for {@code level} over two seeds with these optional arms. */
  static VerifyRequest level(int level, String arms) {
    return of(OptionalInt.of(level), 2, VerifyScope.REPLICATES, arms);
  }

  /** Returns a request for the level that validation chooses. */
  static VerifyRequest chosen(int seeds, String arms) {
    return of(OptionalInt.empty(), seeds, VerifyScope.REPLICATES, arms);
  }

  static VerifyRequest of(OptionalInt level, int seeds, VerifyScope scope, String arms) {
    return new VerifyRequest(level, true, scope, Arms.optional(arms), Plan.standard(seeds));
  }
}
