package tombola.lab.export;

import java.util.Arrays;

/**
 * Where a layer's weights are, in bytes: a mask of bits, or Golomb-Rice codes of the gaps between
 * the places {@code input * outputs + output}. At density p an index cannot do with less than
 * {@code H(p) / p} bits a weight if places are independent; Rice codes come within some hundredths
 * of that.
 *
 * @param coding the Rice parameter, or 255 for a mask
 * @param bytes bits from the lowest of each byte on
 * @see <a href="https://doi.org/10.1109/TCOM.1971.1090789">Rice &amp; Plaunt 1971</a>
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, never compared or changed
record IndexCode(int coding, byte[] bytes) {
  private static final int MASK = 255;
  private static final int MOST_RICE = 30;

  /** Returns the shortest code of the weights of {@code layer}. */
  static IndexCode of(PackedLayer layer) {
    long[] gaps = gaps(layer);
    long maskBits = (long) layer.inputs() * layer.outputs();
    int best = MASK;
    long least = maskBits;
    for (int k = 0; k <= MOST_RICE; k++) {
      long bits = riceBits(gaps, k);
      if (bits < least) {
        least = bits;
        best = k;
      }
    }
    byte[] bytes = new byte[Math.toIntExact(Math.ceilDiv(least, 8L))];
    if (best == MASK) {
      long place = -1;
      for (long gap : gaps) {
        place += gap + 1;
        set(bytes, place);
      }
    } else {
      writeRice(gaps, best, bytes);
    }
    return new IndexCode(best, bytes);
  }

  private static long[] gaps(PackedLayer layer) {
    long[] gaps = new long[layer.live()];
    long next = 0;
    for (int k = 0; k < gaps.length; k++) {
      long place = (long) layer.columns()[k] * layer.outputs() + layer.rows()[k];
      gaps[k] = place - next;
      next = place + 1;
    }
    return gaps;
  }

  private static long riceBits(long[] gaps, int k) {
    return Arrays.stream(gaps).map(gap -> (gap >> k) + 1 + k).sum();
  }

  private static void writeRice(long[] gaps, int k, byte[] bytes) {
    long bit = 0;
    for (long gap : gaps) {
      for (long q = gap >> k; q > 0; q--) {
        set(bytes, bit++);
      }
      bit++; // a zero ends them
      for (int b = 0; b < k; b++, bit++) {
        if (((gap >> b) & 1) != 0) {
          set(bytes, bit);
        }
      }
    }
  }

  private static void set(byte[] bytes, long bit) {
    bytes[(int) (bit >> 3)] |= (byte) (1 << (bit & 7));
  }
}
