package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tombola.kernel.SparsePattern;

/** The live weights of a matrix, each in its slot, as the sparse products read them. */
record WeightSlots(SparsePattern pattern) {

  /** Returns its elements, padding included. */
  long elements() {
    return pattern.slots();
  }

  /** Takes {@code [out][in]} values into {@code values}. */
  void take(float[] from, MemorySegment values) {
    int in = pattern.shape().in();
    pattern.forEach((slot, row, column) -> values.setAtIndex(FLOAT, slot, from[row * in + column]));
  }

  /** Writes {@code values} into {@code [out][in]} values; pruned ones are +0.0. */
  void give(MemorySegment values, float[] to) {
    int in = pattern.shape().in();
    Arrays.fill(to, 0f);
    pattern.forEach((slot, row, column) -> to[row * in + column] = values.getAtIndex(FLOAT, slot));
  }

  /** Sets the bits of the slots that are no padding. */
  void markLive(MemorySegment live) {
    pattern.forEach((slot, _, _) -> {
      byte byteNow = live.get(ValueLayout.JAVA_BYTE, slot >> 3);
      live.set(ValueLayout.JAVA_BYTE, slot >> 3, (byte) (byteNow | 1 << (slot & 7)));
    });
  }
}
