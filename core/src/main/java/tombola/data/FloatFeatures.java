package tombola.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tombola.kernel.Kernels;

/** Measured values, a float each, as the network sees them. */
public final class FloatFeatures implements Features {
  private final int width;
  private final float[] values; // [sample][width]

  /**
   * Wraps {@code values}, laid out {@code [sample][width]}, without copying.
   *
   * @throws IllegalArgumentException if the length is not a multiple of {@code width}
   */
  public FloatFeatures(int width, float[] values) {
    checkShape(width, values.length);
    this.width = width;
    this.values = values;
  }

  static void checkShape(int width, int length) {
    if (width <= 0 || length % width != 0) {
      throw new IllegalArgumentException(
          "features: expected samples of "
              + width
              + " values each, got "
              + length
              + " values in all");
    }
  }

  @Override
  public int samples() {
    return values.length / width;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float value(int sample, int feature) {
    return values[sample * width + feature];
  }

  @Override
  public Features select(int[] indices) {
    float[] selected = new float[Math.multiplyExact(indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * width, selected, i * width, width);
    }
    return new FloatFeatures(width, selected);
  }

  /**
   * Writes sample {@code sample} into {@code row} from {@code offset} (bytes), its planes {@code
   * [channel][pixel]} as {@code [pixel][channel]}.
   */
  public void copy(int sample, int channels, MemorySegment row, long offset) {
    if (channels == 1) {
      MemorySegment.copy(values, sample * width, row, ValueLayout.JAVA_FLOAT, offset, width);
      return;
    }
    int from = sample * width;
    for (int c = 0; c < channels; c++) {
      for (int to = c; to < width; to += channels) {
        row.set(ValueLayout.JAVA_FLOAT, offset + 4L * to, values[from++]);
      }
    }
  }

  /**
   * Writes sample {@code sample}, a picture of {@code planes}, into {@code row} from {@code offset}
   * (bytes) as {@code [pixel][channel]}, moved by {@code move}, a {@link Move}; zeros where it was
   * outside.
   */
  public void copyMoved(int sample, Planes planes, int move, MemorySegment row, long offset) {
    for (int pixel = 0; pixel < planes.pixels(); pixel++) {
      int before = planes.before(pixel, move);
      for (int c = 0; c < planes.channels(); c++) {
        int from = sample * width + c * planes.pixels() + before;
        int to = pixel * planes.channels() + c;
        row.set(ValueLayout.JAVA_FLOAT, offset + 4L * to, before < 0 ? 0 : values[from]);
      }
    }
  }

  @Override
  public void load(int sample, Kernels kernels, MemorySegment row, long offset) {
    copy(sample, 1, row, offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatFeatures that
        && width == that.width
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(values);
  }
}
