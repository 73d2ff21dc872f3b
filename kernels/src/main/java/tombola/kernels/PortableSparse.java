package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Gather;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.math.Tree;

/**
 * The sparse products at one vector width; see {@link VectorWidths}. A line's sums stay in
 * registers, eight vectors of samples at a time or fewer, while its live weights stream by.
 */
final class PortableSparse implements SparseProducts {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final String NAME = "portable:" + SPECIES.vectorBitSize() + " ";
  private static final int VECTORS = Panels.LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ThreadLocal<float[]> LANES =
      ThreadLocal.withInitial(() -> new float[16 * Panels.LANES]);

  PortableSparse() {}

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, boolean relu) {
    Variant<Forward> rows = new Variant<>(NAME + "rows", _ -> forward(Gather.rows(pattern), relu));
    return pattern.blocks() == 1
        ? List.of(rows)
        : List.of(rows, new Variant<>(NAME + "blocks", _ -> forward(Gather.blocks(pattern), relu)));
  }

  private static Forward forward(Gather gather, boolean relu) {
    return (values, bias, x, y, fromPanel, toPanel) ->
        gather(gather, relu, values, bias, x, y, fromPanel, toPanel);
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    return List.of(
        new Variant<>(
            NAME + "columns",
            arena -> {
              MemorySegment zeros = arena.allocate(pattern.shape().in() * 4L, LINE);
              Gather gather = Gather.columns(pattern);
              return (values, dy, x, dx, fromPanel, toPanel) -> {
                gather(gather, false, values, zeros, dy, dx, fromPanel, toPanel);
                long panel = Panels.bytes(gather.outputs());
                gate(x, dx, fromPanel * panel, toPanel * panel);
              };
            }));
  }

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of y, whose sums begin at start. */
  private static void gather(
      Gather gather,
      boolean relu,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int fromPanel,
      int toPanel) {
    int last = toPanel * VECTORS;
    for (int b = 0; b < gather.blocks(); b++) {
      int v = fromPanel * VECTORS;
      for (; v + 8 <= last; v += 8) {
        eight(gather, b, relu, values, start, x, y, v);
      }
      for (; v + 4 <= last; v += 4) {
        four(gather, b, relu, values, start, x, y, v);
      }
      for (; v < last; v += 2) {
        two(gather, b, relu, values, start, x, y, v, Math.min(v + 1, last - 1));
      }
    }
  }

  private static void eight(
      Gather gather,
      int block,
      boolean relu,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int v) {
    long in = Panels.bytes(gather.inputs());
    long out = Panels.bytes(gather.outputs());
    long x0 = place(v, in);
    long x1 = place(v + 1, in);
    long x2 = place(v + 2, in);
    long x3 = place(v + 3, in);
    long x4 = place(v + 4, in);
    long x5 = place(v + 5, in);
    long x6 = place(v + 6, in);
    long x7 = place(v + 7, in);
    long y0 = place(v, out);
    long y1 = place(v + 1, out);
    long y2 = place(v + 2, out);
    long y3 = place(v + 3, out);
    long y4 = place(v + 4, out);
    long y5 = place(v + 5, out);
    long y6 = place(v + 6, out);
    long y7 = place(v + 7, out);
    for (int r = 0; r < gather.outputs(); r++) {
      long line = r * LINE;
      FloatVector s0 = block == 0 ? broadcast(start, 4L * r) : vector(y, y0 + line);
      FloatVector s1 = block == 0 ? s0 : vector(y, y1 + line);
      FloatVector s2 = block == 0 ? s0 : vector(y, y2 + line);
      FloatVector s3 = block == 0 ? s0 : vector(y, y3 + line);
      FloatVector s4 = block == 0 ? s0 : vector(y, y4 + line);
      FloatVector s5 = block == 0 ? s0 : vector(y, y5 + line);
      FloatVector s6 = block == 0 ? s0 : vector(y, y6 + line);
      FloatVector s7 = block == 0 ? s0 : vector(y, y7 + line);
      int end = gather.first(block, r + 1);
      for (int k = gather.first(block, r); k < end; k++) {
        FloatVector w = broadcast(values, 4L * gather.slot(k));
        long at = gather.input(k) * LINE;
        s0 = vector(x, x0 + at).fma(w, s0);
        s1 = vector(x, x1 + at).fma(w, s1);
        s2 = vector(x, x2 + at).fma(w, s2);
        s3 = vector(x, x3 + at).fma(w, s3);
        s4 = vector(x, x4 + at).fma(w, s4);
        s5 = vector(x, x5 + at).fma(w, s5);
        s6 = vector(x, x6 + at).fma(w, s6);
        s7 = vector(x, x7 + at).fma(w, s7);
      }
      if (block == gather.blocks() - 1) {
        s0 = s0.add(0f);
        s1 = s1.add(0f);
        s2 = s2.add(0f);
        s3 = s3.add(0f);
        s4 = s4.add(0f);
        s5 = s5.add(0f);
        s6 = s6.add(0f);
        s7 = s7.add(0f);
        if (relu) {
          s0 = s0.blend(0f, s0.compare(VectorOperators.LE, 0f));
          s1 = s1.blend(0f, s1.compare(VectorOperators.LE, 0f));
          s2 = s2.blend(0f, s2.compare(VectorOperators.LE, 0f));
          s3 = s3.blend(0f, s3.compare(VectorOperators.LE, 0f));
          s4 = s4.blend(0f, s4.compare(VectorOperators.LE, 0f));
          s5 = s5.blend(0f, s5.compare(VectorOperators.LE, 0f));
          s6 = s6.blend(0f, s6.compare(VectorOperators.LE, 0f));
          s7 = s7.blend(0f, s7.compare(VectorOperators.LE, 0f));
        }
      }
      s0.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y0 + line), ORDER);
      s1.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y1 + line), ORDER);
      s2.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y2 + line), ORDER);
      s3.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y3 + line), ORDER);
      s4.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y4 + line), ORDER);
      s5.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y5 + line), ORDER);
      s6.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y6 + line), ORDER);
      s7.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y7 + line), ORDER);
    }
  }

  private static void four(
      Gather gather,
      int block,
      boolean relu,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int v) {
    long in = Panels.bytes(gather.inputs());
    long out = Panels.bytes(gather.outputs());
    long x0 = place(v, in);
    long x1 = place(v + 1, in);
    long x2 = place(v + 2, in);
    long x3 = place(v + 3, in);
    long y0 = place(v, out);
    long y1 = place(v + 1, out);
    long y2 = place(v + 2, out);
    long y3 = place(v + 3, out);
    for (int r = 0; r < gather.outputs(); r++) {
      long line = r * LINE;
      FloatVector s0 = block == 0 ? broadcast(start, 4L * r) : vector(y, y0 + line);
      FloatVector s1 = block == 0 ? s0 : vector(y, y1 + line);
      FloatVector s2 = block == 0 ? s0 : vector(y, y2 + line);
      FloatVector s3 = block == 0 ? s0 : vector(y, y3 + line);
      int end = gather.first(block, r + 1);
      for (int k = gather.first(block, r); k < end; k++) {
        FloatVector w = broadcast(values, 4L * gather.slot(k));
        long at = gather.input(k) * LINE;
        s0 = vector(x, x0 + at).fma(w, s0);
        s1 = vector(x, x1 + at).fma(w, s1);
        s2 = vector(x, x2 + at).fma(w, s2);
        s3 = vector(x, x3 + at).fma(w, s3);
      }
      if (block == gather.blocks() - 1) {
        s0 = s0.add(0f);
        s1 = s1.add(0f);
        s2 = s2.add(0f);
        s3 = s3.add(0f);
        if (relu) {
          s0 = s0.blend(0f, s0.compare(VectorOperators.LE, 0f));
          s1 = s1.blend(0f, s1.compare(VectorOperators.LE, 0f));
          s2 = s2.blend(0f, s2.compare(VectorOperators.LE, 0f));
          s3 = s3.blend(0f, s3.compare(VectorOperators.LE, 0f));
        }
      }
      s0.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y0 + line), ORDER);
      s1.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y1 + line), ORDER);
      s2.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y2 + line), ORDER);
      s3.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y3 + line), ORDER);
    }
  }

  private static void two(
      Gather gather,
      int block,
      boolean relu,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int v,
      int u) {
    long in = Panels.bytes(gather.inputs());
    long out = Panels.bytes(gather.outputs());
    long x0 = place(v, in);
    long x1 = place(u, in);
    long y0 = place(v, out);
    long y1 = place(u, out);
    for (int r = 0; r < gather.outputs(); r++) {
      long line = r * LINE;
      FloatVector s0 = block == 0 ? broadcast(start, 4L * r) : vector(y, y0 + line);
      FloatVector s1 = block == 0 ? s0 : vector(y, y1 + line);
      int end = gather.first(block, r + 1);
      for (int k = gather.first(block, r); k < end; k++) {
        FloatVector w = broadcast(values, 4L * gather.slot(k));
        long at = gather.input(k) * LINE;
        s0 = vector(x, x0 + at).fma(w, s0);
        s1 = vector(x, x1 + at).fma(w, s1);
      }
      if (block == gather.blocks() - 1) {
        s0 = s0.add(0f);
        s1 = s1.add(0f);
        if (relu) {
          s0 = s0.blend(0f, s0.compare(VectorOperators.LE, 0f));
          s1 = s1.blend(0f, s1.compare(VectorOperators.LE, 0f));
        }
      }
      s0.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y0 + line), ORDER);
      s1.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, y1 + line), ORDER);
    }
  }

  /** Clears {@code values} where {@code x} is at or below 0, between two bytes. */
  private static void gate(MemorySegment x, MemorySegment values, long from, long to) {
    for (long at = from; at < to; at += BYTES) {
      VectorMask<Float> closed = vector(x, at).compare(VectorOperators.LE, 0f);
      vector(values, at)
          .blend(0f, closed)
          .intoMemorySegment(OffHeap.base(values), OffHeap.at(values, at), ORDER);
    }
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    long in = Panels.bytes(pattern.shape().in());
    long out = Panels.bytes(pattern.shape().out());
    WeightGradient sixteen =
        (dy, x, dw, fromUnit, toUnit) -> {
          float[] lanes = LANES.get();
          for (int unit = fromUnit; unit < toUnit; unit++) {
            for (int slot = pattern.unitStart(unit); slot < pattern.unitEnd(unit); slot += 16) {
              for (int l = 0; l < 16; l++) {
                long row = pattern.row(slot + l) * LINE;
                long column = pattern.column(slot + l) * LINE;
                lanes(panels, dy, row, out, x, column, in, lanes, l * Panels.LANES);
              }
              for (int l = 0; l < 16; l++) {
                dw.set(Panels.FLOAT, 4L * (slot + l), Tree.sum(lanes, l * Panels.LANES));
              }
            }
          }
        };
    return List.of(new Variant<>(NAME + "sixteen", _ -> sixteen));
  }

  /** Writes the lanes of one slot: the sums of the products of two lines over the panels. */
  private static void lanes(
      int panels,
      MemorySegment dy,
      long row,
      long rowStep,
      MemorySegment x,
      long column,
      long columnStep,
      float[] lanes,
      int to) {
    for (int v = 0; v < VECTORS; v += 2) { // two sums at a time: neither waits for the other
      long a = row + v * BYTES;
      long b = column + v * BYTES;
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      for (int p = 0; p < panels; p++) {
        s0 = vector(dy, a).fma(vector(x, b), s0);
        if (VECTORS > 1) {
          s1 = vector(dy, a + BYTES).fma(vector(x, b + BYTES), s1);
        }
        a += rowStep;
        b += columnStep;
      }
      s0.intoArray(lanes, to + v * WIDTH);
      if (VECTORS > 1) {
        s1.intoArray(lanes, to + (v + 1) * WIDTH);
      }
    }
  }

  /** Returns where vector {@code v} of the samples begins, among panels of {@code bytes}. */
  private static long place(int v, long bytes) {
    return v / VECTORS * bytes + v % VECTORS * BYTES;
  }

  private static FloatVector vector(MemorySegment segment, long offset) {
    return FloatVector.fromMemorySegment(
        SPECIES, OffHeap.base(segment), OffHeap.at(segment, offset), ORDER);
  }

  private static FloatVector broadcast(MemorySegment segment, long offset) {
    return FloatVector.broadcast(SPECIES, OffHeap.get(segment, offset));
  }
}
