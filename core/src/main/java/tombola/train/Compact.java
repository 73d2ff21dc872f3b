package tombola.train;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tombola.nn.Filters;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.LiveFilters;
import tombola.prune.Mask;
import tombola.prune.Structure;

/**
 * A network without the filters that a mask took out: dense, narrower, and with the same outputs to
 * the bit, since what is left out would only have added products that are zero.
 *
 * @param network the narrower network
 * @param rows the filters that are left, by layer; of other layers all are
 * @param columns the inputs that are left, by layer; of other layers all are
 */
record Compact(NetworkSpec network, Map<String, int[]> rows, Map<String, int[]> columns) {

  /** Returns it if {@code mask} took out whole filters and nothing else. */
  static Optional<Compact> of(NetworkSpec network, Mask mask) {
    return switch (Structure.of(network, mask)) {
      case Structure.Unstructured _ -> Optional.empty();
      case Structure.ByFilter(Filters filters) ->
          Optional.of(of(network, LiveFilters.of(filters, mask)));
    };
  }

  private static Compact of(NetworkSpec network, LiveFilters live) {
    Map<String, int[]> rows = new HashMap<>(); // by layer
    Map<String, int[]> columns = new HashMap<>(); // by layer
    for (int g = 0; g < live.live().size(); g++) {
      Filters.Group group = live.filters().groups().get(g);
      BitSet kept = live.live().get(g);
      rows.put(group.layer().name(), kept.stream().toArray());
      group.norm().ifPresent(norm -> rows.put(norm.name(), kept.stream().toArray()));
      int out = group.layer().out();
      for (Layer.Weighted reader : group.readers()) {
        columns.put(
            reader.name(),
            IntStream.range(0, reader.columns()).filter(i -> kept.get(i % out)).toArray());
      }
    }
    List<Integer> widths = new ArrayList<>();
    for (Layer.Weighted layer : network.weighted()) {
      int[] kept = rows.get(layer.name());
      widths.add(kept == null ? layer.out() : kept.length);
    }
    return new Compact(Networks.narrowed(network, widths), rows, columns);
  }

  /** Returns the values that are left of {@code whole}. */
  Weights narrow(Weights whole) {
    Weights narrow = Weights.zeros(network);
    copy(whole, narrow, true);
    return narrow;
  }

  /** Returns the start of a training of what is left. */
  Start narrow(Start whole) {
    return new Start(narrow(whole.weights()), whole.step());
  }

  /** Returns {@code base} with the values of {@code narrow} in their places. */
  Weights widen(Weights narrow, Weights base) {
    Weights whole = base.copy();
    copy(whole, narrow, false);
    return whole;
  }

  private void copy(Weights whole, Weights narrow, boolean narrowing) {
    Map<String, Parameter> wholes = new HashMap<>();
    whole.parameters().forEach(p -> wholes.put(p.name(), p));
    for (Parameter p : narrow.parameters()) {
      Parameter from = requireNonNull(wholes.get(p.name()));
      int[] keptRows = rows.getOrDefault(p.layer(), identity(p.rows()));
      int[] read = columns.getOrDefault(p.layer(), identity(p.columns()));
      int[] keptColumns = p.name().equals(p.layer() + ".weight") ? read : identity(1);
      float[] large = whole.get(p.name());
      float[] small = narrow.get(p.name());
      for (int r = 0; r < p.rows(); r++) {
        for (int c = 0; c < p.columns(); c++) {
          int at = keptRows[r] * from.columns() + keptColumns[c];
          if (narrowing) {
            small[r * p.columns() + c] = large[at];
          } else {
            large[at] = small[r * p.columns() + c];
          }
        }
      }
    }
  }

  private static int[] identity(int length) {
    return IntStream.range(0, length).toArray();
  }
}
