package tombola.train;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a network did on some examples.
 *
 * @param loss mean cross-entropy in nats, summed in double, samples ascending
 * @param correct samples classified rightly, by class
 * @param count samples, by class
 */
public record Evaluation(double loss, List<Integer> correct, List<Integer> count) {

  /** Copies the lists. */
  public Evaluation {
    correct = List.copyOf(correct);
    count = List.copyOf(count);
  }

  /** Returns the share of samples classified rightly, in [0, 1]. */
  public double accuracy() {
    return (double) sum(correct) / sum(count);
  }

  /**
   * Returns the share of samples of each class classified rightly; NaN for a class without samples.
   */
  public List<Double> classAccuracies() {
    return IntStream.range(0, count.size())
        .mapToObj(c -> (double) correct.get(c) / count.get(c))
        .toList();
  }

  private static int sum(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).sum();
  }
}
