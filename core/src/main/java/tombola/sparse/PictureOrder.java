package tombola.sparse;

import tombola.nn.Volume;

/**
 * From planes, in which single samples are convolved, to the order of features, {@code
 * [y][x][channel]}, that the layer after a flatten takes.
 */
record PictureOrder(PlaneLayout planes) implements SampleLayer {

  @Override
  public void forward(float[] x, float[] y) {
    Volume shape = planes.shape();
    int channels = shape.channels();
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < shape.height(); row++) {
        int from = planes.row(c, row);
        int to = row * shape.width() * channels + c;
        for (int column = 0; column < shape.width(); column++) {
          y[to + column * channels] = x[from + column];
        }
      }
    }
  }

  /** Writes the values of planes {@code x} without borders into {@code y}, pixel by pixel. */
  static void toPixels(Volume pictures, float[] x, float[] y) {
    new PictureOrder(PlaneLayout.tight(pictures)).forward(x, y);
  }
}
