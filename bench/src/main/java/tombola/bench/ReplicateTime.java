package tombola.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.result.LevelResult;
import tombola.lab.result.RunResult;
import tombola.lab.run.FindEvent;
import tombola.lab.run.FindListener;
import tombola.lab.run.Finder;

/**
 * Steps a second of one replicate on one thread and of two side by side on two, by the same path as
 * {@code tombola find}, validation and files included, loading the data not; in turn within one
 * process. The replicate that both have in common must have the same result.
 *
 * <p>Arguments: rounds, steps a level, prunings, kernels.
 */
public final class ReplicateTime {
  private final DataSources sources = new DataSources();
  private final int steps;
  private final int levels;
  private final String kernels;
  private final List<String> expected = new ArrayList<>(); // figures of the first replicate

  private ReplicateTime(int steps, int levels, String kernels) {
    this.steps = steps;
    this.levels = levels;
    this.kernels = kernels;
  }

  /** Prints a line for each round and one of medians, {@code ratio=…}. */
  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[0]);
    ReplicateTime time =
        new ReplicateTime(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
    double[] one = new double[rounds];
    double[] two = new double[rounds];
    for (int round = -1; round < rounds; round++) { // one to warm up
      double single = time.stepsPerSecond(1);
      double pair = time.stepsPerSecond(2);
      if (round >= 0) {
        one[round] = single;
        two[round] = pair;
        print("round " + (round + 1), single, pair);
      }
    }
    Arrays.sort(one);
    Arrays.sort(two);
    print("medians", one[rounds / 2], two[rounds / 2]);
  }

  private static void print(String title, double one, double two) {
    System.out.printf(
        Locale.ROOT,
        "%s: one replicate %.0f steps/s, two %.0f steps/s, ratio=%.3f%n",
        title,
        one,
        two,
        two / one);
  }

  private double stepsPerSecond(int replicates) throws IOException {
    Path out = Files.createTempDirectory("tombola-bench");
    try {
      FindConfig config =
          FindConfig.of(
              Settings.of(
                  Map.of(
                      "steps", Integer.toString(steps),
                      "levels", Integer.toString(levels),
                      "replicates", Integer.toString(replicates),
                      "threads", Integer.toString(replicates),
                      "kernels", kernels,
                      "out", out.toString())));
      Clock clock = new Clock();
      check(new Finder(sources).find(config, clock));
      return (double) replicates * (levels + 1) * steps / clock.seconds();
    } finally {
      delete(out);
    }
  }

  private void check(RunResult result) {
    List<LevelResult> found = result.replicates().getFirst().levels();
    List<String> figures =
        found.stream().map(l -> l.live() + " " + l.testLoss() + " " + l.bestStep()).toList();
    if (expected.isEmpty()) {
      expected.addAll(figures);
    } else if (!expected.equals(figures)) {
      throw new IllegalStateException(
          "first replicate: expected %s, got %s".formatted(expected, figures));
    }
  }

  /** From the first level's start to the last one's end: loading the data is left out. */
  private static final class Clock implements FindListener {
    private long begin;
    private long end;

    @Override
    public void on(FindEvent event) {
      if (event instanceof FindEvent.LevelStarted && begin == 0) {
        begin = System.nanoTime();
      } else if (event instanceof FindEvent.LevelFinished) {
        end = System.nanoTime();
      }
    }

    double seconds() {
      return (end - begin) / 1e9;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
