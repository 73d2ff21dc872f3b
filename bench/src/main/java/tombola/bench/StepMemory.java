package tombola.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.nn.Layer;
import tombola.prune.Mask;

/**
 * What a training of LeNet-300-100 keeps for its weights, dense and sparse: values, gradients and
 * two moments, and for a sparse layer the index, the kernels' tables and their code, each as it is
 * allocated.
 *
 * <p>Arguments: kernels, densities.
 */
public final class StepMemory {
  private static final int COPIES = 4; // values, gradients, first and second moments
  private static final int BATCH = 60;

  private final TicketSearch search;
  private final int panels = Panels.count(BATCH);

  private StepMemory(TicketSearch search) {
    this.search = search;
  }

  /** Prints a line for each density. */
  public static void main(String[] args) {
    StepMemory memory = new StepMemory(new TicketSearch(args[0], 1));
    for (int i = 1; i < args.length; i++) {
      memory.report(memory.search.mask(Double.parseDouble(args[i])));
    }
  }

  private void report(Mask mask) {
    long dense = 0;
    Bytes sparse = new Bytes(0, 0, 0, 0);
    boolean first = true;
    for (Layer.Dense layer : search.network.dense()) {
      Linear shape = new Linear(layer.in(), layer.out());
      dense += copies((long) shape.out() * shape.stride());
      SparsePattern pattern = new SparsePattern(shape, mask.live(layer.name() + ".weight"), panels);
      sparse = sparse.plus(sparse(pattern, first));
      first = false;
    }
    System.out.printf(
        Locale.ROOT,
        "%-13s d=%6.4f dense %,d bytes; sparse %,d: values, gradients, moments %,d, index %,d,"
            + " tables %,d, code %,d; 1/%.1f%n",
        search.kernels.name(),
        mask.density(),
        dense,
        sparse.all(),
        sparse.values,
        sparse.index,
        sparse.tables,
        sparse.code,
        dense / (double) sparse.all());
  }

  private record Bytes(long values, long index, long tables, long code) {
    Bytes plus(Bytes other) {
      return new Bytes(
          values + other.values, index + other.index, tables + other.tables, code + other.code);
    }

    long all() {
      return values + index + tables + code;
    }
  }

  /** Returns the bytes of {@code weights} in every copy, with a bit each that says if it lives. */
  private static long copies(long weights) {
    return weights * COPIES * Float.BYTES + weights / Byte.SIZE;
  }

  @SuppressWarnings("unused") // products are made for what they take
  private Bytes sparse(SparsePattern pattern, boolean first) {
    SparseProducts products = search.kernels.sparse();
    try (Counting arena = new Counting()) {
      long code = code();
      var _ = products.forward(pattern, 0, true).getFirst().maker().apply(arena);
      if (!first) {
        var _ = products.inputGradient(pattern).getFirst().maker().apply(arena);
      }
      var _ = products.weightGradient(pattern, panels).getFirst().maker().apply(arena);
      return new Bytes(copies(pattern.slots()), pattern.indexBytes(), arena.bytes, code() - code);
    }
  }

  /** Returns the bytes of all pages of generated code: mapped for no file, and not writable. */
  private static long code() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.exists(maps)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(maps)) {
      return lines
          .map(line -> line.split("\\s+", -1))
          .filter(words -> words[1].equals("r-xp") && words[4].equals("0") && words[5].isEmpty())
          .map(words -> words[0].split("-", -1))
          .mapToLong(range -> Long.parseLong(range[1], 16) - Long.parseLong(range[0], 16))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts what is allocated. */
  private static final class Counting implements Arena {
    private final Arena arena = Arena.ofShared();
    private long bytes;

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
      bytes += byteSize;
      return arena.allocate(byteSize, byteAlignment);
    }

    @Override
    public MemorySegment.Scope scope() {
      return arena.scope();
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
