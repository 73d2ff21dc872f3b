package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Ledger;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.Compared;
import tombola.lab.verify.VerifyResult;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.prune.Mask;

class PicturesTest {
  private static final NetworkSpec NETWORK = Networks.named("mlp:3", 64, 2);

  /** Returns a mask whose first weights are those of {@code live}, [unit * 64 + pixel]. */
  private static Mask mask(int... live) {
    BitSet set = new BitSet();
    IntStream.of(live).forEach(set::set);
    return Mask.dense(NETWORK).with(Map.of("fc1.weight", set));
  }

  /** Pixel 5 is seen by units 0 and 2, pixel 63 by unit 1; the other ticket sees pixel 5 once. */
  @Test
  void anInputCountsTheUnitsThatSeeItOverTheTickets() {
    InputCounts counts =
        InputCounts.of(List.of(mask(5, 64 + 63, 128 + 5), mask(64 + 5))).orElseThrow();
    assertThat(counts.side()).isEqualTo(8);
    assertThat(counts.units()).isEqualTo(3);
    assertThat(counts.live().get(5)).isEqualTo(1.5);
    assertThat(counts.live().get(63)).isEqualTo(0.5);
    assertThat(counts.live().stream().mapToDouble(l -> l).sum()).isEqualTo(2);
  }

  @Test
  void inputsThatAreNoSquareOfPixelsAreNotDrawn() {
    assertThat(InputCounts.of(List.of(Mask.dense(Networks.named("mlp:3", 60, 2))))).isEmpty();
    assertThat(InputCounts.of(List.of(Mask.dense(Networks.named("mlp:3", 16, 2))))).isEmpty();
    assertThat(InputCounts.of(List.of(Mask.dense(NETWORK)))).isPresent();
  }

