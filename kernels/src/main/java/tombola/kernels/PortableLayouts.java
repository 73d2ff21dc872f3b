package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Layouts;
import tombola.kernel.Panels;
import tombola.kernel.ScalarKernels;

/** Loads and transposes at one vector width; see {@link VectorWidths}. */
final class PortableLayouts implements Layouts {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  // The lanes whose number has the bit h set, by h.
  private static final long[] RIGHT = {0, 0xAAAA, 0xCCCC, 0, 0xF0F0, 0, 0, 0, 0xFF00};

  private final ScalarKernels scalar = new ScalarKernels();

  PortableLayouts() {}

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

  /**
   * Squares of ints, four bytes each, are transposed into every fourth line, then their bytes get a
   * line each. What is left over is less than a square: one that ends with the last feature has it
   * too.
   */
  @Override
  public void bytesToPanels(
      int features,
      MemorySegment rows,
      float scale,
      MemorySegment panels,
      int fromPanel,
      int toPanel) {
    int square = 4 * WIDTH;
    if (features < square) {
      scalar.bytesToPanels(features, rows, scale, panels, fromPanel, toPanel);
      return;
    }
    long stride = Panels.byteStride(features);
    for (int p = fromPanel; p < toPanel; p++) {
      for (int f = 0; f < features; f += square) {
        int from = Math.min(f, features - square);
        for (int l = 0; l < Panels.LANES; l += WIDTH) {
          long line = p * Panels.bytes(features) + from * Panels.LINE + 4L * l;
          transpose(
              rows, (p * Panels.LANES + l) * stride + from, stride, panels, line, 4 * Panels.LINE);
          for (int i = 0; i < WIDTH; i++) {
            bytesToLines(panels, line + 4L * i * Panels.LINE, scale);
          }
        }
      }
    }
  }

  /** Spreads the ints at {@code line} over the four lines from there on. */
  private static void bytesToLines(MemorySegment panels, long line, float scale) {
    IntVector four = IntVector.fromMemorySegment(INTS, panels, line, ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      IntVector ints = four.lanewise(VectorOperators.LSHR, Byte.SIZE * i).and(0xFF);
      FloatVector floats = (FloatVector) ints.convert(VectorOperators.I2F, 0);
      floats.mul(scale).intoMemorySegment(panels, line + i * Panels.LINE, ORDER);
    }
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

  private static FloatVector vector(MemorySegment segment, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER);
  }
}
