package tombola.lab.onnx;

/** From the order of models, {@code [channel][place]}, to ours, {@code [place][channel]}. */
final class PixelOrder {
  private PixelOrder() {}

  /** Returns each row of {@code weights} in our order, {@code channels * places} values. */
  static float[] rows(float[] weights, int channels, int places) {
    int columns = channels * places;
    float[] turned = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      int column = i % columns;
      turned[i - column + column % places * channels + column / places] = weights[i];
    }
    return turned;
  }
}
