package tombola.runtime;

import java.nio.ByteBuffer;

/**
 * Reads where a layer's live weights are: places {@code input * outputs + output}, ascending, as a
 * mask of bits or as Golomb-Rice codes of the gaps between them. Bits fill each byte from the
 * lowest.
 *
 * @see <a href="https://doi.org/10.1109/TCOM.1971.1090789">Rice &amp; Plaunt 1971</a>
 */
final class Positions {
  private final ByteBuffer bytes;
  private long bit;

  Positions(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Fills {@code column} and {@code row}, which must be as long as there are set bits. */
  void mask(int inputs, int outputs, int[] column, int[] row) {
    long places = (long) inputs * outputs;
    if (bytes.capacity() != (places + 7) / 8) {
      throw TicketReader.bad("a bit for each of " + places + " weights", bits());
    }
    int count = 0;
    for (int b = 0; b < bytes.capacity(); b++) {
      for (int rest = bytes.get(b) & 0xFF; rest != 0; rest &= rest - 1) {
        long place = 8L * b + Integer.numberOfTrailingZeros(rest);
        if (count == column.length || place >= places) {
          throw TicketReader.bad(column.length + " live weights", "more in the mask");
        }
        column[count] = (int) (place / outputs);
        row[count++] = (int) (place % outputs);
      }
    }
    if (count < column.length) {
      throw TicketReader.bad(column.length + " live weights", count + " in the mask");
    }
  }

  /** Fills {@code column} and {@code row}: a gap each, its lowest {@code k} bits after the rest. */
  void rice(int k, int inputs, int outputs, int[] column, int[] row) {
    long places = (long) inputs * outputs;
    if (8L * bytes.capacity() < (k + 1L) * column.length) {
      throw TicketReader.bad("at least a bit and " + k + " for each live weight", bits());
    }
    long place = -1;
    for (int i = 0; i < column.length; i++) {
      long most = 0;
      while (next()) {
        if (++most > places >> k) {
          throw TicketReader.bad("live weights among " + places, "one beyond");
        }
      }
      long gap = most << k;
      for (int b = 0; b < k; b++) {
        gap |= next() ? 1L << b : 0;
      }
      place += gap + 1;
      if (place >= places) {
        throw TicketReader.bad("live weights among " + places, "one beyond");
      }
      column[i] = (int) (place / outputs);
      row[i] = (int) (place % outputs);
    }
    if (8L * bytes.capacity() - bit >= 8) {
      throw TicketReader.bad("an index that ends with its last weight", bits());
    }
    while (bit < 8L * bytes.capacity()) {
      if (next()) {
        throw TicketReader.bad("zeros after the index", "others");
      }
    }
  }

  private boolean next() {
    if (bit >= 8L * bytes.capacity()) {
      throw TicketReader.bad("a longer index", bits());
    }
    boolean set = ((bytes.get((int) (bit >> 3)) >> (bit & 7)) & 1) != 0;
    bit++;
    return set;
  }

  private String bits() {
    return 8L * bytes.capacity() + " bits";
  }
}
