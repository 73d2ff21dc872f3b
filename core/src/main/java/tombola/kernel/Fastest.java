package tombola.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tombola.kernel.SparseProducts.Variant;

/**
 * Chooses among the ways to compute a product by timing each for some milliseconds. A choice is
 * remembered by the question, so that replicates measure once, and this machine once. It changes
 * time and nothing else.
 */
final class Fastest {
  private static final long ROUND = 1_000_000; // nanoseconds
  private static final int PATIENCE = 6; // rounds without a better one
  private static final long MOST = 150_000_000; // nanoseconds; a loop may still be compiled

  private final ChoiceMemory memory;
  private final Map<String, String> chosen = new ConcurrentHashMap<>();

  Fastest(ChoiceMemory memory) {
    this.memory = memory;
  }

  /**
   * Returns the fastest of {@code variants} alone.
   *
   * @param about the product, and what it is timed on; the ways there are become part of the
   *     question
   * @param buffers makes what a call needs, if anything has to be timed
   */
  <T> List<Variant<T>> of(
      String about,
      List<Variant<T>> variants,
      Function<Arena, Buffers> buffers,
      BiConsumer<T, Buffers> call) {
    if (variants.size() == 1) {
      return variants;
    }
    List<String> names = variants.stream().map(Variant::name).toList();
    String question = about + ", among " + String.join(" | ", names);
    String name =
        chosen.computeIfAbsent(
            question,
            _ ->
                memory
                    .recall(question)
                    .filter(names::contains)
                    .orElseGet(() -> timed(question, variants, buffers, call)));
    return List.of(variants.get(names.indexOf(name)));
  }

  private <T> String timed(
      String question,
      List<Variant<T>> variants,
      Function<Arena, Buffers> buffers,
      BiConsumer<T, Buffers> call) {
    try (Arena arena = Arena.ofShared()) {
      String name = fastest(variants, call, buffers.apply(arena));
      memory.remember(question, name);
      return name;
    }
  }

  private static <T> String fastest(
      List<Variant<T>> variants, BiConsumer<T, Buffers> call, Buffers buffers) {
    String best = variants.getFirst().name();
    double least = Double.POSITIVE_INFINITY;
    for (Variant<T> variant : variants) {
      try (Arena arena = Arena.ofShared()) {
        T product = variant.maker().apply(arena);
        double nanos = nanos(() -> call.accept(product, buffers));
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
  static final class Buffers {
    final int panels;
    final MemorySegment w;
    final MemorySegment x;
    final MemorySegment dx;
    final MemorySegment y;
    final MemorySegment out;

    /**
     * Makes room for a layer.
     *
     * @param in features of a sample that it takes
     * @param out features of a sample that it gives
     */
    Buffers(SparsePattern pattern, int in, int out, int panels, Arena arena) {
      this.panels = panels;
      this.w = filled(arena, 4L * pattern.slots());
      this.x = filled(arena, panels * Panels.bytes(in));
      this.dx = filled(arena, panels * Panels.bytes(in));
      this.y = filled(arena, panels * Panels.bytes(out));
      this.out = filled(arena, 4L * pattern.shape().out());
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
