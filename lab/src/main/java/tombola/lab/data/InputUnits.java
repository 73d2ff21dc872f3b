package tombola.lab.data;

import tombola.data.Features;

/** From the values that a data set's source holds to those that the network sees. */
public sealed interface InputUnits {

  /**
   * Returns the values of sample {@code sample} as the source holds them, found back from what the
   * network sees; {@link Columns} to the precision of a double.
   */
  default double[] raw(Features features, int sample) {
    double[] raw = new double[features.width()];
    for (int f = 0; f < raw.length; f++) {
      float value = features.value(sample, f);
      raw[f] =
          switch (this) {
            case Bytes _ -> Math.round(value * 255f);
            case Columns columns -> columns.shift[f] + value * columns.deviation[f];
          };
    }
    return raw;
  }

  /** Returns the units in words, for whoever has to give a sample. */
  default String words() {
    return switch (this) {
      case Bytes _ -> "values from 0 to 255";
      case Columns _ -> "numbers in the units of the data's columns, without the classes";
    };
  }

  /** Values from 0 to 255, of which the network sees {@code value * FACTOR}. */
  record Bytes() implements InputUnits {
    /** 1 / 255 as {@link tombola.data.ByteFeatures} has it. */
    public static final float FACTOR = 1f / 255f;
  }

  /** Columns of which the network sees {@code (value - shift) / deviation}, or 0 if that is 0. */
  final class Columns implements InputUnits {
    private final double[] shift; // [feature]
    private final double[] deviation; // [feature]

    /** Copies both. */
    public Columns(double[] shift, double[] deviation) {
      this.shift = shift.clone();
      this.deviation = deviation.clone();
    }

    /** Returns a copy of what is taken off each feature. */
    public double[] shift() {
      return shift.clone();
    }

    /** Returns a copy of what each feature is divided by; 0 where it is constant. */
    public double[] deviation() {
      return deviation.clone();
    }
  }
}
