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
  public record Group(Layer.Weighted layer, Optional<String> norm, List<Layer.Weighted> readers) {}

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
    private Optional<String> norm = Optional.empty();

    void through(List<Layer> layers) {
      for (Layer layer : layers) {
        switch (layer) {
          case Layer.Weighted weighted -> {
            read(List.of(weighted));
            begin(weighted);
          }
          case Layer.Pool _, Layer.Flatten _, Layer.Relu _ -> {} // channels pass
        }
      }
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
  }
}
