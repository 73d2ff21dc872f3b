package tombola.lab.data;

import tombola.data.BadDataException;

/** How large a part of a data set is; its text is {@code official}, a count or a fraction. */
public sealed interface Share {

  /**
   * Returns the number of samples of the part, rounded to the nearest.
   *
   * @param total the number of samples it is taken from
   * @throws IllegalStateException if the source has to say it
   */
  default int samplesOf(int total) {
    return switch (this) {
      case Official _ -> throw new IllegalStateException("an official part is never drawn");
      case Count(int samples) -> samples;
      case Fraction(double of) -> (int) Math.round(of * total);
    };
  }

  /** The part that the source brings along. */
  record Official() implements Share {
    @Override
    public String toString() {
      return "official";
    }
  }

  /**
   * So many samples.
   *
   * @param samples at least 1
   */
  record Count(int samples) implements Share {
    /** Checks the number. */
    public Count {
      if (samples < 1) {
        throw new BadDataException("expected at least 1 sample, got " + samples);
      }
    }

    @Override
    public String toString() {
      return Integer.toString(samples);
    }
  }

  /**
   * This fraction of the samples there are, rounded.
   *
   * @param of in (0, 1)
   */
  record Fraction(double of) implements Share {
    /** Checks the range. */
    public Fraction {
      if (!(of > 0 && of < 1)) {
        throw new BadDataException("expected a fraction in (0, 1), got " + of);
      }
    }

    @Override
    public String toString() {
      return Double.toString(of);
    }
  }
}
