package tombola.data;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;

/**
 * The inputs of many samples, {@code [sample][feature]}, kept in the form in which they take least
 * memory.
 */
public sealed interface Features permits ByteFeatures, FloatFeatures {

  /** Returns the number of samples. */
  int samples();

  /** Returns the number of features of one sample. */
  int width();

  /** Returns feature {@code feature} of sample {@code sample} as the network sees it. */
  float value(int sample, int feature);

  /** Returns a copy of the samples whose numbers stand in {@code indices}, in that order. */
  Features select(int[] indices);

  /**
   * Writes sample {@code sample} as {@link #width()} floats into {@code row} from {@code offset}
   * (bytes).
   */
  void load(int sample, Kernels kernels, MemorySegment row, long offset);
}
