package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.result.TicketChoice;

class TerminalChartTest {

  @Test
  void theChartHasAtMostTwentyLinesAndFitsItsColumns() {
    for (int columns : new int[] {40, 80, 100, 250}) {
      for (Glyphs glyphs : Glyphs.values()) {
        List<String> lines = TerminalChart.lines(SampleRuns.paper(1), columns, glyphs);
        assertThat(lines).hasSizeLessThanOrEqualTo(20);
        assertThat(lines.subList(0, 15))
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
      }
    }
  }

  @Test
  void withoutUnicodeAllIsPrintableAscii() {
    assertThat(TerminalChart.lines(SampleRuns.paper(2), 100, Glyphs.ASCII))
        .allSatisfy(line -> assertThat(line).matches("[ -~]*"));
  }

  @Test
  void theTicketIsMarkedAboveItsDensity() {
    List<String> lines = TerminalChart.lines(SampleRuns.small(), 100, Glyphs.ASCII);
    String row = lines.stream().filter(line -> line.contains("*")).findFirst().orElseThrow();
    double share = Math.log(0.135) / Math.log(0.035); // of the axis, dense at the left
    assertThat(row.indexOf('*')).isEqualTo(10 + (int) Math.round(share * 87));
    assertThat(String.join("\n", lines)).contains("* ticket: level 1, density 0.135");
  }

  @Test
  void levelsAtChanceDoNotFlattenTheOthers() {
    List<String> lines = TerminalChart.lines(SampleRuns.paper(1), 100, Glyphs.ASCII);
    assertThat(lines.getLast()).contains("below the axis: 4 levels, down to 0.8470");
    assertThat(String.join("\n", lines)).contains("0.98 +", "0.96 +").doesNotContain("0.94 +");
  }

  @Test
  void aDenseNetworkAloneCanBeDrawn() {
    RunResult run =
        SampleRuns.run(
            List.of(
                new ReplicateResult(
                    1,
                    List.of(SampleRuns.level(0, 10, 10, 1, 1, 1, false, 1, 0)),
                    new TicketChoice(0, 1, "none"))));
    assertThat(TerminalChart.lines(run, 80, Glyphs.UNICODE)).hasSizeBetween(10, 20);
    assertThat(new LevelTable(run).lines(Glyphs.ASCII).get(1)).endsWith("-      -");
  }
}
