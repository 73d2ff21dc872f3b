package tombola.lab.advice;

import java.util.List;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.sparse.Lifetimes;
import tombola.sparse.LiveActivation;
import tombola.sparse.LiveConvolution;
import tombola.sparse.LiveLayer;
import tombola.sparse.LivePool;
import tombola.sparse.LiveRecall;
import tombola.sparse.LiveStep;
import tombola.sparse.LiveSum;

/** Bytes that a prediction keeps, as calculated from the arrays that there are. */
final class Memory {
  private Memory() {}

  /**
   * Returns the bytes of the exported runtime: of each weight its value and the output it feeds, of
   * each input that feeds any its number and first weight, of each filter its first weight, biases,
   * and the values that are there at once at most: a value is let go after the last step that takes
   * it. Copies with a border, which a convolution makes for itself, are left out.
   */
  static long sparse(List<LiveStep> steps) {
    long bytes = 4 * most(steps);
    for (LiveStep step : steps) {
      bytes +=
          switch (step) {
            case LiveLayer layer -> {
              int in = layer.shape().in();
              long used = layer.live().stream().map(place -> place % in).distinct().count();
              yield 8L * layer.live().cardinality() + 8 * used + 4 + 4L * layer.shape().out();
            }
            case LiveConvolution(Layer.Conv2d shape, LiveLayer matrix) ->
                8L * matrix.live().cardinality() + 8L * shape.out() + 4;
            case LivePool _, LiveActivation _, LiveSum _, LiveRecall _ -> 0;
          };
    }
    return bytes;
  }

  private static long most(List<LiveStep> steps) {
    return Lifetimes.of(inputs(steps.getFirst()), steps).most();
  }

  private static int inputs(LiveStep first) {
    return switch (first) {
      case LiveLayer layer -> layer.shape().in();
      case LiveConvolution convolution -> convolution.shape().takes().features();
      case LivePool _, LiveActivation _, LiveSum _, LiveRecall _ ->
          throw new IllegalArgumentException("steps: expected a layer with weights first");
    };
  }

  /**
   * Returns four bytes for each weight and bias, and for each of the values that are there at once
   * at most; a normalisation is a part of the layer before it.
   *
   * @param steps those of {@code network} with all weights
   */
  static long dense(NetworkSpec network, List<LiveStep> steps) {
    long values =
        network.weighted().stream()
            .mapToLong(layer -> (long) layer.out() * layer.columns() + layer.out())
            .sum();
    return 4 * (values + most(steps));
  }
}
