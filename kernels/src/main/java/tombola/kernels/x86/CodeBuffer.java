package tombola.kernels.x86;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes that grow, and labels in them. */
abstract sealed class CodeBuffer permits Encoding {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_INSTRUCTION = 16;

  /** Instructions of 1 to 9 bytes that do nothing, as Intel's manual advises (volume 2, NOP). */
  private static final List<byte[]> NOTHING =
      List.of(
          hex("90"),
          hex("6690"),
          hex("0f1f00"),
          hex("0f1f4000"),
          hex("0f1f440000"),
          hex("660f1f440000"),
          hex("0f1f8000000000"),
          hex("0f1f840000000000"),
          hex("660f1f840000000000"));

  private byte[] bytes = new byte[1 << 12];
  private int size;
  private int open;

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Returns the number of bytes so far, which is where the next instruction begins. */
  public final int size() {
    return size;
  }

  /**
   * Returns a copy of the code.
   *
   * @throws IllegalStateException if a jump leads to a label that is not bound
   */
  public final byte[] bytes() {
    return Arrays.copyOf(finished(), size);
  }

  /** Writes the code to the beginning of {@code target}. */
  final void copyTo(MemorySegment target) {
    MemorySegment.copy(finished(), 0, target, ValueLayout.JAVA_BYTE, 0, size);
  }

  private byte[] finished() {
    if (open > 0) {
      throw new IllegalStateException(open + " jumps lead to labels that are not bound");
    }
    return bytes;
  }

  /** Puts {@code label} here. */
  public final void bind(Label label) {
    int[] sites = label.bind(size);
    for (int site : sites) {
      INT.set(bytes, site, size - (site + Integer.BYTES));
    }
    open -= sites.length;
  }

  /**
   * Goes on to a multiple of {@code boundary} with instructions that do nothing.
   *
   * @param boundary a power of two
   */
  public final void align(int boundary) {
    if (Integer.bitCount(boundary) != 1) {
      throw new IllegalArgumentException("boundary: expected a power of two, got " + boundary);
    }
    int missing = -size & (boundary - 1);
    while (missing > 0) {
      byte[] nothing = NOTHING.get(Math.min(missing, NOTHING.size()) - 1);
      reserve();
      System.arraycopy(nothing, 0, bytes, size, nothing.length);
      size += nothing.length;
      missing -= nothing.length;
    }
  }

  /** Makes room for one instruction; every instruction begins with this. */
  final void reserve() {
    if (size + LONGEST_INSTRUCTION > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(2, bytes.length));
    }
  }

  final void put(int value) {
    bytes[size++] = (byte) value;
  }

  final void putInt(int value) {
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  final void putLong(long value) {
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** The distance of 32 bits from the end of the instruction, which ends with it, to a label. */
  final void putDistance(Label label) {
    if (label.isBound()) {
      putInt(label.position() - (size + Integer.BYTES));
    } else {
      label.await(size);
      open++;
      putInt(0);
    }
  }
}
