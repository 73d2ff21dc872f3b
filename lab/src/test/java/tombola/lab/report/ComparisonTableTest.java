package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTableTest {

  @Test
  void levelsOfNearlyEqualDensityShareARow() {
    assertThat(
            String.join(
                "\n", ComparisonTable.lines(SampleRuns.small(), SampleRuns.paper(1), Glyphs.ASCII)))
        .startsWith(
            """
            density  A level  test acc.  early stop  B level  test acc.  early stop    B - A
              1.000        0     0.9783       5,600        0     0.9789       5,172  +0.0006
              0.800                                        1     0.9781       4,892
            """)
        .contains("0.135        1     0.9811       3,200        9     0.9813       1,700  +0.0002");
  }

  @Test
  void levelsOfOneRunAloneLeaveTheOtherSideEmpty() {
    assertThat(ComparisonTable.lines(SampleRuns.small(), SampleRuns.small(), Glyphs.ASCII))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).doesNotContain("-0.0000"));
    assertThat(ComparisonTable.lines(SampleRuns.paper(1), SampleRuns.small(), Glyphs.ASCII))
        .hasSize(26);
  }
}
