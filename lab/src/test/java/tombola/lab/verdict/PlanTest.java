package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

  @ParameterizedTest
  @CsvSource({"0.98, 0.002", "0.99, 0.001", "0.995, 0.001", "1, 0.001", "0.5, 0.05", "0, 0.1"})
  void theMarginIsATenthOfTheErrorButAtLeastATenthOfAPoint(double accuracy, double margin) {
    assertThat(Margin.STANDARD.of(accuracy)).isCloseTo(margin, within(1e-15));
  }

  @Test
  void aFixedMarginDoesNotAskForTheError() {
    assertThat(Margin.fixed(0.003).of(0.5)).isEqualTo(0.003);
    assertThat(Margin.fixed(0.003).of(1)).isEqualTo(0.003);
  }

  @Test
  void theUsualPlanHasTheUsualNumbers() {
    assertThat(Plan.standard(5)).isEqualTo(new Plan(5, 0.05, new Margin(0.1, 0.001), 0.1, 0.8));
  }

  @Test
  void settingsOutOfRangeAreRefusedWithAValueThatWorks() {
    assertRefused(
        () -> new Margin(Double.NaN, 0),
        "margin.share: expected a number in [0, 1), got NaN (0.1 is usual)");
    assertRefused(
        () -> new Margin(0.1, -1),
        "margin.least: expected a number in [0, 1), got -1.0 (0.001 is usual)");
    assertRefused(
        () -> Plan.standard(0), "seeds: expected a number of at least 1, got 0 (5 is usual)");
    assertRefused(
        () -> new Plan(5, 0.5, Margin.STANDARD, 0.1, 0.8),
        "alpha: expected a number in (0, 0.5), got 0.5 (0.05 is usual)");
    assertRefused(
        () -> new Plan(5, 0.05, Margin.STANDARD, -0.1, 0.8),
        "stepMargin: expected a number of at least 0, got -0.1 (0.1 is usual)");
    assertRefused(
        () -> new Plan(5, 0.05, Margin.STANDARD, 0.1, 1),
        "power: expected a number in (0.5, 1), got 1.0 (0.8 is usual)");
  }

  @Test
  void measurementsOutOfRangeAreRefused() {
    Steps step = new Steps.At(1);

    assertRefused(
        () -> new Measurement(Double.NaN, 0.5, step, step),
        "testAccuracy: expected a number in [0, 1], got NaN");
    assertRefused(
        () -> new Measurement(0.5, 98, step, step),
        "finalAccuracy: expected a number in [0, 1], got 98.0");
    assertRefused(
        () -> new Arm("the ticket", new TreeMap<>()),
        "seeds: expected at least one for the ticket, got none");
    assertRefused(() -> new Interval(1, 0), "interval: expected low <= high, got 1.0 and 0.0");
    assertRefused(
        () -> new Comparison("a", "b", List.of(1L, 2L), new Differences(List.of(0.5))),
        "differences: expected one for each seed of [1, 2], got [0.5]");
  }

  private static void assertRefused(Runnable construction, String message) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
