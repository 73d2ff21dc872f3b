package tombola.lab.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tombola.lab.data.InputUnits;

/**
 * What a model does to its input before the first layer, as {@code (value - shift) / deviation} of
 * each value.
 */
final class InputScale {
  private final double[] shift; // [feature]
  private final double[] deviation; // [feature]; 0 where the result is 0 whatever the value
  private final Refusal refusal;

  private InputScale(int features, Refusal refusal) {
    this.shift = new double[features];
    this.deviation = new double[features];
    this.refusal = refusal;
    Arrays.fill(deviation, 1);
  }

  /**
   * Returns the units that {@code scalings} amount to, if there are any.
   *
   * @param features values of a sample
   */
  static Optional<InputUnits> of(List<Step.Scaling> scalings, int features, Refusal refusal) {
    if (scalings.isEmpty()) {
      return Optional.empty();
    }
    InputScale scale = new InputScale(features, refusal);
    scalings.forEach(scale::apply);
    return Optional.of(scale.units());
  }

  private void apply(Step.Scaling scaling) {
    SampleShape shape = new SampleShape(scaling.sample());
    List<Integer> sample =
        shape.features() == deviation.length ? shape.dims() : List.of(deviation.length);
    if (!scaling.by().fits(sample)) {
      throw refusal.of(
          scaling.where(),
          "a number, or numbers for samples of shape " + sample,
          "shape " + scaling.by().dims());
    }
    double[] by = scaling.by().over(sample);
    for (int f = 0; f < by.length; f++) {
      apply(scaling, f, by[f]);
      if (!Double.isFinite(shift[f]) || !Double.isFinite(deviation[f])) {
        throw refusal.of(scaling.where(), "a finite scale", Double.toString(by[f]));
      }
    }
  }

  private void apply(Step.Scaling scaling, int f, double by) {
    switch (scaling.operation()) {
      case LESS -> {
        if (deviation[f] == 0 && by != 0) {
          throw refusal.of(scaling.where(), "nothing added to an input times 0", "" + -by);
        }
        shift[f] += by * deviation[f];
      }
      case TIMES -> deviation[f] = by == 0 ? 0 : deviation[f] / by;
      case OVER -> deviation[f] = by == 0 ? Double.NaN : deviation[f] * by;
    }
  }

  /** Returns bytes if every value is multiplied by that factor, else columns. */
  private InputUnits units() {
    boolean bytes = Arrays.stream(shift).allMatch(value -> value == 0);
    for (double value : deviation) {
      bytes &= (float) (1 / value) == InputUnits.Bytes.FACTOR;
    }
    return bytes ? new InputUnits.Bytes() : new InputUnits.Columns(shift, deviation);
  }
}
