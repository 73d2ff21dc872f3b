package tombola.sparse;

import tombola.kernel.Panels;
import tombola.nn.Volume;

/**
 * How a value of one sample lies in an array: as planes, {@code [channel][y][x]}, with a border of
 * zeros around each and a gap of zeros after it. Rows share the border between them. What is no
 * picture lies feature by feature.
 *
 * @param shape of the value
 * @param pitch floats from one row to the next
 * @param border rows of zeros above and below a plane, and places of zeros before each of its rows
 * @param gap zeros after a plane, into which vectors may reach that begin in it
 */
record PlaneLayout(Volume shape, int pitch, int border, int gap) {

  /** Returns that of a sample as it comes, or of features. */
  static PlaneLayout tight(Volume shape) {
    return new PlaneLayout(shape, shape.width(), 0, 0);
  }

  /**
   * Returns planes with a border for convolutions.
   *
   * @param pitch at least the width and the border
   */
  static PlaneLayout bordered(Volume shape, int pitch, int border) {
    return new PlaneLayout(shape, pitch, border, Panels.LANES);
  }

  /** Returns the floats from one plane to the next. */
  int plane() {
    return (shape.height() + 2 * border) * pitch + gap;
  }

  /** Returns the place of the first pixel of a row; rows of the border count too. */
  int row(int channel, int y) {
    return channel * plane() + (border + y) * pitch + border;
  }

  /** Returns the floats that have a meaning, zeros included. */
  int extent() {
    return gap == 0 ? shape.features() : shape.channels() * plane();
  }

  /** Returns the floats of an array for it: vectors may reach beyond the last plane. */
  int room() {
    int beyond = gap == 0 ? 0 : border + Panels.LANES;
    return SampleLayer.room(Math.addExact(extent(), beyond));
  }
}
