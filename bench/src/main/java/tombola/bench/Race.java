package tombola.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Predictions of several sides that take turns within one process, so that all see the same
 * weather.
 */
final class Race {
  private static final int WARM_UP = 10; // rounds
  private static final double TOLERANCE = 1e-4;

  private final int rounds;

  /**
   * One side.
   *
   * @param name as printed
   */
  record Side(String name, Call call) {}

  /** A prediction. */
  interface Call {
    /**
     * Predicts what the call of this number asks for.
     *
     * @return any of the answers, so that none can be left out
     */
    float run(int number) throws Exception;
  }

  Race(int rounds) {
    this.rounds = rounds;
  }

  /**
   * Returns a line of medians, bests and ratios: the first side against the one of the others that
   * does best by median.
   */
  String run(int calls, Side ours, Side... others) throws Exception {
    Side[] sides = new Side[others.length + 1];
    sides[0] = ours;
    System.arraycopy(others, 0, sides, 1, others.length);
    double[][] micros = new double[sides.length][rounds];
    float sum = 0f;
    for (int round = -WARM_UP; round < rounds; round++) {
      for (int side = 0; side < sides.length; side++) {
        long begin = System.nanoTime();
        for (int call = 0; call < calls; call++) {
          sum += sides[side].call.run(call);
        }
        micros[side][Math.max(round, 0)] = (System.nanoTime() - begin) / 1e3 / calls;
      }
    }
    int rival = 1;
    for (int side = 0; side < sides.length; side++) {
      Arrays.sort(micros[side]);
      rival = side > 1 && median(micros[side]) < median(micros[rival]) ? side : rival;
    }
    return String.format(
        Locale.ROOT,
        "%s; %s; %.2f times by median, %.2f by best%s",
        times(ours, micros[0]),
        times(sides[rival], micros[rival]),
        median(micros[rival]) / median(micros[0]),
        micros[rival][0] / micros[0][0],
        Float.isNaN(sum) ? " (not a number)" : "");
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static String times(Side side, double[] micros) {
    return String.format(
        Locale.ROOT, "%s median %.2f best %.2f us", side.name, median(micros), micros[0]);
  }

  /**
   * Checks that answers agree within 1e-4 of their size, or of 1 where they are less.
   *
   * @param expected {@code [sample][class]}
   * @throws IllegalStateException naming the first that does not
   */
  static void requireClose(String what, float[][] expected, float[][] found) {
    for (int s = 0; s < expected.length; s++) {
      for (int c = 0; c < expected[s].length; c++) {
        double limit = TOLERANCE * Math.max(1, Math.abs(expected[s][c]));
        if (!(Math.abs(found[s][c] - expected[s][c]) <= limit)) {
          throw new IllegalStateException(
              "%s: sample %d, class %d: expected %s, got %s"
                  .formatted(what, s, c, expected[s][c], found[s][c]));
        }
      }
    }
  }
}
