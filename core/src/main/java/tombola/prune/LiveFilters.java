package tombola.prune;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import tombola.nn.Filters;
import tombola.nn.Layer;

/**
 * The filters that a mask leaves.
 *
 * @param filters those of the network
 * @param live of each group, in order, its live filters
 */
public record LiveFilters(Filters filters, List<BitSet> live) {

  /** Returns those that have a live weight in {@code mask}. */
  public static LiveFilters of(Filters filters, Mask mask) {
    List<BitSet> live = new ArrayList<>();
    for (Filters.Group group : filters.groups()) {
      int columns = group.layer().columns();
      BitSet rows = new BitSet(group.layer().out());
      mask.live(weight(group.layer())).stream().forEach(place -> rows.set(place / columns));
      live.add(rows);
    }
    return new LiveFilters(filters, live);
  }

  /** Returns {@code mask} without the weights of the filters that are gone and what reads these. */
  public Mask without(Mask mask) {
    Map<String, BitSet> kept = new HashMap<>();
    mask.parameters().forEach(p -> kept.put(p.name(), mask.live(p.name())));
    for (int g = 0; g < live.size(); g++) {
      Filters.Group group = filters.groups().get(g);
      BitSet filter = live.get(g);
      int columns = group.layer().columns();
      int out = group.layer().out();
      clear(kept, group.layer(), place -> !filter.get(place / columns));
      for (Layer.Weighted reader : group.readers()) {
        clear(kept, reader, place -> !filter.get(place % reader.columns() % out));
      }
    }
    return mask.with(kept);
  }

  private static void clear(Map<String, BitSet> kept, Layer.Weighted layer, IntPredicate gone) {
    BitSet bits = requireNonNull(kept.get(weight(layer)));
    for (int place : bits.stream().filter(gone).toArray()) {
      bits.clear(place);
    }
  }

  private static String weight(Layer.Weighted layer) {
    return layer.name() + ".weight";
  }
}
