package tombola.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.Products;
import tombola.kernel.ScalarKernels;
import tombola.math.Tree;

/**
 * The dense products at one vector width; see {@link VectorWidths}.
 *
 * <p>All three are strips of six rows by two vectors, {@code c[r][j] = init[r] + Σ a[r][k] ·
 * b[k][j]}: twelve accumulators, which fit the sixteen registers of any machine. At an edge a strip
 * steps back over what is done and writes the same values again.
 */
final class PortableProducts implements Products {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final int ROWS = 6;
  private static final int VECTORS = Panels.LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final MemorySegment ZERO = Arena.global().allocate(Panels.LINE, Panels.LINE);

  private static final ThreadLocal<float[]> SUMS =
      ThreadLocal.withInitial(() -> new float[Panels.LANES]);

  private final ScalarKernels scalar = new ScalarKernels();

  PortableProducts() {}

  @Override
  public void forward(
      Linear shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel,
      int fromRow,
      int toRow) {
    if (toRow - fromRow < ROWS) {
      scalar.forward(shape, w, bias, x, y, relu, fromPanel, toPanel, fromRow, toRow);
      return;
    }
    long in = Panels.bytes(shape.in());
    long out = Panels.bytes(shape.out());
    long row = shape.rowBytes();
    for (int o = fromRow; o < toRow; o += ROWS) {
      long r = Math.min(o, toRow - ROWS);
      strip(
          fromPanel * VECTORS,
          toPanel * VECTORS,
          shape.in(),
          w,
          r * row,
          row,
          4,
          x,
          in,
          Panels.LINE,
          bias,
          4 * r,
          4,
          y,
          r * Panels.LINE,
          out,
          Panels.LINE);
    }
    for (int p = fromPanel; relu && p < toPanel; p++) {
      gate(y, y, p * out + fromRow * Panels.LINE, p * out + toRow * Panels.LINE);
    }
  }

  @Override
  public void inputGradient(
      Linear shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    if (shape.in() < ROWS) {
      scalar.inputGradient(shape, w, dy, x, dx, fromPanel, toPanel);
      return;
    }
    long in = Panels.bytes(shape.in());
    long out = Panels.bytes(shape.out());
    for (int i = 0; i < shape.in(); i += ROWS) {
      long r = Math.min(i, shape.in() - ROWS);
      strip(
          fromPanel * VECTORS,
          toPanel * VECTORS,
          shape.out(),
          w,
          4 * r,
          4,
          shape.rowBytes(),
          dy,
          out,
          Panels.LINE,
          ZERO,
          0,
          0,
          dx,
          r * Panels.LINE,
          in,
          Panels.LINE);
    }
    gate(x, dx, fromPanel * in, toPanel * in);
  }

  @Override
  public void weightGradient(
      Linear shape,
      int samples,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromRow,
      int toRow) {
    if (toRow - fromRow < ROWS) {
      scalar.weightGradient(shape, samples, dy, x, dw, fromRow, toRow);
      return;
    }
    long row = shape.rowBytes();
    long dyRow = 4L * Panels.stride(shape.out());
    int vectors = (shape.in() + WIDTH - 1) / WIDTH;
    for (int o = fromRow; o < toRow; o += ROWS) {
      long r = Math.min(o, toRow - ROWS);
      strip(
          0,
          vectors,
          samples,
          dy,
          4 * r,
          4,
          dyRow,
          x,
          Panels.LINE,
          row,
          ZERO,
          0,
          0,
          dw,
          r * row,
          Panels.LINE,
          row);
    }
  }

