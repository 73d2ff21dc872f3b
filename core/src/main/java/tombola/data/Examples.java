package tombola.data;

/** Samples with their classes. */
public final class Examples {
  private final Features features; // [sample][feature]
  private final int[] labels; // the class of each sample, from 0

  /**
   * Wraps both without copying.
   *
   * @param features the inputs, {@code [sample][feature]}
   * @param labels the class of each sample, from 0
   * @throws IllegalArgumentException if their counts differ
   */
  public Examples(Features features, int[] labels) {
    if (features.samples() != labels.length) {
      throw new IllegalArgumentException(
          "labels: expected one for each of "
              + features.samples()
              + " samples, got "
              + labels.length);
    }
    this.features = features;
    this.labels = labels;
  }

  /** Returns the inputs. */
  public Features features() {
    return features;
  }

  /** Returns the labels themselves, not a copy. */
  public int[] labels() {
    return labels;
  }

  /** Returns the class of sample {@code sample}. */
  public int label(int sample) {
    return labels[sample];
  }

  /** Returns the number of samples. */
  public int size() {
    return labels.length;
  }

  /** Returns the samples whose numbers stand in {@code indices}, in that order. */
  public Examples select(int[] indices) {
    int[] selected = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selected[i] = labels[indices[i]];
    }
    return new Examples(features.select(indices), selected);
  }
}