  @Test
  void everyPixelIsDrawnOnceInItsShade() {
    for (int seed = 0; seed < 20; seed++) {
      List<Double> live = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        live.add((double) (i * (seed + 3) % 11));
      }
      String svg = InputPicture.draw(new InputCounts(8, 10, live, 1), "ticket").svg();
      double area = 0;
      Matcher cells = Pattern.compile("h([0-9.]+)v([0-9.]+)h-").matcher(svg);
      while (cells.find()) {
        area += Double.parseDouble(cells.group(1)) * Double.parseDouble(cells.group(2));
      }
      assertThat(area).isEqualTo(336.0 * 336);
      long none = live.stream().filter(l -> l == 0).count();
      assertThat(svg).contains(none + " of 64 pixels have no live weight");
    }
  }

  @Test
  void anEmptyMaskIsAPictureOfNothing() {
    String svg = InputPicture.draw(InputCounts.of(List.of(mask())).orElseThrow(), "x").svg();
    assertThat(svg).contains("64 of 64 pixels have no live weight").doesNotContain("\"tb-q1\"");
  }

  @Test
  void aClassShowsWhatTheTicketHasMore() {
    LevelResult dense = SampleRuns.level(0, 10, 10, 0.95, 0.9, 100, false, 1, 1);
    LevelResult ticket = SampleRuns.level(1, 5, 10, 0.93, 0.9, 100, false, 1, 1);
    LevelResult other = SampleRuns.level(1, 5, 10, 0.96, 0.9, 100, false, 1, 1);
    List<String> names = List.of("one", "two");
    String svg =
        ClassPicture.draw(names, List.of(dense), List.of(ticket), "ticket").orElseThrow().svg();
    assertThat(svg).contains(">one<", ">two<", ">-0.0200<", ">dense network<", ">ticket<");
    String several =
        ClassPicture.draw(names, List.of(dense, dense), List.of(ticket, other), "ticket")
            .orElseThrow()
            .svg();
    assertThat(several).contains(">-0.0050 ± 0.0212<", "mean ± sd of 2 seeds"); // 0.03 / √2
  }

  @Test
  void withoutClassesNothingIsDrawn() {
    LevelResult empty = SampleRuns.level(0, 10, 10, Double.NaN, 0.9, 100, false, 1, 1);
    assertThat(ClassPicture.draw(List.of(), List.of(empty), List.of(empty), "x")).isEmpty();
  }

  @Test
  void everyArmHasARowAndOneFarBelowIsAnArrow() {
    VerifyResult result = new SampleVerifications(List.of(2), "kept-signs,prune-only").result("n");
    String svg = ForestPicture.draw(result).orElseThrow().svg();
    assertThat(svg)
        .contains(">dense network<", ">random mask<", ">-0.0020 (-0.0022 to -0.0018)<", ">margin<")
        .doesNotContain("l9 -5v10z");
    assertThat(ForestPicture.draw(far(result)).orElseThrow().svg()).contains("l9 -5v10z");
  }

  /** Returns the result with its last arm at half the accuracy. */
  private static VerifyResult far(VerifyResult result) {
    List<ArmFigures> arms = new ArrayList<>(result.arms());
    ArmFigures last = arms.removeLast();
    Compared difference = last.difference().orElseThrow();
    arms.add(
        new ArmFigures(
            last.arm(),
            last.title(),
            last.level(),
            last.seeds(),
            0.5,
            last.sdTestAccuracy(),
            last.meanFinalAccuracy(),
            last.meanLive(),
            last.meanBestStep(),
            last.censored(),
            last.meanStepsInAll(),
            Optional.of(
                new Compared(
                    difference.arm(),
                    difference.against(),
                    difference.differences(),
                    -0.48,
                    new Variation.AllEqual(),
                    difference.pUnequal(),
                    difference.pGreater())),
            last.earlyStop(),
            last.denseLoss()));
    return new VerifyResult(
        result.schema(),
        result.run(),
        result.dataset(),
        result.network(),
        result.planHash(),
        result.plan(),
        result.answer(),
        result.sentence(),
        result.criteria(),
        arms,
        result.levels(),
        result.better(),
        result.diverged(),
        result.sensitivity(),
        result.widths());
  }

  @Test
  void theChartOfLayersHasALineForEachWithEveryLevel() {
    RunResult run = SampleRuns.paper(2);
    List<List<LevelResult>> searches =
        run.replicates().stream().map(ReplicateResult::levels).toList();
    Plot plot = LayerChart.of(searches, "run");
    assertThat(plot.series()).extracting(Plot.Series::name).containsExactly("fc1", "fc2");
    assertThat(plot.series()).allSatisfy(s -> assertThat(s.points()).hasSize(25));
    assertThat(plot.series().getFirst().points().get(0)).isEqualTo(Plot.Point.of(0, 1));
    assertThat(plot.y().scale().at(plot.series().getFirst().points().getLast().y()))
        .isBetween(0.0, 0.2);
  }

  @Test
  void pagesAreEqualButForTheLedger() {
    VerifyResult result = new SampleVerifications(List.of(2), "all").result("n");
    Ledger fast = SampleLedgers.proven();
    Ledger slow =
        SampleLedgers.of(
            fast.proof(),
            fast.dense().times(3),
            fast.ticket().plus(new Cost(1, 2, 3, fast.dense().energy())));
    String one = page(result, fast);
    String two = page(result, slow);
    assertThat(one).isNotEqualTo(two);
    assertThat(withoutLedger(one)).isEqualTo(withoutLedger(two)).isNotEqualTo(one);
    assertThat(one).contains("This section alone depends on the machine");
  }

  private static String page(VerifyResult result, Ledger ledger) {
    Exhibits exhibits =
        new Exhibits(
            Optional.of(ledger), Optional.empty(), List.of(), List.of(), List.of(), List.of());
    return Optional.ofNullable(new VerifyReport(result, exhibits).files().get("report.html"))
        .orElseThrow();
  }

  private static String withoutLedger(String page) {
    return page.replaceAll("(?s)<section id=\"ledger\">.*</section>", "");
  }
}
