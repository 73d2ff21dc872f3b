package tombola.train;

import java.util.Arrays;
import tombola.data.Examples;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** Checks that what comes together fits, before it becomes off-heap memory without names. */
final class Shapes {
  private Shapes() {}

  /** Checks that {@code examples} have the network's features and classes. */
  static void check(NetworkSpec network, Examples examples) {
    int width = examples.features().width();
    if (width != network.inputs()) {
      throw new IllegalArgumentException(
          "data: expected samples of %d features as %s takes, got %d"
              .formatted(network.inputs(), network.name(), width));
    }
    Arrays.stream(examples.labels())
        .filter(label -> label < 0 || label >= network.classes())
        .findFirst()
        .ifPresent(label -> {
          throw new IllegalArgumentException(
              "data: expected labels from 0 to %d as %s gives, got %d"
                  .formatted(network.classes() - 1, network.name(), label));
        });
  }

  /** Checks that every normalisation has more than one value of a channel in a batch. */
  static void check(NetworkSpec network, Recipe recipe) {
    for (Layer layer : network.flat()) {
      if (layer instanceof Layer.BatchNorm norm
          && (long) norm.takes().pixels() * recipe.batch() == 1) {
        throw new IllegalArgumentException(
            "batch: expected at least 2 samples for %s, which normalises over them, got 1"
                .formatted(norm.name()));
      }
    }
  }

  /** Checks that {@code weights} are the network's. */
  static void check(NetworkSpec network, Weights weights) {
    if (!weights.parameters().equals(network.parameters())) {
      throw new IllegalArgumentException(
          "weights: expected those of %s (%s), got those of another network"
              .formatted(network.name(), network.widths()));
    }
  }

  /** Checks that {@code mask} is the network's. */
  static void check(NetworkSpec network, Mask mask) {
    if (!mask.parameters().equals(network.prunable())) {
      throw new IllegalArgumentException(
          "mask: expected that of %s (%s), got that of another network"
              .formatted(network.name(), network.widths()));
    }
  }
}
