package tombola.runtime;

/**
 * Steps and the values that they take. Values are numbered: 0 is the sample, step i gives value i +
 * 1. A value is let go after the last step that takes it.
 */
final class Flow {
  private static final float[] GONE = {};

  private final Step[] steps;
  private final int[] from; // the value that each step takes
  private final int[] other; // the second one, of a sum
  private final int[] last; // the last step that takes each value

  /**
   * Takes the arrays over.
   *
   * @param from for each step the value that it takes, no later than the step before gives
   * @param other for each sum the other value, likewise; not 0
   */
  Flow(Step[] steps, int[] from, int[] other) {
    this.steps = steps;
    this.from = from;
    this.other = other;
    this.last = new int[steps.length + 1];
    for (int i = 0; i < steps.length; i++) {
      last[from[i]] = i;
      if (steps[i] instanceof SumLayer) {
        last[other[i]] = i;
      }
    }
  }

  /** Returns the number of live weights. */
  int live() {
    int live = 0;
    for (Step step : steps) {
      live += step.live();
    }
    return live;
  }

  /** Returns the inputs that the first step looks at, if it does not look at all. */
  int[] used(int inputs) {
    if (steps[0] instanceof ColumnLayer first) {
      return first.inputs();
    }
    int[] all = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      all[i] = i;
    }
    return all;
  }

  /** Computes a step of one value. */
  private interface Way {
    float[] forward(Step.Single step, int from, float[] x);
  }

  /** Returns the logits of one sample. */
  float[] forward(Step.Inputs sample) {
    return forward(
        GONE,
        (step, value, x) -> value == 0 ? step.forward(sample) : step.forward(unit -> x[unit]));
  }

  /** Returns the logits of a chunk of {@code batches}, {@code [class][sample]}. */
  float[] forward(float[] chunk, Batches batches) {
    return forward(chunk, (step, value, x) -> step.forward(x, batches));
  }

  private float[] forward(float[] first, Way way) {
    float[][] values = new float[steps.length + 1][];
    values[0] = first;
    for (int i = 0; i < steps.length; i++) {
      float[] x = values[from[i]];
      if (steps[i] instanceof SumLayer sum) {
        values[i + 1] = sum.forward(x, values[other[i]]);
        letGo(values, other[i], i);
      } else if (steps[i] instanceof Step.Single single) {
        values[i + 1] = way.forward(single, from[i], x);
      }
      letGo(values, from[i], i);
    }
    return values[steps.length];
  }

  private void letGo(float[][] values, int value, int step) {
    if (last[value] == step) {
      values[value] = GONE;
    }
  }
}
