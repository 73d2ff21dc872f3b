package tombola.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The layout of activations: {@code [panel][feature][16]} floats, sixteen samples a panel, so that
 * every product is "weight times contiguous vector of samples". Segments begin on 64 bytes; offsets
 * are in bytes.
 */
public final class Panels {
  /** Samples in a panel, whatever the vector width of the machine. */
  public static final int LANES = 16;

  /** Bytes of one feature of one panel. */
  public static final long LINE = LANES * (long) Float.BYTES;

  /** The layout of all values in off-heap buffers. */
  public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private Panels() {}

  /** Returns the panels that hold {@code samples} samples. */
  public static int count(int samples) {
    return (samples + LANES - 1) / LANES;
  }

  /** Returns the bytes of one panel of {@code features} features. */
  public static long bytes(int features) {
    return features * LINE;
  }

  /** Returns each of the panels of {@code features} features that stand in {@code all}. */
  public static MemorySegment[] each(MemorySegment all, int features) {
    long bytes = bytes(features);
    MemorySegment[] panels = new MemorySegment[(int) (all.byteSize() / bytes)];
    Arrays.setAll(panels, panel -> all.asSlice(panel * bytes, bytes));
    return panels;
  }

  /**
   * Returns the values of a row of {@code columns} with its padding: whole vectors, off the strides
   * that collide in a cache.
   */
  public static int stride(int columns) {
    int padded = (columns + LANES - 1) / LANES * LANES;
    return padded % 256 == 0 ? padded + LANES : padded;
  }

  /** Returns the bytes of a row of {@code columns} bytes with its padding: whole lines. */
  public static long byteStride(int columns) {
    return (columns + LINE - 1) / LINE * LINE;
  }
}
