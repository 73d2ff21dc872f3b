package tombola.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tombola.kernel.Kernels;

/**
 * Images as they come, a byte a value: the network sees {@code (byte & 255) * (1 / 255)}, in [0,
 * 1].
 */
public final class ByteFeatures implements Features {
  private static final float SCALE = 1f / 255f;

  private final int width;
  private final byte[] values; // [sample][width]

  /**
   * Wraps {@code values}, laid out {@code [sample][width]}, without copying.
   *
   * @throws IllegalArgumentException if the length is not a multiple of {@code width}
   */
  public ByteFeatures(int width, byte[] values) {
    FloatFeatures.checkShape(width, values.length);
    this.width = width;
    this.values = values;
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
    return (values[sample * width + feature] & 0xFF) * SCALE;
  }

  @Override
  public Features select(int[] indices) {
    byte[] selected = new byte[Math.multiplyExact(indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * width, selected, i * width, width);
    }
    return new ByteFeatures(width, selected);
  }

  /** Returns what a byte is multiplied by. */
  public float scale() {
    return SCALE;
  }

  /**
   * Writes the bytes of sample {@code sample} into {@code row} from {@code offset} (bytes), its
   * planes {@code [channel][pixel]} as {@code [pixel][channel]}.
   */
  public void copy(int sample, int channels, MemorySegment row, long offset) {
    if (channels == 1) {
      MemorySegment.copy(values, sample * width, row, ValueLayout.JAVA_BYTE, offset, width);
      return;
    }
    int from = sample * width;
    for (int c = 0; c < channels; c++) {
      for (int to = c; to < width; to += channels) {
        row.set(ValueLayout.JAVA_BYTE, offset + to, values[from++]);
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
        row.set(ValueLayout.JAVA_BYTE, offset + to, before < 0 ? 0 : values[from]);
      }
    }
  }

  @Override
  public void load(int sample, Kernels kernels, MemorySegment row, long offset) {
    kernels.layouts().load(values, sample * width, width, SCALE, row, offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteFeatures that
        && width == that.width
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(values);
  }
}
