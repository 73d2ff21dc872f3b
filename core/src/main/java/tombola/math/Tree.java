package tombola.math;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The one order in which the sixteen lane accumulators of a sum are brought together. */
public final class Tree {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

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

  /**
   * Returns the sum of the sixteen floats at byte {@code at} of {@code lanes}, in the same order.
   */
  public static float sum(MemorySegment lanes, long at) {
    float s0 = quarter(lanes, at);
    float s1 = quarter(lanes, at + 16);
    float s2 = quarter(lanes, at + 32);
    float s3 = quarter(lanes, at + 48);
    return ((s0 + s1) + (s2 + s3)) + 0f;
  }

  private static float quarter(MemorySegment l, long at) {
    return (l.get(FLOAT, at) + l.get(FLOAT, at + 8))
        + (l.get(FLOAT, at + 4) + l.get(FLOAT, at + 12));
  }

  private static float quarter(float[] l, int i) {
    return (l[i] + l[i + 2]) + (l[i + 1] + l[i + 3]);
  }
}
