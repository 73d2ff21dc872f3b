package tombola.lab.advice;

/**
 * A layer by itself: dense as the search began with, against sparse as the level has it, without
 * units that change nothing.
 *
 * @param name such as {@code fc1}
 * @param weights weights that the sparse layer has
 * @param live live weights of the mask
 * @param total weights that the dense layer has
 * @param single one sample
 * @param batch 64 samples that are in place, as the layer before leaves them
 */
public record LayerAdvice(
    String name, long weights, long live, long total, Race single, Race batch) {

  /** Returns live / total. */
  public double density() {
    return (double) live / total;
  }
}
