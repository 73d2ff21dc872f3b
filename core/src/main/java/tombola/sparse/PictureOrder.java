package tombola.sparse;

import tombola.nn.Volume;

/**
 * From planes, {@code [channel][y][x]}, in which single samples are convolved, to the order of
 * features, {@code [y][x][channel]}, that the layer after a flatten takes.
 */
record PictureOrder(Volume pictures) implements SampleLayer {

  @Override
  public int outputs() {
    return pictures.features();
  }

  @Override
  public void forward(float[] x, float[] y) {
    toPixels(pictures, x, y);
  }

  /** Writes the values of planes {@code x} into {@code y}, pixel by pixel. */
  static void toPixels(Volume pictures, float[] x, float[] y) {
    int channels = pictures.channels();
    int pixels = pictures.pixels();
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        y[p * channels + c] = x[c * pixels + p];
      }
    }
  }
}
