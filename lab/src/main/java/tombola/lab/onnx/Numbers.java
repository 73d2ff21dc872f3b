package tombola.lab.onnx;

import java.util.List;

/**
 * Numbers of a tensor, row-major.
 *
 * @param dims the length of each axis
 * @param values as many as the product of {@code dims}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record Numbers(List<Integer> dims, double[] values) {

  /**
   * Returns whether this fits samples of shape {@code sample} by the rule of the operators: axes
   * are compared from the last, and one of length 1 is stretched.
   */
  boolean fits(List<Integer> sample) {
    List<Integer> inner = inner();
    int more = sample.size() - inner.size();
    for (int axis = 0; axis < inner.size(); axis++) {
      if (more < 0 || (inner.get(axis) != 1 && !inner.get(axis).equals(sample.get(more + axis)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns a number for each value of a sample of shape {@code sample}, which this {@link #fits}.
   */
  double[] over(List<Integer> sample) {
    int count = sample.stream().reduce(1, Math::multiplyExact);
    List<Integer> inner = inner();
    double[] all = new double[count];
    for (int place = 0; place < count; place++) {
      int rest = place;
      int from = 0;
      int step = 1;
      for (int back = 1; back <= inner.size(); back++) {
        int length = sample.get(sample.size() - back);
        int own = inner.get(inner.size() - back);
        from += own == 1 ? 0 : rest % length * step;
        step *= own;
        rest /= length;
      }
      all[place] = values[from];
    }
    return all;
  }

  /** Returns the axes without those of length 1 at the front, such as that of the batch. */
  private List<Integer> inner() {
    int first = 0;
    while (first < dims.size() && dims.get(first) == 1) {
      first++;
    }
    return dims.subList(first, dims.size());
  }
}
