package tombola.data;

/**
 * The planes of a picture, {@code [channel][y][x]}, as files of pictures have them.
 *
 * @param height rows
 * @param width columns
 * @param channels planes
 */
public record Planes(int height, int width, int channels) {

  /** Returns the pixels of a plane. */
  int pixels() {
    return height * width;
  }

  /**
   * Returns which pixel of a plane {@code move}, a {@link Move}, brings to {@code pixel}; -1 if one
   * from outside the picture.
   */
  int before(int pixel, int move) {
    int y = pixel / width + Move.down(move);
    int x = pixel % width;
    int column = (Move.flipped(move) ? width - 1 - x : x) + Move.right(move);
    return y < 0 || y >= height || column < 0 || column >= width ? -1 : y * width + column;
  }
}
