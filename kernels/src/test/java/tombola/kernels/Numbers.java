package tombola.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernel.Panels;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * Off-heap values that find faults: zeros of both signs, subnormal and large numbers, dead weights.
 */
public final class Numbers {
  /** What a buffer holds where nothing may be written. */
  public static final float GUARD = -12345.678f;

  private final RandomStream stream;
  private final boolean extreme;

  /** Creates numbers of ordinary size with zeros among them, or of all sizes. */
  public Numbers(long seed, boolean extreme) {
    this.stream = new Seed(seed).generator();
    this.extreme = extreme;
  }

  public int below(int bound) {
    return stream.nextInt(bound);
  }

  /** Returns a number whose products, and sums of 300 products, stay finite. */
  public float next() {
    float ordinary = (float) stream.nextGaussian();
    return switch (stream.nextInt(extreme ? 7 : 10)) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> extreme ? ordinary * 0x1p-137f : ordinary; // subnormal
      case 3 -> extreme ? ordinary * 1e15f : ordinary;
      case 4 -> extreme ? ordinary * 1e-25f : ordinary;
      default -> ordinary;
    };
  }

  /** Returns a number of either sign near 2⁻¹⁰⁰, where moments settle, or just twice that. */
  float nearSettling() {
    return switch (stream.nextInt(4)) {
      case 0 -> 0x1p-99f;
      case 1 -> -0x1p-99f;
      default -> (float) ((stream.nextDouble() * 4 - 2) * 0x1p-99);
    };
  }

  public static MemorySegment guarded(long floats) {
    MemorySegment segment = zeros(floats);
    for (long i = 0; i < floats; i++) {
      segment.setAtIndex(Panels.FLOAT, i, GUARD);
    }
    return segment;
  }

  public static MemorySegment zeros(long floats) {
    return Arena.ofAuto().allocate(floats * Float.BYTES, Panels.LINE);
  }

  public MemorySegment any(long floats) {
    MemorySegment segment = zeros(floats);
    for (long i = 0; i < floats; i++) {
      segment.setAtIndex(Panels.FLOAT, i, next());
    }
    return segment;
  }

  /** Returns bytes of all values. */
  public MemorySegment bytes(long count) {
    MemorySegment segment = Arena.ofAuto().allocate(count, Panels.LINE);
    for (long i = 0; i < count; i++) {
      segment.set(ValueLayout.JAVA_BYTE, i, (byte) stream.nextInt(256));
    }
    return segment;
  }

  /** Returns rows with their padding, which is +0.0; a share of {@code dead} is +0.0 too. */
  public MemorySegment rows(int count, int columns, double dead) {
    int stride = Panels.stride(columns);
    MemorySegment segment = zeros((long) count * stride);
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < columns; c++) {
        if (stream.nextDouble() >= dead) {
          segment.setAtIndex(Panels.FLOAT, (long) r * stride + c, next());
        }
      }
    }
    return segment;
  }

  /** Returns bits, one for each of {@code elements}, half of them set. */
  MemorySegment bits(long elements) {
    MemorySegment segment = Arena.ofAuto().allocate(elements / 8, Panels.LINE);
    for (long i = 0; i < elements / 8; i++) {
      segment.set(ValueLayout.JAVA_BYTE, i, (byte) stream.nextInt(256));
    }
    return segment;
  }

  public static MemorySegment copy(MemorySegment of) {
    return Arena.ofAuto().allocate(of.byteSize(), Panels.LINE).copyFrom(of);
  }

  /** Throws unless both hold the same bits. */
  public static void assertSameBits(String what, MemorySegment expected, MemorySegment found) {
    long at = expected.mismatch(found);
    if (at >= 0) {
      long i = at / Float.BYTES;
      throw new AssertionError(
          what
              + ": value "
              + i
              + " is "
              + Float.toHexString(found.getAtIndex(Panels.FLOAT, i))
              + ", expected "
              + Float.toHexString(expected.getAtIndex(Panels.FLOAT, i)));
    }
  }

  /** Throws if a value in [{@code from}, {@code to}) is no longer the guard. */
  public static void assertUntouched(String what, MemorySegment segment, long from, long to) {
    for (long i = from; i < to; i++) {
      if (segment.getAtIndex(Panels.FLOAT, i) != GUARD) {
        throw new AssertionError(what + ": value " + i + " was written");
      }
    }
  }
}
