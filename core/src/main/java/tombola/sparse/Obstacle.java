package tombola.sparse;

import java.util.List;
import java.util.Optional;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;

/**
 * What keeps a network from being compiled for prediction: a residual sum of flattened pictures,
 * whose features have no order that planes could keep; a batch normalisation that is no layer's own
 * and has too many channels for a matrix. Every other network can be.
 */
final class Obstacle {
  private static final int MOST_CHANNELS = 4096;

  private boolean flattened; // whether the value at hand is pictures along one axis

  private Obstacle() {}

  /** Returns what keeps {@code spec}, in words, or nothing. */
  static Optional<String> of(NetworkSpec spec) {
    return new Obstacle().path(spec.layers());
  }

  private Optional<String> path(List<Layer> path) {
    for (int i = 0; i < path.size(); i++) {
      Optional<String> found =
          switch (path.get(i)) {
            case Layer.Weighted _ -> {
              flattened = false;
              yield Optional.empty();
            }
            case Layer.Flatten(Volume takes) -> {
              flattened |= takes.pixels() > 1;
              yield Optional.empty();
            }
            case Layer.BatchNorm norm -> {
              boolean own = (i > 0 && isFolded(path.get(i - 1))) || isFoldedForward(path, i);
              flattened &= isFoldedForward(path, i);
              yield norm.takes().channels() > MOST_CHANNELS && !own
                  ? Optional.of(
                      "%s: expected at most %d channels where no layer with weights is right before or behind a normalisation, got %d"
                          .formatted(norm.name(), MOST_CHANNELS, norm.takes().channels()))
                  : Optional.empty();
            }
            case Layer.Residual block -> block(block);
            case Layer.Pool _, Layer.Relu _, Layer.Gelu _, Layer.Tanh _, Layer.Dropout _ ->
                Optional.empty();
          };
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether the normalisation at {@code place} of {@code path} becomes a part of the fully
   * connected layer after it.
   */
  static boolean isFoldedForward(List<Layer> path, int place) {
    for (Layer layer : path.subList(place + 1, path.size())) {
      switch (layer) {
        case Layer.Dense _ -> {
          return true;
        }
        case Layer.Flatten _, Layer.Dropout _, Layer.BatchNorm _ -> {} // values pass as they are
        case Layer.Conv2d _,
            Layer.Pool _,
            Layer.Relu _,
            Layer.Gelu _,
            Layer.Tanh _,
            Layer.Residual _ -> {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean isFolded(Layer before) {
    return before instanceof Layer.Weighted || before instanceof Layer.BatchNorm;
  }

  private Optional<String> block(Layer.Residual block) {
    boolean before = flattened;
    Optional<String> found = path(block.body());
    boolean body = flattened;
    flattened = before;
    found = found.or(() -> path(block.shortcut()));
    if (found.isEmpty() && (before || body || flattened)) {
      return Optional.of(
          block.name()
              + ": expected a residual sum of pictures, or of features that were none, "
              + "got one of flattened pictures");
    }
    return found;
  }
}
