package tombola.kernels.x86;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Runs machine code byte by byte as Intel's manual says, on any machine: what {@link Avx512} and
 * {@link Avx2} write, and no more. Code can reach the memory it is given and nothing else.
 */
public final class Emulator {
  private static final int NONSENSE = 0x7F812345; // in registers that code has not written
  private static final long MOST_STEPS = 10_000_000;

  /** Instructions by map, prefix and opcode. */
  private static final int NONE = 0x1000;

  private static final int P66 = 0x1100;
  private static final int P66_38 = 0x2100;
  private static final int P66_3A = 0x3100;

  private final ByteBuffer code;
  private final List<MemorySegment> memory;
  private final long[] general = new long[16];
  private final int[][] vectors = new int[32][16];
  private final int[] masks = new int[8];
  private final Deque<Long> stack = new ArrayDeque<>();
  private boolean zero;

  /** The last operand: a register, or an address. */
  private boolean direct;

  private int register; // the other operand of the same byte
  private int operandRegister;
  private long address;

  /** Prepares to run {@code code}, which reaches {@code memory} alone. */
  public Emulator(byte[] code, List<MemorySegment> memory) {
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    this.memory = List.copyOf(memory);
  }

  /** Calls the function at byte {@code entry}, as {@link CodeFunction#call}. */
  public void call(int entry, long a, long b, long c, long d, long e, long f) {
    Arrays.fill(general, 0x0BAD_0BAD_0BAD_0BADL);
    general[7] = a;
    general[6] = b;
    general[2] = c;
    general[1] = d;
    general[8] = e;
    general[9] = f;
    for (int[] vector : vectors) {
      Arrays.fill(vector, NONSENSE);
    }
    code.position(entry);
    long[] kept = {general[3], general[5], general[12], general[13], general[14], general[15]};
    for (long step = 0; step(); step++) {
      check(step < MOST_STEPS, "it does not end");
    }
    long[] now = {general[3], general[5], general[12], general[13], general[14], general[15]};
    check(stack.isEmpty() && Arrays.equals(kept, now), "registers were not kept");
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("before byte " + code.position() + ": " + otherwise);
    }
  }

  private int next() {
    return code.get() & 0xFF;
  }

  /** Runs one instruction; returns false after the last. */
  private boolean step() {
    int opcode = next();
    switch (opcode) {
      case 0x62 -> evex();
      case 0xC4, 0xC5 -> vex(opcode == 0xC5);
      case 0xC3 -> {
        return false;
      }
      default -> general(opcode);
    }
    return true;
  }

  private void general(int first) {
    int opcode = first == 0x66 ? next() : first; // a longer nothing
    int rex = (opcode & 0xF0) == 0x40 ? opcode : 0;
    opcode = rex != 0 ? next() : opcode;
    int high = (rex & 1) << 3;
    boolean wide = (rex & 8) != 0;
    switch (opcode) {
      case 0x90 -> {}
      case 0x0F -> twoBytes(rex);
      case 0xE9 -> jumpIf(true);
      case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57 ->
          stack.push(general[(opcode & 7) | high]);
      case 0x58, 0x59, 0x5A, 0x5B, 0x5C, 0x5D, 0x5E, 0x5F ->
          general[(opcode & 7) | high] = stack.pop();
      case 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE, 0xBF ->
          general[(opcode & 7) | high] = wide ? code.getLong() : code.getInt() & 0xFFFF_FFFFL;
      case 0x05 -> immediate(0, 0, code.getInt());
      case 0x2D -> immediate(5, 0, code.getInt());
      default -> {
        operand(rex >> 2 & 1, rex >> 1 & 1, rex & 1, 0);
        onOperand(opcode, wide);
      }
    }
  }

  private void twoBytes(int rex) {
    int opcode = next();
    switch (opcode) {
      case 0x1F -> operand(rex >> 2 & 1, rex >> 1 & 1, rex & 1, 0);
      case 0x84 -> jumpIf(zero);
      case 0x85 -> jumpIf(!zero);
      default -> throw unknown(0x0F00 | opcode);
    }
  }

  private void jumpIf(boolean taken) {
    int distance = code.getInt();
    if (taken) {
      code.position(code.position() + distance);
    }
  }

  private void onOperand(int opcode, boolean wide) {
    boolean takesMemory = opcode == 0x8B || opcode == 0x8D || opcode == 0xF7 || opcode == 0xFF;
    check(direct || takesMemory, "an operand in memory");
    switch (opcode) {
      case 0xF7 -> {
        check(!direct && (register & 7) == 0 && !wide, "not a test of an int in memory");
        zero = (integer(address) & code.getInt()) == 0;
      }
      case 0x89 -> general[operandRegister] = general[register];
      case 0x01 -> {
        general[operandRegister] += general[register];
        zero = general[operandRegister] == 0;
      }
      case 0x85 -> zero = (general[operandRegister] & general[register]) == 0;
      case 0x39 -> zero = general[operandRegister] == general[register];
      case 0x81 -> immediate(register & 7, operandRegister, code.getInt());
      case 0x83 -> immediate(register & 7, operandRegister, code.get());
      case 0x8D -> general[register] = address;
      case 0xFF -> { // the code is at address 0
        check((register & 7) == 4, "not a jump");
        code.position(Math.toIntExact(at(address, 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0)));
      }
      case 0x8B ->
          general[register] =
              wide
                  ? at(address, 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0)
                  : integer(address) & 0xFFFF_FFFFL;
      default -> throw unknown(opcode);
    }
  }

  private void immediate(int operation, int target, long value) {
    long result =
        switch (operation) {
          case 0 -> general[target] + value;
          case 5, 7 -> general[target] - value;
          default -> throw unknown(0x81);
        };
    zero = result == 0;
    if (operation != 7) {
      general[target] = result;
    }
  }

  private IllegalStateException unknown(int opcode) {
    return new IllegalStateException(
        "no such instruction before byte %d: %x".formatted(code.position(), opcode));
  }

  /** Reads the operand bytes; the arguments are the high bits, and log2 of a short's unit. */
  private void operand(int r, int x, int b, int shift) {
    int byteOfOperands = next();
    int mode = byteOfOperands >> 6;
    int low = byteOfOperands & 7;
    register = (byteOfOperands >> 3 & 7) | r << 3;
    direct = mode == 3;
    if (direct) {
      operandRegister = low | b << 3 | x << 4;
      return;
    }
    check(mode != 0 || low != 5, "an address without base");
    address = 0;
    if (low == 4) {
      int sib = next();
      int index = (sib >> 3 & 7) | x << 3;
      low = sib & 7;
      check(mode != 0 || low != 5, "an address without base");
      address = index == 4 ? 0 : general[index] << (sib >> 6);
    }
    address += general[low | b << 3];
    address += mode == 1 ? code.get() << shift : mode == 2 ? code.getInt() : 0;
  }

  private MemorySegment at(long from, int bytes) {
    for (MemorySegment segment : memory) {
      long offset = from - segment.address();
      if (offset >= 0 && offset + bytes <= segment.byteSize()) {
        return segment.asSlice(offset, bytes);
      }
    }
    throw new IllegalStateException("before byte " + code.position() + ": memory out of bounds");
  }

  private int integer(long from) {
    return at(from, Integer.BYTES).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
  }

  private void evex() {
    int p0 = next();
    int p1 = next();
    int p2 = next();
    int opcode = next();
    int key = (p0 & 7) << 12 | (p1 & 3) << 8 | opcode;
    check((p0 & 8) == 0 && (p1 & 4) != 0 && (p2 & 0x60) == 0x40, "not an instruction of 512 bits");
    check((p1 >> 7 == 1) == (key == (P66 | 0x14) || key == (P66 | 0x15)), "another width");
    boolean one = (p2 & 0x10) != 0;
    int shift =
        switch (key) {
          case P66_38 | 0x18 -> 2;
          case P66_38 | 0x31 -> 4;
          default -> one ? 2 : 6;
        };
    operand((~p0 >> 7 & 1) | (~p0 >> 4 & 1) << 1, ~p0 >> 6 & 1, ~p0 >> 5 & 1, shift);
    int second = (~p1 >> 3 & 15) | (~p2 >> 3 & 1) << 4;
    vector(key, second, 16, one, p2 & 7, p2 >> 7 == 1, true);
  }

  private void vex(boolean brief) {
    int p0 = brief ? next() : 0;
    int high = brief ? (p0 & 0x80) | 0x61 : next();
    int p1 = brief ? p0 : next();
    int opcode = next();
    int key = (high & 31) << 12 | (p1 & 3) << 8 | opcode;
    if (key == (NONE | 0x77)) {
      for (int[] vector : Arrays.copyOf(vectors, 16)) {
        Arrays.fill(vector, 4, 16, 0);
      }
      return;
    }
    operand(~high >> 7 & 1, ~high >> 6 & 1, ~high >> 5 & 1, 0);
    if (key == (NONE | 0x92)) {
      masks[register] = (int) general[operandRegister] & 0xFFFF;
      return;
    }
    check((p1 & 4) != 0 && (brief || p1 >> 7 == 0), "not an instruction of 256 bits");
    vector(key, ~p1 >> 3 & 15, 8, false, 0, false, false);
  }

  private void vector(
      int key, int second, int lanes, boolean one, int mask, boolean zeroing, boolean toMask) {
    if (key == (NONE | 0x11)) {
      for (int i = 0; i < lanes; i++) {
        at(address + 4L * i, 4).set(ValueLayout.JAVA_INT_UNALIGNED, 0, vectors[register][i]);
      }
      return;
    }
    int[] a = vectors[second];
    int[] b = key == (P66_38 | 0x31) ? vectors[0] : last(key, lanes, one);
    int[] result = result(key, a, b, lanes);
    int target = key == (P66 | 0x72) ? second : register;
    if (key == (NONE | 0xC2) && toMask) {
      masks[register] = 0;
      for (int i = 0; i < lanes; i++) {
        masks[register] |= result[i] & (1 << i);
      }
      return;
    }
    for (int i = 0; i < 16; i++) {
      boolean kept = mask != 0 && (masks[mask] >> i & 1) == 0;
      if (!kept || zeroing) {
        vectors[target][i] = kept || i >= lanes ? 0 : result[i];
      }
    }
  }

  /** The lanes of the last operand. */
  private int[] last(int key, int lanes, boolean one) {
    boolean same = one || key == (P66_38 | 0x18);
    int[] values = new int[16];
    for (int i = 0; i < lanes; i++) {
      values[i] =
          direct ? vectors[operandRegister][same ? 0 : i] : integer(address + (same ? 0 : 4L * i));
    }
    return values;
  }

  private int[] result(int key, int[] a, int[] b, int lanes) {
    int[] old = vectors[register].clone();
    IntUnaryOperator lane =
        switch (key) {
          case NONE | 0x10, NONE | 0x28, P66_38 | 0x18 -> i -> b[i];
          case P66_38 | 0xB8 -> i -> bits(Math.fma(number(a[i]), number(b[i]), number(old[i])));
          case P66_38 | 0xA8 -> i -> bits(Math.fma(number(a[i]), number(old[i]), number(b[i])));
          case NONE | 0x59 -> i -> bits(number(a[i]) * number(b[i]));
          case NONE | 0x58 -> i -> bits(number(a[i]) + number(b[i]));
          case NONE | 0x5F -> i -> number(a[i]) > number(b[i]) ? a[i] : b[i];
          case NONE | 0x57, P66 | 0xEF -> i -> a[i] ^ b[i];
          case NONE | 0x54 -> i -> a[i] & b[i];
          case NONE | 0x14 -> i -> (i % 2 == 0 ? a : b)[i / 4 * 4 + i % 4 / 2];
          case NONE | 0x15 -> i -> (i % 2 == 0 ? a : b)[i / 4 * 4 + i % 4 / 2 + 2];
          case P66 | 0x14 -> i -> (i % 4 < 2 ? a : b)[i / 4 * 4 + i % 2];
          case P66 | 0x15 -> i -> (i % 4 < 2 ? a : b)[i / 4 * 4 + i % 2 + 2];
          case P66 | 0x72 -> shifted(b, next());
          case NONE | 0x5B -> i -> bits((float) b[i]);
          case P66_3A | 0x23 -> quarters(a, b, next(), lanes);
          case P66_3A | 0x06 -> halves(a, b, next());
          case P66_3A | 0x0C -> blend(a, b, next());
          case NONE | 0xC2 -> comparison(a, b, next());
          case P66_38 | 0x31 -> i -> at(address + i, 1).get(ValueLayout.JAVA_BYTE, 0) & 0xFF;
          default -> throw unknown(key);
        };
    int[] result = new int[16];
    Arrays.setAll(result, i -> i < lanes ? lane.applyAsInt(i) : 0);
    return result;
  }

  private IntUnaryOperator shifted(int[] values, int bits) {
    check((register & 7) == 2, "not a shift to the right");
    return i -> values[i] >>> bits;
  }

  private static IntUnaryOperator blend(int[] a, int[] b, int choice) {
    return i -> ((choice >> i & 1) == 0 ? a : b)[i];
  }

  private static IntUnaryOperator quarters(int[] a, int[] b, int choice, int lanes) {
    return i -> (i < lanes / 2 ? a : b)[(choice >> (i / 4 * 2) & 3) * 4 + i % 4];
  }

  private static IntUnaryOperator halves(int[] a, int[] b, int choice) {
    return i -> {
      int chosen = choice >> (i / 4 * 4) & 3;
      return (chosen < 2 ? a : b)[chosen % 2 * 4 + i % 4];
    };
  }

  private static IntUnaryOperator comparison(int[] a, int[] b, int predicate) {
    return i -> holds(number(a[i]), number(b[i]), predicate) ? -1 : 0;
  }

  private static boolean holds(float a, float b, int predicate) {
    return switch (predicate) {
      case 0 -> a == b;
      case 1 -> a < b;
      case 2 -> a <= b;
      case 3 -> Float.isNaN(a) || Float.isNaN(b);
      case 4 -> a != b;
      case 9 -> !(a >= b);
      case 30 -> a > b;
      default -> throw new IllegalStateException("no such predicate: " + predicate);
    };
  }

  private static float number(int bits) {
    return Float.intBitsToFloat(bits);
  }

  private static int bits(float number) {
    return Float.floatToRawIntBits(number);
  }
}
