package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.TicketChoice;

class NarrativeTest {

  @Test
  void theTicketIsComparedWithTheDenseNetwork() {
    assertThat(new Narrative(SampleRuns.small()).ticket())
        .isEqualTo(
            "The ticket is level 1: density 0.135 (135 of 1,000 weights live), test accuracy 0.9811"
                + " against the dense network's 0.9783 (+0.0028). Its validation loss is least at"
                + " step 3,200, 2,400 steps sooner than the dense network's.");
  }

  @Test
  void aCensoredDenseNetworkGivesALowerBound() {
    assertThat(ticket(9500, true, 3000, false))
        .endsWith("the dense network's at 9,500 or later: at least 6,500 steps sooner.");
  }

  @Test
  void aCensoredTicketClaimsNothing() {
    assertThat(ticket(9500, true, 9400, true)).endsWith("how many steps sooner is not known.");
  }

  @Test
  void aLaterTicketIsCalledLater() {
    assertThat(ticket(3000, false, 4000, false))
        .endsWith("1,000 steps later than the dense network's.");
  }

  @Test
  void theDenseNetworkAsTicketIsNoFind() {
    ReplicateResult replicate =
        new ReplicateResult(1, SampleRuns.small().replicates().getFirst().levels(), dense());
    assertThat(new Narrative(SampleRuns.run(List.of(replicate))).ticket())
        .startsWith("No level sparser than the dense network");
  }

  @Test
  void theCostIsCountedInDenseTrainings() {
    assertThat(new Narrative(SampleRuns.small()).cost())
        .isEqualTo(
            "The search cost 3 trainings with 2 min 27 s of training time and 2.87e+12 operations:"
                + " as much as 11.9 dense trainings by time, 3.0 by operations.");
  }

  @Test
  void withoutControlsNothingIsProven() {
    assertThat(new Narrative(SampleRuns.small()).caution())
        .contains("proven only against controls", "This search holds none")
        .endsWith("tombola verify %s trains them and judges.".formatted(SampleRuns.small().name()));
  }

  private static TicketChoice dense() {
    return new TicketChoice(0, 1, "by hand");
  }

  private static String ticket(long dense, boolean denseBound, long ticket, boolean ticketBound) {
    ReplicateResult replicate =
        new ReplicateResult(
            1,
            List.of(
                SampleRuns.level(0, 10, 10, 0.9, 0.9, dense, denseBound, 1, 1),
                SampleRuns.level(1, 5, 10, 0.9, 0.9, ticket, ticketBound, 1, 1)),
            new TicketChoice(1, 0.5, "by hand"));
    return new Narrative(SampleRuns.run(List.of(replicate))).ticket();
  }
}
