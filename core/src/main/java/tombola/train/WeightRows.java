package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import tombola.kernel.Linear;
import tombola.prune.Mask;

/** A matrix with a place for every weight, {@code [out][stride]}, as the dense products read it. */
record WeightRows(Linear shape) {
  private static final int TILE = 6; // rows that the kernels compute at a time

  /** Returns its elements, padding included. */
  long elements() {
    return (long) shape.out() * shape.stride();
  }

  /** Takes {@code [out][in]} values into {@code values}. */
  void take(float[] from, MemorySegment values) {
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(from, o * shape.in(), values, FLOAT, o * shape.rowBytes(), shape.in());
    }
  }

  /** Writes {@code values} into {@code [out][in]} values. */
  void give(MemorySegment values, float[] to) {
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(values, FLOAT, o * shape.rowBytes(), to, o * shape.in(), shape.in());
    }
  }

  /** Sets the bits of the live weights of parameter {@code name}, one for each element. */
  void markLive(Mask mask, String name, MemorySegment live) {
    BitSet bits = mask.live(name);
    for (int at = bits.nextSetBit(0); at >= 0; at = bits.nextSetBit(at + 1)) {
      long bit = (long) (at / shape.in()) * shape.stride() + at % shape.in();
      byte byteNow = live.get(ValueLayout.JAVA_BYTE, bit >> 3);
      live.set(ValueLayout.JAVA_BYTE, bit >> 3, (byte) (byteNow | 1 << (bit & 7)));
    }
  }

  /**
   * Returns the first row of part {@code part} of {@code parts}, the number of rows for {@code
   * parts} itself: whole tiles, and the rows that fill none go with the last.
   */
  int firstRow(int part, int parts) {
    return part == parts ? shape.out() : shape.out() / TILE * part / parts * TILE;
  }
}
