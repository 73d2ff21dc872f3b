package tombola.prune;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tombola.nn.Filters;
import tombola.nn.Layer;
import tombola.nn.Weights;

/** One pruning of whole filters: those whose live weights have the least mean score. */
final class FilterPruning {
  private final Pruner pruner;
  private final Filters filters;
  private final Mask current;
  private final LiveFilters before;
  private final Weights start;
  private final Weights trained;

  /** A filter that may go, by its layer's number and its own. */
  private record Candidate(double score, int group, int filter) {}

  FilterPruning(Pruner pruner, Filters filters, Mask current, Weights start, Weights trained) {
    this.pruner = pruner;
    this.filters = filters;
    this.current = current;
    this.before = LiveFilters.of(filters, current);
    this.start = start;
    this.trained = trained;
  }

  /** Takes every layer's share, or all layers' together. */
  Mask prune() {
    List<BitSet> kept = copies();
    int[] all = IntStream.range(0, kept.size()).toArray();
    switch (pruner.scope()) {
      case LAYERWISE -> {
        for (int group : all) {
          take(kept, excess(group), group);
        }
      }
      case GLOBAL -> take(kept, IntStream.of(all).mapToLong(this::excess).sum(), all);
    }
    return new LiveFilters(filters, kept).without(current);
  }

  /** Leaves every layer as many as {@code target} has there. */
  Mask pruneTo(LiveFilters target) {
    List<BitSet> kept = copies();
    for (int group = 0; group < kept.size(); group++) {
      int excess = kept.get(group).cardinality() - target.live().get(group).cardinality();
      if (excess < 0) {
        throw new IllegalArgumentException(
            "%s: expected at least the target's %d filters, got %d"
                .formatted(
                    layer(group).name(),
                    target.live().get(group).cardinality(),
                    kept.get(group).cardinality()));
      }
      take(kept, excess, group);
    }
    return new LiveFilters(filters, kept).without(current);
  }

  private List<BitSet> copies() {
    return before.live().stream().map(rows -> (BitSet) rows.clone()).toList();
  }

  private Layer.Weighted layer(int group) {
    return filters.groups().get(group).layer();
  }

  private long excess(int group) {
    int count = before.live().get(group).cardinality();
    boolean convolution = layer(group) instanceof Layer.Conv2d;
    double share = convolution ? pruner.convolutionFraction() : pruner.fraction();
    return count - pruner.remaining(count, share);
  }

  /** Takes {@code excess} filters of least score out of the layers {@code groups}. */
  private void take(List<BitSet> kept, long excess, int... groups) {
    List<Candidate> candidates = new ArrayList<>();
    for (int group : groups) {
      kept.get(group).stream()
          .forEach(filter -> candidates.add(new Candidate(score(group, filter), group, filter)));
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::score)
            .thenComparingInt(Candidate::group)
            .thenComparingInt(Candidate::filter));
    long left = excess;
    for (Candidate candidate : candidates) {
      BitSet filtersOfLayer = kept.get(candidate.group());
      if (left > 0 && filtersOfLayer.cardinality() > pruner.floor()) {
        filtersOfLayer.clear(candidate.filter());
        left--;
      }
    }
  }

  /** Returns the mean score of a filter's live weights. */
  private double score(int group, int filter) {
    String name = layer(group).name() + ".weight";
    int columns = layer(group).columns();
    float[] from = start.get(name);
    float[] to = trained.get(name);
    double sum = 0;
    int count = 0;
    for (int place = filter * columns; place < (filter + 1) * columns; place++) {
      if (current.isLive(name, place)) {
        sum += pruner.score().of(from[place], to[place]);
        count++;
      }
    }
    return sum / count;
  }
}
