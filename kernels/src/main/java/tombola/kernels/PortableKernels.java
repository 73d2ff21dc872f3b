package tombola.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.AdamStep;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.ScalarKernels;
import tombola.kernel.SgdStep;

/**
 * The kernels in the Vector API, at the one width that this class is defined with: {@link
 * VectorWidths} defines it once for each width as a hidden class, so that the species is a constant
 * to the compiler and the source stands here once.
 *
 * <p>The three dense products are one tile of six rows by two vectors, {@code c[r][j] = init[r] + Σ
 * a[r][k] · b[k][j]}: twelve accumulators, which fit the sixteen registers of any machine. At an
 * edge the tile steps back over what is done and writes the same values again.
 */
final class PortableKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = species();
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final int ROWS = 6;
  private static final int VECTORS = Panels.LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long[] RIGHT = {
    0, 0xAAAA, 0xCCCC, 0, 0xF0F0, 0, 0, 0, 0xFF00
  }; // lanes with bit h set, by h
  private static final MemorySegment ZERO = Arena.global().allocate(Panels.LINE, Panels.LINE);

  private final ScalarKernels scalar = new ScalarKernels();

  PortableKernels() {}

  @SuppressWarnings("unchecked") // VectorWidths gives a species of floats
  private static VectorSpecies<Float> species() {
    try {
      return (VectorSpecies<Float>)
          MethodHandles.classData(MethodHandles.lookup(), "_", VectorSpecies.class);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public String name() {
    return "portable:" + WIDTH * Float.SIZE;
  }

  @Override
  public void load(
      byte[] source, int from, int count, float scale, MemorySegment row, long offset) {
    int i = 0;
    for (; i <= count - Panels.LANES; i += Panels.LANES) {
      ByteVector bytes = ByteVector.fromArray(ByteVector.SPECIES_128, source, from + i);
      for (int part = 0; part < Panels.LANES / WIDTH; part++) {
        IntVector ints =
            (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
        FloatVector floats = (FloatVector) ints.convert(VectorOperators.I2F, 0);
        floats.mul(scale).intoMemorySegment(row, offset + 4L * i + part * BYTES, ORDER);
      }
    }
    scalar.load(source, from + i, count - i, scale, row, offset + 4L * i);
  }

  @Override
  public void rowsToPanels(
      int features, MemorySegment rows, MemorySegment panels, int fromPanel, int toPanel) {
    long row = 4L * Panels.stride(features);
    int whole = features / WIDTH * WIDTH;
    for (int p = fromPanel; p < toPanel; p++) {
      for (int l = 0; l < Panels.LANES; l += WIDTH) {
        for (int f = 0; f < whole; f += WIDTH) {
          transpose(
              rows,
              (p * Panels.LANES + l) * row + 4L * f,
              row,
              panels,
              p * Panels.bytes(features) + f * Panels.LINE + 4L * l,
              Panels.LINE);
        }
      }
    }
    scalar.rowsToPanels(features, whole, rows, panels, fromPanel, toPanel);
  }

  @Override
  public void panelsToRows(
      int features, MemorySegment panels, MemorySegment rows, int fromPanel, int toPanel) {
    long row = 4L * Panels.stride(features);
    int whole = features / WIDTH * WIDTH;
    for (int p = fromPanel; p < toPanel; p++) {
      for (int l = 0; l < Panels.LANES; l += WIDTH) {
        for (int f = 0; f < whole; f += WIDTH) {
          transpose(
              panels,
              p * Panels.bytes(features) + f * Panels.LINE + 4L * l,
              Panels.LINE,
              rows,
              (p * Panels.LANES + l) * row + 4L * f,
              row);
        }
      }
    }
    scalar.panelsToRows(features, whole, panels, rows, fromPanel, toPanel);
  }

  /**
   * Transposes a square of one vector by one vector; the later stages work where the first has
   * written.
   */
  private static void transpose(
      MemorySegment from, long f0, long fRow, MemorySegment to, long t0, long tRow) {
    exchange(WIDTH / 2, from, f0, fRow, to, t0, tRow);
    for (int half = WIDTH / 4; half > 0; half /= 2) {
      exchange(half, to, t0, tRow, to, t0, tRow);
    }
  }

  /**
   * Exchanges, in each square of twice {@code half}, the quarter right of the top with the one left
   * of the bottom.
   */
  private static void exchange(
      int half, MemorySegment from, long f0, long fRow, MemorySegment to, long t0, long tRow) {
    VectorShuffle<Float> up = VectorShuffle.iota(SPECIES, half, 1, true);
    VectorShuffle<Float> down = VectorShuffle.iota(SPECIES, WIDTH - half, 1, true);
    VectorMask<Float> right = VectorMask.fromLong(SPECIES, RIGHT[half]);
    for (int i = 0; i < WIDTH; i++) {
      if ((i & half) == 0) {
        FloatVector top = vector(from, f0 + i * fRow);
        FloatVector bottom = vector(from, f0 + (i + half) * fRow);
        top.blend(bottom.rearrange(down), right).intoMemorySegment(to, t0 + i * tRow, ORDER);
        top.rearrange(up).blend(bottom, right).intoMemorySegment(to, t0 + (i + half) * tRow, ORDER);
      }
    }
  }

  @Override
  public void forward(
      Linear shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    if (shape.out() < ROWS) {
      scalar.forward(shape, w, bias, x, y, relu, fromPanel, toPanel);
      return;
    }
    long in = Panels.bytes(shape.in());
    long out = Panels.bytes(shape.out());
    long row = shape.rowBytes();
    for (int o = 0; o < shape.out(); o += ROWS) {
      long r = Math.min(o, shape.out() - ROWS);
      for (int v = fromPanel * VECTORS; v < toPanel * VECTORS; v += 2) {
        int u = Math.min(v + 1, toPanel * VECTORS - 1);
        tile(
            shape.in(),
            w,
            r * row,
            row,
            4,
            x,
            place(v, in),
            place(u, in),
            Panels.LINE,
            bias,
            4 * r,
            4,
            y,
            place(v, out) + r * Panels.LINE,
            place(u, out) + r * Panels.LINE,
            Panels.LINE);
      }
    }
    if (relu) {
      gate(y, y, fromPanel * out, toPanel * out);
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
      for (int v = fromPanel * VECTORS; v < toPanel * VECTORS; v += 2) {
        int u = Math.min(v + 1, toPanel * VECTORS - 1);
        tile(
            shape.out(),
            w,
            4 * r,
            4,
            shape.rowBytes(),
            dy,
            place(v, out),
            place(u, out),
            Panels.LINE,
            ZERO,
            0,
            0,
            dx,
            place(v, in) + r * Panels.LINE,
            place(u, in) + r * Panels.LINE,
            Panels.LINE);
      }
    }
    gate(x, dx, fromPanel * in, toPanel * in);
  }

  /**
   * Returns where vector {@code v} of a feature begins, counted over panels of {@code panelBytes}
   * each.
   */
  private static long place(int v, long panelBytes) {
    return v / VECTORS * panelBytes + v % VECTORS * BYTES;
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
    for (int v = 0;
        v < vectors;
        v += 2) { // two columns of vectors stay in the nearest cache for all rows
      long c0 = v * BYTES;
      long c1 = Math.min(v + 1, vectors - 1) * BYTES;
      for (int o = fromRow; o < toRow; o += ROWS) {
        long r = Math.min(o, toRow - ROWS);
        tile(
            samples,
            dy,
            4 * r,
            4,
            dyRow,
            x,
            c0,
            c1,
            row,
            ZERO,
            0,
            0,
            dw,
            r * row + c0,
            r * row + c1,
            row);
      }
    }
  }

  private static void tile(
      int depth,
      MemorySegment a,
      long a0,
      long aRow,
      long aStep,
      MemorySegment b,
      long b0,
      long b1,
      long bStep,
      MemorySegment init,
      long i0,
      long iRow,
      MemorySegment c,
      long c0,
      long c1,
      long cRow) {
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
      FloatVector f0 = broadcast(a, a0);
      s00 = x0.fma(f0, s00);
      s01 = x1.fma(f0, s01);
      FloatVector f1 = broadcast(a, a0 + aRow);
      s10 = x0.fma(f1, s10);
      s11 = x1.fma(f1, s11);
      FloatVector f2 = broadcast(a, a0 + 2 * aRow);
      s20 = x0.fma(f2, s20);
      s21 = x1.fma(f2, s21);
      FloatVector f3 = broadcast(a, a0 + 3 * aRow);
      s30 = x0.fma(f3, s30);
      s31 = x1.fma(f3, s31);
      FloatVector f4 = broadcast(a, a0 + 4 * aRow);
      s40 = x0.fma(f4, s40);
      s41 = x1.fma(f4, s41);
      FloatVector f5 = broadcast(a, a0 + 5 * aRow);
      s50 = x0.fma(f5, s50);
      s51 = x1.fma(f5, s51);
      a0 += aStep;
      b0 += bStep;
      b1 += bStep;
    }
    finish(s00, c, c0);
    finish(s01, c, c1);
    finish(s10, c, c0 + cRow);
    finish(s11, c, c1 + cRow);
    finish(s20, c, c0 + 2 * cRow);
    finish(s21, c, c1 + 2 * cRow);
    finish(s30, c, c0 + 3 * cRow);
    finish(s31, c, c1 + 3 * cRow);
    finish(s40, c, c0 + 4 * cRow);
    finish(s41, c, c1 + 4 * cRow);
    finish(s50, c, c0 + 5 * cRow);
    finish(s51, c, c1 + 5 * cRow);
  }

  private static FloatVector vector(MemorySegment segment, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER);
  }

  private static FloatVector broadcast(MemorySegment segment, long offset) {
    return FloatVector.broadcast(SPECIES, segment.get(Panels.FLOAT, offset));
  }

  private static void finish(FloatVector sum, MemorySegment c, long offset) {
    sum.add(0f).intoMemorySegment(c, offset, ORDER);
  }

  /**
   * Clears {@code values} where {@code x} is at or below 0, from byte {@code from} to byte {@code
   * to}.
   */
  private static void gate(MemorySegment x, MemorySegment values, long from, long to) {
    for (long at = from; at < to; at += BYTES) {
      VectorMask<Float> closed = vector(x, at).compare(VectorOperators.LE, 0f);
      vector(values, at).blend(0f, closed).intoMemorySegment(values, at, ORDER);
    }
  }

  @Override
  public void biasGradient(int out, int panels, MemorySegment dy, MemorySegment db) {
    long row = 4L * Panels.stride(out);
    for (long at = 0; at < 4L * out; at += BYTES) {
      FloatVector s0 = quarter(0, panels, dy, at, row);
      FloatVector s1 = quarter(4, panels, dy, at, row);
      FloatVector s2 = quarter(8, panels, dy, at, row);
      FloatVector s3 = quarter(12, panels, dy, at, row);
      finish(s0.add(s1).add(s2.add(s3)), db, at);
    }
  }

  private static FloatVector quarter(int lane, int panels, MemorySegment dy, long at, long row) {
    FloatVector even = lane(lane, panels, dy, at, row).add(lane(lane + 2, panels, dy, at, row));
    return even.add(lane(lane + 1, panels, dy, at, row).add(lane(lane + 3, panels, dy, at, row)));
  }

  private static FloatVector lane(int lane, int panels, MemorySegment dy, long at, long row) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int p = 0; p < panels; p++) {
      sum = sum.add(vector(dy, (p * Panels.LANES + lane) * row + at));
    }
    return sum;
  }

  @Override
  public void adam(
      AdamStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      MemorySegment live,
      long from,
      long to) {
    FloatVector decay = FloatVector.broadcast(SPECIES, step.decay);
    FloatVector oneMinusBeta1 = FloatVector.broadcast(SPECIES, step.oneMinusBeta1);
    FloatVector rootScale = FloatVector.broadcast(SPECIES, step.rootScale);
    FloatVector epsilon = FloatVector.broadcast(SPECIES, step.epsilon);
    FloatVector size = FloatVector.broadcast(SPECIES, -step.size);
    for (long i = from; i < to; i += WIDTH) {
      long at = 4 * i;
      FloatVector weight = vector(w, at);
      FloatVector gradient = weight.fma(decay, liveGradient(g, live, i));
      FloatVector first = settle(gradient.fma(oneMinusBeta1, vector(m, at).mul(step.beta1)));
      FloatVector second =
          settle(gradient.mul(step.oneMinusBeta2).fma(gradient, vector(v, at).mul(step.beta2)));
      FloatVector root = second.sqrt().fma(rootScale, epsilon);
      first.intoMemorySegment(m, at, ORDER);
      second.intoMemorySegment(v, at, ORDER);
      first.div(root).fma(size, weight.mul(step.shrink)).intoMemorySegment(w, at, ORDER);
    }
  }

  @Override
  public void sgd(
      SgdStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment live,
      long from,
      long to) {
    FloatVector decay = FloatVector.broadcast(SPECIES, step.decay);
    FloatVector momentum = FloatVector.broadcast(SPECIES, step.momentum);
    FloatVector rate = FloatVector.broadcast(SPECIES, -step.rate);
    for (long i = from; i < to; i += WIDTH) {
      long at = 4 * i;
      FloatVector weight = vector(w, at);
      FloatVector gradient = weight.fma(decay, liveGradient(g, live, i));
      FloatVector direction = settle(vector(m, at).fma(momentum, gradient));
      direction.intoMemorySegment(m, at, ORDER);
      FloatVector along = step.nesterov ? direction.fma(momentum, gradient) : direction;
      along.fma(rate, weight).intoMemorySegment(w, at, ORDER);
    }
  }

  private static FloatVector liveGradient(MemorySegment g, MemorySegment live, long i) {
    int bits =
        live.get(ValueLayout.JAVA_SHORT, i >> 4 << 1)
            >> (i & 15); // a line's sixteen bits begin on a short
    VectorMask<Float> mask = VectorMask.fromLong(SPECIES, bits);
    return FloatVector.zero(SPECIES).blend(vector(g, 4 * i), mask);
  }

  private static FloatVector settle(FloatVector x) {
    return x.blend(0f, x.abs().compare(VectorOperators.LT, ScalarKernels.SETTLED));
  }
}
