package tombola.runtime;

/** A step of a prediction. Pictures are planes, {@code [channel][y][x]}. */
sealed interface Step permits Step.Single, SumLayer {

  /** The values that a step takes in. */
  interface Inputs {
    float at(int input);
  }

  /** Returns the values that it gives. */
  int outputs();

  /** Returns its live weights. */
  int live();

  /** A step that takes one value. */
  sealed interface Single extends Step
      permits ColumnLayer, ConvolutionLayer, PoolLayer, ActivationLayer {

    /** Returns what it gives for one sample. */
    float[] forward(Inputs x);

    /**
     * Returns what it gives for a whole chunk of {@code batches}, {@code [output][sample]}.
     *
     * @param x {@code [input][sample]}
     */
    float[] forward(float[] x, Batches batches);
  }
}
