package tombola.sparse;

/**
 * A step of a prediction for one sample. Values are numbered: 0 is the sample, and stage i gives
 * value i + 1.
 */
sealed interface SampleStage {

  /** Returns the number of the value that it takes, or of the first. */
  int from();

  /** Returns how many outputs it has. */
  int outputs();

  /** A layer on a value. */
  record Product(SampleLayer layer, int from) implements SampleStage {
    @Override
    public int outputs() {
      return layer.outputs();
    }
  }

  /** The sum of two values. */
  record Sum(LiveSum sum, int from, int other) implements SampleStage {
    @Override
    public int outputs() {
      return sum.shape().features();
    }

    /** Returns the sum of {@code x} and {@code y}. */
    float[] of(float[] x, float[] y) {
      float[] both = new float[SampleLayer.room(outputs())];
      for (int i = 0; i < outputs(); i++) {
        both[i] = sum.of(x[i], y[i]);
      }
      return both;
    }
  }
}
