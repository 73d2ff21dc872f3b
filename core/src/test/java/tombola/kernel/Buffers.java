package tombola.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Off-heap floats for tests. */
final class Buffers {
  private Buffers() {}

  /** Returns {@code values}, followed by +0.0 to a whole line. */
  static MemorySegment of(float... values) {
    MemorySegment segment = zeros(values.length);
    MemorySegment.copy(values, 0, segment, Panels.FLOAT, 0, values.length);
    return segment;
  }

  /** Returns at least {@code count} times +0.0, in whole lines. */
  static MemorySegment zeros(int count) {
    return Arena.ofAuto().allocate(Panels.LINE * Panels.count(count), Panels.LINE);
  }

  /** Returns rows of {@code columns} values with their padding. */
  static MemorySegment rows(int columns, float[]... rows) {
    int stride = Panels.stride(columns);
    MemorySegment segment = zeros(Panels.count(rows.length) * Panels.LANES * stride);
    for (int r = 0; r < rows.length; r++) {
      MemorySegment.copy(rows[r], 0, segment, Panels.FLOAT, 4L * r * stride, columns);
    }
    return segment;
  }

  /** Returns one panel whose sample l is {@code samples[l]}; the rest are zeros. */
  static MemorySegment panel(int features, float[]... samples) {
    MemorySegment segment = zeros(features * Panels.LANES);
    for (int l = 0; l < samples.length; l++) {
      for (int f = 0; f < features; f++) {
        segment.set(Panels.FLOAT, f * Panels.LINE + 4L * l, samples[l][f]);
      }
    }
    return segment;
  }

  /** Returns the panels of whole sixteens of samples. */
  static MemorySegment panels(int features, float[]... samples) {
    MemorySegment segment = zeros(features * samples.length);
    for (int s = 0; s < samples.length; s += Panels.LANES) {
      float[][] sixteen = Arrays.copyOfRange(samples, s, s + Panels.LANES);
      MemorySegment one = panel(features, sixteen);
      MemorySegment.copy(
          one, 0, segment, s / Panels.LANES * Panels.bytes(features), one.byteSize());
    }
    return segment;
  }

  /** Returns bits, one an element, of which those in {@code live} are set. */
  static MemorySegment live(int elements, int... live) {
    MemorySegment segment = Arena.ofAuto().allocate(elements / 8, Panels.LINE);
    for (int i : live) {
      byte now = segment.get(ValueLayout.JAVA_BYTE, i >> 3);
      segment.set(ValueLayout.JAVA_BYTE, i >> 3, (byte) (now | 1 << (i & 7)));
    }
    return segment;
  }

  static float at(MemorySegment segment, int index) {
    return segment.get(Panels.FLOAT, 4L * index);
  }

  static int bitsAt(MemorySegment segment, int index) {
    return Float.floatToRawIntBits(at(segment, index));
  }

  static float[] values(MemorySegment segment, int from, int count) {
    float[] values = new float[count];
    MemorySegment.copy(segment, Panels.FLOAT, 4L * from, values, 0, count);
    return values;
  }
}
