package tombola.sparse;

/**
 * A step of a prediction for one sample. Values are numbered: 0 is the sample, and stage i gives
 * value i + 1.
 */
sealed interface SampleStage {

  /** Returns the number of the value that it takes, or of the first. */
  int from();

  /** Returns how what it gives lies. */
  PlaneLayout gives();

  /** A layer on a value. */
  record Product(SampleLayer layer, int from, PlaneLayout gives) implements SampleStage {}

  /** The sum of two values that lie alike. */
  record Sum(boolean relu, int from, int other, PlaneLayout gives) implements SampleStage {

    /** Writes the sum of {@code x} and {@code y} into {@code z}. */
    void of(float[] x, float[] y, float[] z) {
      int extent = gives.extent();
      if (relu) {
        for (int i = 0; i < extent; i++) {
          z[i] = Math.max(x[i] + y[i], 0f); // vectors, which a comparison is not made into
        }
      } else {
        for (int i = 0; i < extent; i++) {
          z[i] = x[i] + y[i] + 0f;
        }
      }
    }
  }
}
