package tombola.math;

/** The one order in which the sixteen lane accumulators of a sum are brought together. */
public final class Tree {
  private Tree() {}

  /**
   * Returns the sum of {@code lanes[from .. from + 15]}, plus +0.0 so that a sum of negative zeros
   * is +0.0.
   */
  public static float sum(float[] lanes, int from) {
    float s0 = quarter(lanes, from);
    float s1 = quarter(lanes, from + 4);
    float s2 = quarter(lanes, from + 8);
    float s3 = quarter(lanes, from + 12);
    return ((s0 + s1) + (s2 + s3)) + 0f;
  }

  private static float quarter(float[] l, int i) {
    return (l[i] + l[i + 2]) + (l[i + 1] + l[i + 3]);
  }
}
