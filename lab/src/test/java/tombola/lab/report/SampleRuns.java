package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.result.TicketChoice;
import tombola.train.Curve;

/** Made-up runs whose every number is known. */
final class SampleRuns {
  private SampleRuns() {}

  /** Three levels of one replicate, as in a table made by hand. */
  static RunResult small() {
    List<LevelResult> levels =
        List.of(
            level(0, 1000, 0.9783, 0.9771, 5600, false, 12.34, 500),
            level(1, 135, 0.9811, 0.9802, 3200, false, 11.5, 400),
            level(2, 35, 0.9512, 0.95, 9800, true, 123.4, 250));
    return run(List.of(new ReplicateResult(1, levels, new TicketChoice(1, 0.135, "by hand"))));
  }

  /** Twenty-five levels like LeNet's, the last ones at chance. */
  static RunResult paper(int replicates) {
    return run(IntStream.rangeClosed(1, replicates).mapToObj(SampleRuns::replicate).toList());
  }

  static RunResult run(List<ReplicateResult> replicates) {
    return new RunResult(
        "runs/mnist-lenet-1a2b3c4d",
        "mnist-lenet-1a2b3c4d",
        "mnist",
        "lenet-300-100",
        List.of("zero", "<one> & \"two\""),
        2,
        "portable:512",
        replicates);
  }

  private static ReplicateResult replicate(int seed) {
    List<LevelResult> levels = new ArrayList<>();
    double live = 1;
    for (int k = 0; k < 25; k++, live *= 0.8) {
      double jitter = 0.0012 * Math.sin(7.3 * k + 3 * seed);
      double rise = 0.0035 * Math.exp(-Math.pow((k - 8) / 5.0, 2));
      double fall = 0.004 * Math.exp((k - 17) / 2.0);
      double test = Math.max(0.1135, 0.9785 + rise - fall + jitter);
      boolean censored = k > 19;
      long best = censored ? 9700 : Math.round(5600 - 4000 * Math.exp(-Math.pow(k - 9, 2) / 40));
      long count = Math.round(266_200 * live);
      levels.add(
          level(
              k,
              count,
              266_200,
              test,
              test - 0.0011,
              best + 100L * seed,
              censored,
              6 - k / 10.,
              480 - 3 * k));
    }
    return new ReplicateResult(
        seed, levels, new TicketChoice(12 + seed % 2, levels.get(12 + seed % 2).density(), "rule"));
  }

  private static LevelResult level(
      int k, long live, double test, double end, long best, boolean censored, double s, double us) {
    return level(k, live, 1000, test, end, best, censored, s, us);
  }

  static LevelResult level(
      int k,
      long live,
      long total,
      double test,
      double end,
      long best,
      boolean censored,
      double seconds,
      double micros) {
    List<Curve.Point> points = new ArrayList<>();
    for (int step = 0; step <= 10_000; step += 250) {
      double speed = 700.0 * 5600 / best;
      double accuracy =
          test - (test - 0.1) * Math.exp(-step / speed) - 2e-8 * Math.abs(step - best);
      double loss = 0.1 + Math.pow((step - best) / 10_000.0, 2);
      points.add(new Curve.Point(step, step == 0 ? Double.NaN : 0.1, loss, accuracy));
    }
    return new LevelResult(
        k,
        live,
        total,
        (double) live / total,
        test,
        0.07,
        test - 0.001,
        end,
        List.of(test, test - 0.01),
        best,
        censored,
        10_000,
        seconds,
        micros,
        958_320_000_000L,
        OptionalLong.empty(),
        List.of(
            new LayerResult("fc1", live - live / 10, total - total / 10, k, "dense"),
            new LayerResult("fc2", live / 10, total / 10, 0, "dense")),
        new Curve(points));
  }
}
