package tombola.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses among the ways to compute a sparse product by timing each on the real shape and pattern
 * for some milliseconds. A choice is remembered by product, shape, live count, parts, panels and
 * the ways there are, so that replicates measure once, and this machine once. It changes time and
 * nothing else.
 */
final class FastestSparse implements SparseProducts {
  private static final long ROUND = 1_000_000; // nanoseconds
  private static final int PATIENCE = 6; // rounds without a better one
  private static final long MOST = 150_000_000; // nanoseconds; a loop may still be compiled

  private final List<SparseProducts> candidates;
  private final ChoiceMemory memory;
  private final Map<String, String> chosen = new ConcurrentHashMap<>();

  FastestSparse(List<SparseProducts> candidates, ChoiceMemory memory) {
    this.candidates = candidates;
    this.memory = memory;
  }

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
    List<Variant<Forward>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.forward(pattern, part, relu)));
    return fastest(
        "forward",
        variants,
        pattern,
        pattern.panels(),
        (p, b) -> p.run(b.w, b.out, b.x, b.y, 0, b.panels));
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    List<Variant<InputGradient>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.inputGradient(pattern)));
    return fastest(
        "input gradient",
        variants,
        pattern,
        pattern.panels(),
        (p, b) -> p.run(b.w, b.y, b.x, b.dx, 0, b.panels));
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    List<Variant<WeightGradient>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.weightGradient(pattern, panels)));
    return fastest(
        "weight gradient",
        variants,
        pattern,
        panels,
        (p, b) -> p.run(b.y, b.x, b.w, 0, pattern.units()));
  }

  /** Takes the first: time depends on which inputs are zero, and they are not known yet. */
  @Override
  public List<Variant<Sample>> sample(
      SparsePattern pattern,
      boolean relu,
      boolean hidden,
      MemorySegment values,
      MemorySegment bias) {
    return candidates.stream()
        .flatMap(c -> c.sample(pattern, relu, hidden, values, bias).stream())
        .limit(1)
        .toList();
  }

  private interface Call<T> {
    void run(T product, Buffers buffers);
  }

  private <T> List<Variant<T>> fastest(
      String product, List<Variant<T>> variants, SparsePattern pattern, int panels, Call<T> call) {
    if (variants.size() == 1) {
      return variants;
    }
    List<String> names = variants.stream().map(Variant::name).toList();
    Linear shape = pattern.shape();
    String question =
        "%s of %d to %d, %d live in %d parts, %d panels, among %s"
            .formatted(
                product,
                shape.in(),
                shape.out(),
                pattern.live(),
                pattern.parts(),
                panels,
                String.join(" | ", names));
    String name =
        chosen.computeIfAbsent(
            question,
            _ ->
                memory
                    .recall(question)
                    .filter(names::contains)
                    .orElseGet(() -> timed(question, variants, pattern, panels, call)));
    return List.of(variants.get(names.indexOf(name)));
  }

  private <T> String timed(
      String question, List<Variant<T>> variants, SparsePattern pattern, int panels, Call<T> call) {
    try (Arena arena = Arena.ofShared()) {
      String name = fastest(variants, call, new Buffers(pattern, panels, arena));
      memory.remember(question, name);
      return name;
    }
  }

  private static <T> String fastest(List<Variant<T>> variants, Call<T> call, Buffers buffers) {
    String best = variants.getFirst().name();
    double least = Double.POSITIVE_INFINITY;
    for (Variant<T> variant : variants) {
      try (Arena arena = Arena.ofShared()) {
        T product = variant.maker().apply(arena);
        double nanos = nanos(() -> call.run(product, buffers));
        if (nanos < least) {
          least = nanos;
          best = variant.name();
        }
      }
    }
    return best;
  }

  /** Returns the least mean of a round's calls. */
  private static double nanos(Runnable call) {
    double least = Double.POSITIVE_INFINITY;
    long began = System.nanoTime();
    long now = began;
    for (int worse = 0; worse < PATIENCE && now - began < MOST; worse++) {
      long round = now;
      int calls = 0;
      do {
        call.run();
        calls++;
        now = System.nanoTime();
      } while (now - round < ROUND);
      double mean = (now - round) / (double) calls;
      if (mean < least * 0.99) {
        least = mean;
        worse = 0;
      }
    }
    return least;
  }

  /** Room for one call of each product. */
  private static final class Buffers {
    final int panels;
    final MemorySegment w;
    final MemorySegment x;
    final MemorySegment dx;
    final MemorySegment y;
    final MemorySegment out;

    Buffers(SparsePattern pattern, int panels, Arena arena) {
      Linear shape = pattern.shape();
      this.panels = panels;
      this.w = filled(arena, 4L * pattern.slots());
      this.x = filled(arena, panels * Panels.bytes(shape.in()));
      this.dx = filled(arena, panels * Panels.bytes(shape.in()));
      this.y = filled(arena, panels * Panels.bytes(shape.out()));
      this.out = filled(arena, 4L * shape.out());
    }

    /** Values near 1: zeros or subnormals would not take the usual time. */
    private static MemorySegment filled(Arena arena, long bytes) {
      MemorySegment segment = arena.allocate(Math.max(bytes, 1), Panels.LINE);
      for (long at = 0; at < bytes; at += Float.BYTES) {
        segment.set(Panels.FLOAT, at, 0.5f + at % 13 / 16f);
      }
      return segment;
    }
  }
}
