package tombola.lab.advice;

import java.util.List;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
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
   * and what the layers and pools give.
   */
  static long sparse(List<LiveStep> steps) {
    long bytes = 4L * inputs(steps.getFirst());
    for (LiveStep step : steps) {
      bytes +=
          switch (step) {
            case LiveLayer layer -> {
              int in = layer.shape().in();
              long used = layer.live().stream().map(place -> place % in).distinct().count();
              yield 8L * layer.live().cardinality() + 8 * used + 4 + 8L * layer.shape().out();
            }
            case LiveConvolution(Layer.Conv2d shape, LiveLayer matrix) ->
                8L * matrix.live().cardinality()
                    + 8L * shape.out()
                    + 4
                    + 4L * shape.gives().features();
            case LivePool(Layer.Pool shape) -> 4L * shape.gives().features();
            case LiveActivation activation -> 4L * activation.shape().features();
            case LiveSum sum -> 4L * sum.shape().features();
            case LiveRecall _ -> 0; // the value is there
          };
    }
    return bytes;
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
   * Returns four bytes for each weight and bias, for the inputs and for what the layers give; a
   * normalisation is a part of the layer before it.
   */
  static long dense(NetworkSpec network) {
    long values =
        network.weighted().stream()
            .mapToLong(layer -> (long) layer.out() * layer.columns() + layer.out())
            .sum();
    long given = 0;
    for (Layer layer : network.flat()) {
      given +=
          switch (layer) {
            case Layer.Weighted weighted -> weighted.gives().features();
            case Layer.Pool pool -> pool.gives().features();
            case Layer.Flatten _,
                Layer.Relu _,
                Layer.BatchNorm _,
                Layer.Gelu _,
                Layer.Tanh _,
                Layer.Dropout _,
                Layer.Residual _ -> // can be done in place
                0;
          };
    }
    return 4 * (network.inputs() + values + given);
  }
}
