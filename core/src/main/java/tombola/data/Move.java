package tombola.data;

/**
 * How a picture is moved before the network sees it: cut out {@code down} rows and {@code right}
 * columns from where it stood, zeros around it, and then maybe mirrored. Packed into an int, so
 * that those of a batch are an array.
 */
public final class Move {
  /** The picture as it is. */
  public static final int NONE = 0;

  /** The greatest distance, in pixels. */
  public static final int FARTHEST = 100;

  private static final int BITS = 8;
  private static final int FLIPPED = 1 << (2 * BITS);

  private Move() {}

  /**
   * Packs a move.
   *
   * @param down rows, from {@code -FARTHEST} to {@code FARTHEST}
   * @param right columns, likewise
   * @param flipped whether left and right are exchanged afterwards
   */
  public static int of(int down, int right, boolean flipped) {
    if (Math.abs(down) > FARTHEST || Math.abs(right) > FARTHEST) {
      throw new IllegalArgumentException(
          "move: expected at most %d pixels, got %d and %d".formatted(FARTHEST, down, right));
    }
    return (down & 0xFF) | (right & 0xFF) << BITS | (flipped ? FLIPPED : 0);
  }

  static int down(int move) {
    return (byte) move;
  }

  static int right(int move) {
    return (byte) (move >> BITS);
  }

  static boolean flipped(int move) {
    return (move & FLIPPED) != 0;
  }
}
