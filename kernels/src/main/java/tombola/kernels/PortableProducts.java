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
   * compiler gives up inlining it, every sum would become an object. It gives up above a number of
   * nodes, too, of which this is not far: so segments are turned into places before the loop.
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
    MemorySegment as = OffHeap.base(a);
    MemorySegment bs = OffHeap.base(b);
    MemorySegment cs = OffHeap.base(c);
    MemorySegment inits = OffHeap.base(init);
    long fromA = OffHeap.at(a, a0);
    long fromB = OffHeap.at(b, 0);
    long fromC = OffHeap.at(c, cFirst);
    long fromInit = OffHeap.at(init, i0) & OffHeap.RANGE;
    long nextA = aRow & OffHeap.RANGE;
    long nextC = cRow & OffHeap.RANGE;
    long nextInit = iRow & OffHeap.RANGE;
    for (int v = from; v < to; v += 2) {
      int u = Math.min(v + 1, to - 1);
      long b0 = fromB + v / VECTORS * bLine + v % VECTORS * BYTES;
      long b1 = fromB + u / VECTORS * bLine + u % VECTORS * BYTES;
      long at = fromA;
      FloatVector s00 = broadcast(inits, fromInit);
      FloatVector s01 = s00;
      FloatVector s10 = broadcast(inits, fromInit + nextInit);
      FloatVector s11 = s10;
      FloatVector s20 = broadcast(inits, fromInit + 2 * nextInit);
      FloatVector s21 = s20;
      FloatVector s30 = broadcast(inits, fromInit + 3 * nextInit);
      FloatVector s31 = s30;
      FloatVector s40 = broadcast(inits, fromInit + 4 * nextInit);
      FloatVector s41 = s40;
      FloatVector s50 = broadcast(inits, fromInit + 5 * nextInit);
      FloatVector s51 = s50;
      for (int k = 0; k < depth; k++) {
        FloatVector x0 = vector(bs, b0 & OffHeap.RANGE);
        FloatVector x1 = vector(bs, b1 & OffHeap.RANGE);
        long rows = at & OffHeap.RANGE;
        FloatVector f0 = broadcast(as, rows);
        s00 = x0.fma(f0, s00);
        s01 = x1.fma(f0, s01);
        FloatVector f1 = broadcast(as, rows + nextA);
        s10 = x0.fma(f1, s10);
        s11 = x1.fma(f1, s11);
        FloatVector f2 = broadcast(as, rows + 2 * nextA);
        s20 = x0.fma(f2, s20);
        s21 = x1.fma(f2, s21);
        FloatVector f3 = broadcast(as, rows + 3 * nextA);
        s30 = x0.fma(f3, s30);
        s31 = x1.fma(f3, s31);
        FloatVector f4 = broadcast(as, rows + 4 * nextA);
        s40 = x0.fma(f4, s40);
        s41 = x1.fma(f4, s41);
        FloatVector f5 = broadcast(as, rows + 5 * nextA);
        s50 = x0.fma(f5, s50);
        s51 = x1.fma(f5, s51);
        at += aStep;
        b0 += bStep;
        b1 += bStep;
      }
      long c0 = fromC + v / VECTORS * cLine + v % VECTORS * BYTES & OffHeap.RANGE;
      long c1 = fromC + u / VECTORS * cLine + u % VECTORS * BYTES & OffHeap.RANGE;
      s00.add(0f).intoMemorySegment(cs, c0, ORDER);
      s01.add(0f).intoMemorySegment(cs, c1, ORDER);
      s10.add(0f).intoMemorySegment(cs, c0 + nextC, ORDER);
      s11.add(0f).intoMemorySegment(cs, c1 + nextC, ORDER);
      s20.add(0f).intoMemorySegment(cs, c0 + 2 * nextC, ORDER);
      s21.add(0f).intoMemorySegment(cs, c1 + 2 * nextC, ORDER);
      s30.add(0f).intoMemorySegment(cs, c0 + 3 * nextC, ORDER);
      s31.add(0f).intoMemorySegment(cs, c1 + 3 * nextC, ORDER);
      s40.add(0f).intoMemorySegment(cs, c0 + 4 * nextC, ORDER);
      s41.add(0f).intoMemorySegment(cs, c1 + 4 * nextC, ORDER);
      s50.add(0f).intoMemorySegment(cs, c0 + 5 * nextC, ORDER);
      s51.add(0f).intoMemorySegment(cs, c1 + 5 * nextC, ORDER);
    }
  }

  /**
   * Clears {@code values} where {@code x} is at or below 0, from byte {@code from} to byte {@code
   * to}.
   */
  private static void gate(MemorySegment x, MemorySegment values, long from, long to) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment all = OffHeap.base(values);
    long fromX = OffHeap.at(x, 0);
    long fromValues = OffHeap.at(values, 0);
    for (long at = from; at < to; at += BYTES) {
      VectorMask<Float> closed =
          vector(xs, fromX + at & OffHeap.RANGE).compare(VectorOperators.LE, 0f);
      long place = fromValues + at & OffHeap.RANGE;
      vector(all, place).blend(0f, closed).intoMemorySegment(all, place, ORDER);
    }
  }

  /** The sums stand in a thread's room, so that the gradients are read as they lie. */
  @Override
  public void biasGradient(
      int out, int panels, MemorySegment dy, MemorySegment db, int fromOut, int toOut) {
    long bytes = (toOut - fromOut) * Panels.LINE;
    MemorySegment room = Room.of(bytes);
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment ss = OffHeap.base(room);
    long sums = OffHeap.at(room, 0);
    for (long at = 0; at < bytes; at += BYTES) {
      FloatVector.zero(SPECIES).intoMemorySegment(ss, sums + at & OffHeap.RANGE, ORDER);
    }
    for (int p = 0; p < panels; p++) {
      long line = OffHeap.at(dy, p * Panels.bytes(out) + fromOut * Panels.LINE);
      for (long at = 0; at < bytes; at += BYTES) {
        FloatVector sum = vector(ss, sums + at & OffHeap.RANGE);
        sum = sum.add(vector(ds, line + at & OffHeap.RANGE));
        sum.intoMemorySegment(ss, sums + at & OffHeap.RANGE, ORDER);
      }
    }
    for (int o = fromOut; o < toOut; o++) {
      db.set(Panels.FLOAT, 4L * o, Tree.sum(room, (o - fromOut) * Panels.LINE));
    }
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place, ORDER);
  }

  private static FloatVector broadcast(MemorySegment base, long place) {
    return FloatVector.broadcast(SPECIES, base.get(OffHeap.FLOAT, place));
  }
}
