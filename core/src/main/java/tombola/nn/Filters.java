package tombola.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The filters and hidden units of a network that can be taken out as a whole. With a filter goes
 * its row of weights, and what the layers after it read of its channel.
 *
 * <p>Channels that enter a residual sum stay: the other term has them too. So do classes.
 *
 * @param groups the layers whose filters can be taken out, in order
 */
public record Filters(List<Group> groups) {

  /**
   * A layer whose filters can be taken out.
   *
   * @param layer the layer that makes the channels
   * @param norm the batch normalisation of these channels
   * @param readers the layers that read them: input {@code i} of theirs is channel {@code i mod
   *     layer.out()}
   */
  public record Group(
      Layer.Weighted layer, Optional<Layer.BatchNorm> norm, List<Layer.Weighted> readers) {}

  /** Finds them in {@code spec}. */
  public static Filters of(NetworkSpec spec) {
    Walk walk = new Walk();
    walk.through(spec.layers());
    return new Filters(List.copyOf(walk.groups));
  }

  /** A walk along the layers. */
  private static final class Walk {
    private final List<Group> groups = new ArrayList<>();
    private Layer.@Nullable Weighted maker; // of the channels at hand, unless they must stay
    private Optional<Layer.BatchNorm> norm = Optional.empty();

    void through(List<Layer> layers) {
      for (Layer layer : layers) {
        switch (layer) {
          case Layer.Weighted weighted -> {
            read(List.of(weighted));
            begin(weighted);
          }
          case Layer.BatchNorm found -> norm = Optional.of(found);
          case Layer.Residual block -> through(block);
          case Layer.Pool _,
              Layer.Flatten _,
              Layer.Relu _,
              Layer.Gelu _,
              Layer.Tanh _,
              Layer.Dropout _ -> {} // channels pass
        }
      }
    }

    private void through(Layer.Residual block) {
      if (block.shortcut().isEmpty()) {
        maker = null;
      } else {
        read(List.of(first(block.body()), first(block.shortcut())));
      }
      begin(null);
      through(block.body());
      begin(null);
      through(block.shortcut());
      begin(null);
    }

    private void begin(Layer.@Nullable Weighted next) {
      maker = next;
      norm = Optional.empty();
    }

    private void read(List<Layer.Weighted> readers) {
      if (maker != null) {
        groups.add(new Group(maker, norm, readers));
      }
    }

    private static Layer.Weighted first(List<Layer> layers) {
      return layers.stream()
          .filter(Layer.Weighted.class::isInstance)
          .map(Layer.Weighted.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("a branch without weights"));
    }
  }
}
