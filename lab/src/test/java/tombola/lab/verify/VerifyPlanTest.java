package tombola.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tombola.lab.config.InputException;
import tombola.lab.store.PlanStore;
import tombola.lab.verdict.Margin;
import tombola.lab.verdict.Plan;

final class VerifyPlanTest {
  private static final String RUN = "0123abcd";

  private static VerifyPlan plan(VerifyRequest request) {
    return request.plan(RUN, 3, List.of(1L), List.of(2L, 3L), 1);
  }

  private static VerifyRequest request(
      boolean everyLevel, VerifyScope scope, String arms, Plan statistics) {
    return new VerifyRequest(
        OptionalInt.empty(), everyLevel, scope, Arms.optional(arms), statistics);
  }

  @Test
  void everySettingChangesTheHashAndNothingElseDoes() {
    Plan usual = Plan.standard(2);
    VerifyRequest base = request(true, VerifyScope.REPLICATES, "all", usual);
    List<VerifyPlan> plans =
        List.of(
            plan(base),
            plan(request(false, VerifyScope.REPLICATES, "all", usual)),
            plan(request(true, VerifyScope.TICKET, "all", usual)),
            plan(request(true, VerifyScope.REPLICATES, "none", usual)),
            plan(request(true, VerifyScope.REPLICATES, "one-shot", usual)),
            plan(request(true, VerifyScope.REPLICATES, "all", statistics(0.01, 0.1, 0.8))),
            plan(request(true, VerifyScope.REPLICATES, "all", statistics(0.05, 0.2, 0.8))),
            plan(request(true, VerifyScope.REPLICATES, "all", statistics(0.05, 0.1, 0.9))),
            plan(
                request(
                    true,
                    VerifyScope.REPLICATES,
                    "all",
                    new Plan(2, 0.05, Margin.fixed(0.001), 0.1, 0.8))),
            base.plan("0123abce", 3, List.of(1L), List.of(2L, 3L), 1),
            base.plan(RUN, 2, List.of(1L), List.of(2L, 3L), 1),
            base.plan(RUN, 3, List.of(), List.of(2L, 3L), 1),
            base.plan(RUN, 3, List.of(1L), List.of(3L, 4L), 1));

    assertThat(plans).extracting(PlanStore::hash).doesNotHaveDuplicates();
    assertThat(PlanStore.hash(plan(request(true, VerifyScope.REPLICATES, "all", usual))))
        .isEqualTo(PlanStore.hash(plan(base)));
    assertThat(PlanStore.hash(base.plan(RUN, 3, List.of(1L), List.of(2L, 3L), 7)))
        .as("without the scope of a ticket no ticket is singled out")
        .isEqualTo(PlanStore.hash(plan(base)));
  }

  /** The hash of a plan that was on disk before a plan could ask for doses or widths. */
  @Test
  void aPlanThatAsksForNeitherDosesNorWidthsHasTheHashThatItHadBeforeTheyWere() {
    VerifyRequest request =
        new VerifyRequest(
            OptionalInt.of(7), false, VerifyScope.REPLICATES, List.of(), Plan.standard(5));
    VerifyPlan plan =
        request.plan(
            "3e9661d7d545b2d4720e171f346851fdb429c8b261ad7cbaccf57968485cffab",
            7,
            List.of(),
            List.of(1L, 2L, 3L, 4L, 5L),
            1);

    assertThat(PlanStore.hash(plan))
        .isEqualTo("8871cf142d23ba6a0458d15426a78c133d1b31d31d6aa0164e5928c0a1b8c074");
  }

  @Test
  void dosesAndWidthsArePartOfTheHash() {
    Optional<Sensitivity> doses = Optional.of(Sensitivity.STANDARD);
    Optional<Widths> widths = Optional.of(Widths.of("0.5,1"));
    assertThat(
            List.of(
                PlanStore.hash(plan(asking(Optional.empty(), Optional.empty()))),
                PlanStore.hash(plan(asking(doses, Optional.empty()))),
                PlanStore.hash(
                    plan(
                        asking(
                            Optional.of(new Sensitivity(List.of(0.0, 1.0), 3)), Optional.empty()))),
                PlanStore.hash(plan(asking(Optional.empty(), widths))),
                PlanStore.hash(plan(asking(Optional.empty(), Optional.of(Widths.of("0.5,2"))))),
                PlanStore.hash(plan(asking(doses, widths)))))
        .doesNotHaveDuplicates();
  }

  private static VerifyRequest asking(Optional<Sensitivity> doses, Optional<Widths> widths) {
    return new VerifyRequest(
        OptionalInt.empty(),
        true,
        VerifyScope.REPLICATES,
        List.of(),
        Plan.standard(2),
        doses,
        widths);
  }

  private static Plan statistics(double alpha, double stepMargin, double power) {
    return new Plan(2, alpha, Margin.STANDARD, stepMargin, power);
  }

  @Test
  void armsAreInTheirOwnOrderHoweverTheyWereGiven() {
    assertThat(Arms.optional("one-shot,kept-signs"))
        .isEqualTo(Arms.optional("kept-signs,one-shot"));
    assertThat(Arms.optional("all")).hasSize(8);
    assertThat(Arms.optional("none")).isEmpty();
  }

  @Test
  void everyArmIsKnownByItsId() {
    for (ArmKind arm : Arms.OPTIONAL) {
      assertThat(Arms.of(arm.id())).isEqualTo(arm);
      assertThat(Arms.optional(arm.id())).containsExactly(arm);
    }
    assertThatThrownBy(() -> Arms.of("blended-0.5")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Arms.optional("one-shot,"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("got nothing");
    assertThatThrownBy(() -> Arms.optional("ticket")).isInstanceOf(InputException.class);
  }

  @Test
  void theTicketMeetsItsTwoControlsAtEveryLevelAndTheOthersAtOne() {
    VerifyPlan every = plan(request(true, VerifyScope.REPLICATES, "all", Plan.standard(2)));
    VerifyPlan named = plan(request(false, VerifyScope.REPLICATES, "all", Plan.standard(2)));

    for (ArmKind arm : List.of(Arms.TICKET, Arms.REINITIALISED, Arms.RANDOM_MASK)) {
      assertThat(every.levelsOf(arm)).containsExactly(1, 2, 3);
      assertThat(named.levelsOf(arm)).containsExactly(3);
    }
    assertThat(every.levelsOf(Arms.DENSE)).containsExactly(0);
    assertThat(every.levelsOf(Arms.of("kept-signs"))).containsExactly(3);
    assertThat(every.levelsOf(Arms.of("one-shot"))).containsExactly(3);
  }

  @Test
  void oneSeedIsRefusedWithWhatItMeans() {
    assertThatThrownBy(() -> request(true, VerifyScope.REPLICATES, "none", Plan.standard(1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "replicates: expected 2 to 1000, got 1 (one shows nothing of the spread and decides"
                + " nothing; 5 is usual)");
  }

  @Test
  void aPlanHasAsManySeedsAsItsStatistics() {
    VerifyRequest request = request(true, VerifyScope.REPLICATES, "none", Plan.standard(3));
    assertThatThrownBy(() -> plan(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seeds: expected 3, got [2, 3]");
  }
}