  /**
   * Six rows of a product, two vectors at a time. No helper takes a sum as its argument: where the
   * compiler gives up inlining it, every sum would become an object.
   */
  private static void strip(
      int from,
      int to,
      int depth,
      MemorySegment a,
      long a0,
      long aRow,
      long aStep,
      MemorySegment b,
      long bLine,
      long bStep,
      MemorySegment init,
      long i0,
      long iRow,
      MemorySegment c,
      long cFirst,
      long cLine,
      long cRow) {
    for (int v = from; v < to; v += 2) {
      int u = Math.min(v + 1, to - 1);
      long b0 = v / VECTORS * bLine + v % VECTORS * BYTES;
      long b1 = u / VECTORS * bLine + u % VECTORS * BYTES;
      long at = a0;
      FloatVector s00 = broadcast(init, i0);
      FloatVector s01 = s00;
      FloatVector s10 = broadcast(init, i0 + iRow);
      FloatVector s11 = s10;
      FloatVector s20 = broadcast(init, i0 + 2 * iRow);
      FloatVector s21 = s20;
      FloatVector s30 = broadcast(init, i0 + 3 * iRow);
      FloatVector s31 = s30;
      FloatVector s40 = broadcast(init, i0 + 4 * iRow);
      FloatVector s41 = s40;
      FloatVector s50 = broadcast(init, i0 + 5 * iRow);
      FloatVector s51 = s50;
      for (int k = 0; k < depth; k++) {
        FloatVector x0 = vector(b, b0);
        FloatVector x1 = vector(b, b1);
        FloatVector f0 = broadcast(a, at);
        s00 = x0.fma(f0, s00);
        s01 = x1.fma(f0, s01);
        FloatVector f1 = broadcast(a, at + aRow);
        s10 = x0.fma(f1, s10);
        s11 = x1.fma(f1, s11);
        FloatVector f2 = broadcast(a, at + 2 * aRow);
        s20 = x0.fma(f2, s20);
        s21 = x1.fma(f2, s21);
        FloatVector f3 = broadcast(a, at + 3 * aRow);
        s30 = x0.fma(f3, s30);
        s31 = x1.fma(f3, s31);
        FloatVector f4 = broadcast(a, at + 4 * aRow);
        s40 = x0.fma(f4, s40);
        s41 = x1.fma(f4, s41);
        FloatVector f5 = broadcast(a, at + 5 * aRow);
        s50 = x0.fma(f5, s50);
        s51 = x1.fma(f5, s51);
        at += aStep;
        b0 += bStep;
        b1 += bStep;
      }
      long c0 = cFirst + v / VECTORS * cLine + v % VECTORS * BYTES;
      long c1 = cFirst + u / VECTORS * cLine + u % VECTORS * BYTES;
      s00.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c0), ORDER);
      s01.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c1), ORDER);
      s10.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c0 + cRow), ORDER);
      s11.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c1 + cRow), ORDER);
      s20.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c0 + 2 * cRow), ORDER);
      s21.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c1 + 2 * cRow), ORDER);
      s30.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c0 + 3 * cRow), ORDER);
      s31.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c1 + 3 * cRow), ORDER);
      s40.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c0 + 4 * cRow), ORDER);
      s41.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c1 + 4 * cRow), ORDER);
      s50.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c0 + 5 * cRow), ORDER);
      s51.add(0f).intoMemorySegment(OffHeap.base(c), OffHeap.at(c, c1 + 5 * cRow), ORDER);
    }
  }

  /**
   * Clears {@code values} where {@code x} is at or below 0, from byte {@code from} to byte {@code
   * to}.
   */
  private static void gate(MemorySegment x, MemorySegment values, long from, long to) {
    for (long at = from; at < to; at += BYTES) {
      VectorMask<Float> closed = vector(x, at).compare(VectorOperators.LE, 0f);
      vector(values, at)
          .blend(0f, closed)
          .intoMemorySegment(OffHeap.base(values), OffHeap.at(values, at), ORDER);
    }
  }

  @Override
  public void biasGradient(int out, int panels, MemorySegment dy, MemorySegment db) {
    float[] sums = SUMS.get();
    for (int o = 0; o < out; o++) {
      for (int v = 0; v < VECTORS; v++) {
        FloatVector lanes = FloatVector.zero(SPECIES);
        for (int p = 0; p < panels; p++) {
          lanes = lanes.add(vector(dy, p * Panels.bytes(out) + o * Panels.LINE + v * BYTES));
        }
        lanes.intoArray(sums, v * WIDTH);
      }
      db.set(Panels.FLOAT, 4L * o, Tree.sum(sums, 0));
    }
  }

  private static FloatVector vector(MemorySegment segment, long offset) {
    return FloatVector.fromMemorySegment(
        SPECIES, OffHeap.base(segment), OffHeap.at(segment, offset), ORDER);
  }

  private static FloatVector broadcast(MemorySegment segment, long offset) {
    return FloatVector.broadcast(SPECIES, OffHeap.get(segment, offset));
  }
}
