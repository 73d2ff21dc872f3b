package tombola.train;

import java.util.List;

/**
 * What validation saw during a training.
 *
 * @param points in the order of their steps, at least one
 */
public record Curve(List<Point> points) {

  /**
   * One look at the validation part.
   *
   * @param step optimizer steps done, those before a rewind included
   * @param trainLoss mean loss of the batches since the last look; NaN before the first step
   * @param validationLoss mean loss in nats
   * @param validationAccuracy share of samples classified rightly, in [0, 1]
   */
  public record Point(
      long step, double trainLoss, double validationLoss, double validationAccuracy) {}

  /** Copies the list. */
  public Curve {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("curve: expected at least one point");
    }
  }

  /**
   * Returns the first point of least validation loss: the early-stopping iteration.
   *
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, section 2</a>
   */
  public Point best() {
    Point best = points.getFirst();
    for (Point point : points) {
      if (point.validationLoss() < best.validationLoss()) {
        best = point;
      }
    }
    return best;
  }

  /** Returns the point after the last step. */
  public Point last() {
    return points.getLast();
  }

  /**
   * Returns whether the least loss came in the last tenth of the training, so that a longer one
   * might have found less: the early-stopping step is then only a lower bound.
   */
  public boolean censored() {
    long first = points.getFirst().step();
    long last = points.getLast().step();
    return best().step() > last - (last - first) / 10.0;
  }
}
