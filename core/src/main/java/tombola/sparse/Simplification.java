package tombola.sparse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * Removes hidden units and filters that change nothing: first, from the last layer to the first,
 * those that feed no live weight; then, from the first layer to the last, those that no live weight
 * feeds, whose value is constant and moves into the biases of the layer after, units ascending, by
 * fused multiply-adds. A constant other than zero that a padded convolution sees stays, as it is
 * zero outside the picture. Neither pass leaves work for another. Inputs and classes keep their
 * numbers.
 *
 * <p>The terms of a residual sum and the sum keep the same channels: one goes where it goes from
 * all of them, as none feeds anything or all are constant. Weights of a term's channel that the sum
 * does not need are pruned nevertheless.
 *
 * <p>Before that, a batch normalisation becomes a part of the layer before it, by its running
 * statistics; one that stands elsewhere becomes a layer of one weight a channel. A dropout does
 * nothing.
 *
 * @param steps without the removed units and filters; a flatten moves nothing and is not among them
 * @param exact whether no constant other than zero was moved and no normalisation folded, so that
 *     all sums keep their order and outputs their bits; otherwise they are the same numbers but for
 *     rounding
 */
public record Simplification(List<LiveStep> steps, boolean exact) {

  /** Copies the list. */
  public Simplification {
    steps = List.copyOf(steps);
  }

  /**
   * Simplifies {@code spec} with the weights of {@code weights} that {@code mask} leaves.
   *
   * @throws IllegalArgumentException if weights or mask are another network's, or a live weight or
   *     a bias is not finite
   */
  public static Simplification of(NetworkSpec spec, Weights weights, Mask mask) {
    check(spec, weights, mask);
    Simplification simple = of(live(spec, weights, mask));
    boolean normalised = spec.flat().stream().anyMatch(Layer.BatchNorm.class::isInstance);
    return new Simplification(simple.steps(), simple.exact() && !normalised);
  }

  /**
   * Returns the steps of {@code spec} as they are, batch normalisations folded, with the arrays of
   * {@code weights} where none is.
   *
   * @throws IllegalArgumentException if it has an {@linkplain #obstacle obstacle}, or what is
   *     folded is not finite
   */
  public static List<LiveStep> live(NetworkSpec spec, Weights weights, Mask mask) {
    obstacle(spec)
        .ifPresent(obstacle -> {
          throw new IllegalArgumentException(obstacle);
        });
    return new LiveSteps(spec, weights, mask).steps();
  }

  /**
   * Returns in words what keeps {@code spec} from being compiled, such as a residual sum of
   * flattened pictures; nothing for all usual networks.
   */
  public static Optional<String> obstacle(NetworkSpec spec) {
    return Obstacle.of(spec);
  }

  /** Simplifies {@code steps}, which stay as they are. */
  static Simplification of(List<? extends LiveStep> steps) {
    Pruning pruning = new Pruning(steps);
    pruning.removeUnused();
    pruning.removeConstant();
    return new Simplification(pruning.compact(), pruning.exact());
  }

  /** Returns the layers with weights, of convolutions their matrices. */
  public List<LiveLayer> layers() {
    return layers(steps);
  }

  /** Returns the layers with weights among {@code steps}, of convolutions their matrices. */
  public static List<LiveLayer> layers(List<? extends LiveStep> steps) {
    List<LiveLayer> layers = new ArrayList<>();
    for (LiveStep step : steps) {
      switch (step) {
        case LiveLayer layer -> layers.add(layer);
        case LiveConvolution convolution -> layers.add(convolution.matrix());
        case LivePool _, LiveActivation _, LiveRecall _, LiveSum _ -> {}
      }
    }
    return layers;
  }

  private static void check(NetworkSpec spec, Weights weights, Mask mask) {
    if (!weights.parameters().equals(spec.parameters())) {
      throw new IllegalArgumentException(
          "weights: expected those of %s (%s), got those of another network"
              .formatted(spec.name(), spec.widths()));
    }
    if (!mask.parameters().equals(spec.prunable())) {
      throw new IllegalArgumentException(
          "mask: expected that of %s (%s), got that of another network"
              .formatted(spec.name(), spec.widths()));
    }
    for (Parameter parameter : spec.parameters()) {
      float[] values = weights.get(parameter.name());
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])
            && (!parameter.prunable() || mask.isLive(parameter.name(), i))) {
          throw new IllegalArgumentException(
              "%s[%d]: expected a finite number, got %s".formatted(parameter.name(), i, values[i]));
        }
      }
    }
  }
}
