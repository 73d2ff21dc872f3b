package tombola.runtime;

/**
 * A way to predict many samples at once, with the bits of one after the other. Values of a chunk
 * lie as {@code [feature][sample]}, as many samples each as {@link #chunk()}.
 */
interface Batches {

  /** Returns what people call this way. */
  String name();

  /** Returns the samples that are computed together; 1 if that gains nothing. */
  int chunk();

  /**
   * Computes a layer for a whole chunk.
   *
   * @param x its inputs, {@code [input][sample]}
   * @return its outputs, {@code [output][sample]}
   */
  float[] forward(ColumnLayer layer, float[] x);

  /**
   * Computes a convolution for a whole chunk.
   *
   * @param x its pictures, {@code [channel][y][x][sample]}
   * @return its outputs, {@code [filter][y][x][sample]}
   */
  float[] forward(ConvolutionLayer layer, float[] x);

  /** Returns the fastest way that runs here. */
  static Batches best() {
    return hasVectors() ? new VectorBatches() : new OneByOne();
  }

  /**
   * Returns whether the module of the Vector API is there: {@code java --add-modules
   * jdk.incubator.vector} brings it. Asked by a class's name because Android knows no modules; the
   * class that uses it is loaded only then.
   */
  private static boolean hasVectors() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, Batches.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** One sample after the other, in plain Java. */
  final class OneByOne implements Batches {

    @Override
    public String name() {
      return "plain Java";
    }

    @Override
    public int chunk() {
      return 1;
    }

    @Override
    public float[] forward(ColumnLayer layer, float[] x) {
      return layer.forward(input -> x[input]);
    }

    @Override
    public float[] forward(ConvolutionLayer layer, float[] x) {
      return layer.forward(input -> x[input]);
    }
  }
}
