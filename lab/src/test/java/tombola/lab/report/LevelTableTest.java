package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.TicketChoice;

class LevelTableTest {

  @Test
  void theTableIsTheOneMadeByHand() {
    assertThat(String.join("\n", new LevelTable(SampleRuns.small()).lines(Glyphs.ASCII)))
        .isEqualTo(
            """
               level  density   live  test acc.  early stop  final acc.  seconds  us/step  speed
                   0    1.000  1,000     0.9783       5,600      0.9771     12.3      500  1.00x
            *      1    0.135    135     0.9811       3,200      0.9802     11.5      400  1.25x
                   2   0.0350     35     0.9512     >=9,800      0.9500      123      250  2.00x
            * the ticket
            >= least validation loss in the last tenth of the training: a lower bound
            speed: every product ran dense, so what differs is the JVM's warm-up and other load\
            """);
  }

  @Test
  void severalReplicatesGiveMeansAndDeviations() {
    List<String> lines = new LevelTable(SampleRuns.run(twoReplicates())).lines(Glyphs.UNICODE);
    assertThat(lines.get(1))
        .isEqualTo(
            "+      0    1.000  1,000  0.9750 ± 0.0071       5,000  0.9650 ± 0.0071"
                + "      3.0      300  1.00x");
    assertThat(lines.get(2)).startsWith("*      1    0.500    500  0.9700 ± 0.0000     >=4,000  ");
    assertThat(lines.get(3))
        .isEqualTo("* ticket of the first replicate, + of others; mean ± sd of 2 replicates");
  }

  private static List<ReplicateResult> twoReplicates() {
    return List.of(
        new ReplicateResult(
            1,
            List.of(
                SampleRuns.level(0, 1000, 1000, 0.98, 0.97, 4000, false, 2, 200),
                SampleRuns.level(1, 500, 1000, 0.97, 0.97, 3000, false, 2, 200)),
            new TicketChoice(1, 0.5, "by hand")),
        new ReplicateResult(
            2,
            List.of(
                SampleRuns.level(0, 1000, 1000, 0.97, 0.96, 6000, false, 4, 400),
                SampleRuns.level(1, 500, 1000, 0.97, 0.97, 5000, true, 2, 200)),
            new TicketChoice(0, 1, "by hand")));
  }

  @Test
  void theTableFitsIntoAHundredColumns() {
    for (Glyphs glyphs : Glyphs.values()) {
      for (int replicates : new int[] {1, 5}) {
        assertThat(new LevelTable(SampleRuns.paper(replicates)).lines(glyphs))
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
      }
    }
  }

  @Test
  void withoutUnicodeAllIsPrintableAscii() {
    assertThat(new LevelTable(SampleRuns.paper(3)).lines(Glyphs.ASCII))
        .allSatisfy(line -> assertThat(line).matches("[ -~]*"));
  }
}
