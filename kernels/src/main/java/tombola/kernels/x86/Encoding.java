package tombola.kernels.x86;

/**
 * How instructions become bytes: prefixes, register fields and addresses (Intel 64 and IA-32
 * Architectures Software Developer's Manual, volume 2, sections 2.1, 2.2 and 2.7).
 *
 * <p>An EVEX instruction is described by one int, made by {@link #evex}, so that emitting code
 * allocates nothing.
 */
abstract sealed class Encoding extends CodeBuffer permits GeneralInstructions {
  static final int MAP_0F = 1;
  static final int MAP_0F38 = 2;
  static final int MAP_0F3A = 3;

  /** Shifts of ints by a constant: which one stands where others have a register. */
  static final int SHIFT = 0x72;

  static final int SHIFT_RIGHT = 2;

  static final int PREFIX_NONE = 0;
  static final int PREFIX_66 = 1;

  /** Options of an EVEX instruction, as they stand in its last prefix byte. */
  static final int PLAIN = 0;

  static final int ZEROING = 0x80;
  static final int BROADCAST = 0x10;

  private static final int LENGTH_512 = 0x40;
  private static final int LENGTH_256 = 4;
  private static final int NO_INDEX = -1;
  private static final int REGISTER_DIRECT = 0xC0;
  private static final int SIB_FOLLOWS = 4;
  private static final int BROADCAST_SHIFT = 2;

  /**
   * Describes an instruction with the width bit 0.
   *
   * @param shift log2 of the bytes that its memory operand has, by which short displacements scale
   */
  static int evex(int map, int prefix, int opcode, int shift) {
    return opcode | prefix << 8 | map << 10 | shift << 16;
  }

  /** Gives the instruction the width bit 1. */
  static int wide(int instruction) {
    return instruction | 1 << 15;
  }

  static int zmm(int number) {
    if ((number & ~31) != 0) {
      throw new IllegalArgumentException("zmm register: expected 0 to 31, got " + number);
    }
    return number;
  }

  static int mask(int number) {
    if (number < 1 || number > 7) {
      throw new IllegalArgumentException("mask register: expected 1 to 7, got " + number);
    }
    return number;
  }

  /** Emits an EVEX instruction on registers; {@code second} is 0 where it has but two operands. */
  final void registers(int instruction, int options, int first, int second, int third) {
    zmm(first);
    zmm(second);
    zmm(third);
    reserve();
    prefix(instruction, options, first, second, third >> 3);
    put(REGISTER_DIRECT | (first & 7) << 3 | (third & 7));
  }

  /** Emits an EVEX instruction whose last operand is at {@code base + displacement}. */
  final void memory(
      int instruction, int options, int first, int second, Gpr base, int displacement) {
    zmm(first);
    zmm(second);
    reserve();
    prefix(instruction, options, first, second, base.number() >> 3);
    address(first, base, NO_INDEX, 0, displacement, shift(instruction, options));
  }

  /** Emits an EVEX instruction whose last operand is at {@code base + index * scale + disp}. */
  final void indexed(
      int instruction,
      int options,
      int first,
      int second,
      Gpr base,
      Gpr index,
      int scale,
      int displacement) {
    zmm(first);
    zmm(second);
    int x = indexNumber(index);
    int scaleShift = scaleShift(scale);
    reserve();
    prefix(instruction, options, first, second, base.number() >> 3 | x >> 3 << 1);
    address(first, base, x, scaleShift, displacement, shift(instruction, options));
  }

  /** Emits the byte that some instructions end with. */
  final void immediate(int value) {
    put(value);
  }

  private static int shift(int instruction, int options) {
    return (options & BROADCAST) != 0 ? BROADCAST_SHIFT : instruction >> 16;
  }

  /** The prefix, whose register bits are all stored inverted, and the opcode. */
  private void prefix(int instruction, int options, int first, int second, int indexAndBase) {
    int map = instruction >> 10 & 7;
    int wide = instruction >> 15 & 1;
    int low = (first >> 3 & 1) << 7 | (indexAndBase & 3) << 5 | (first >> 4) << 4;
    put(0x62);
    put((low ^ 0xF0) | map);
    put(wide << 7 | (~second & 15) << 3 | 4 | (instruction >> 8 & 3));
    put(options | LENGTH_512 | (~second >> 4 & 1) << 3);
    put(instruction);
  }

  /**
   * Emits a VEX instruction on ymm registers; {@code second} is 0 where it has but two operands.
   */
  final void vex(int map, int prefix, int opcode, int first, int second, int third) {
    ymm(third);
    reserve();
    vexPrefix(map, prefix, opcode, first, second, third >> 3);
    put(REGISTER_DIRECT | (first & 7) << 3 | (third & 7));
  }

  /** Emits a VEX instruction whose last operand is at {@code base + displacement}. */
  final void vexMemory(
      int map, int prefix, int opcode, int first, int second, Gpr base, int displacement) {
    reserve();
    vexPrefix(map, prefix, opcode, first, second, base.number() >> 3);
    address(first, base, NO_INDEX, 0, displacement, 0);
  }

  /** Emits a VEX instruction on a ymm register and {@code base + index * scale + displacement}. */
  final void vexIndexed(
      int map,
      int prefix,
      int opcode,
      int register,
      Gpr base,
      Gpr index,
      int scale,
      int displacement) {
    int x = indexNumber(index);
    int scaleShift = scaleShift(scale);
    reserve();
    vexPrefix(map, prefix, opcode, register, 0, base.number() >> 3 | x >> 3 << 1);
    address(register, base, x, scaleShift, displacement, 0);
  }

  /** The prefix for 256 bits, of two bytes where they do, and the opcode. */
  private void vexPrefix(int map, int prefix, int opcode, int first, int second, int high) {
    int notFirst = (~ymm(first) >> 3 & 1) << 7;
    int rest = (~ymm(second) & 15) << 3 | LENGTH_256 | prefix;
    if (map == MAP_0F && high == 0) {
      put(0xC5);
      put(notFirst | rest);
    } else {
      put(0xC4);
      put(notFirst | (~high & 3) << 5 | map);
      put(rest);
    }
    put(opcode);
  }

  private static int ymm(int number) {
    if ((number & ~15) != 0) {
      throw new IllegalArgumentException("ymm register: expected 0 to 15, got " + number);
    }
    return number;
  }

  /** An instruction of 64 bits on two registers. */
  final void wide(int opcode, int register, int operand) {
    reserve();
    put(0x48 | register >> 3 << 2 | operand >> 3);
    put(opcode);
    put(REGISTER_DIRECT | (register & 7) << 3 | (operand & 7));
  }

  /** An instruction of 64 bits on a register and memory. */
  final void wide(int opcode, Gpr register, Gpr base, int displacement) {
    reserve();
    put(0x48 | register.number() >> 3 << 2 | base.number() >> 3);
    put(opcode);
    address(register.number(), base, NO_INDEX, 0, displacement, 0);
  }

  final void wideIndexed(
      int opcode, Gpr register, Gpr base, Gpr index, int scale, int displacement) {
    int x = indexNumber(index);
    int scaleShift = scaleShift(scale);
    reserve();
    put(0x48 | register.number() >> 3 << 2 | x >> 3 << 1 | base.number() >> 3);
    put(opcode);
    address(register.number(), base, x, scaleShift, displacement, 0);
  }

  /** An instruction of 32 bits, or with a default of 64, on a register and memory. */
  final void narrow(int opcode, int register, Gpr base, int displacement) {
    reserve();
    narrowPrefix(register, base.number());
    put(opcode);
    address(register, base, NO_INDEX, 0, displacement, 0);
  }

  final void narrowIndexed(
      int opcode, Gpr register, Gpr base, Gpr index, int scale, int displacement) {
    int x = indexNumber(index);
    int scaleShift = scaleShift(scale);
    reserve();
    int high = register.number() >> 3 << 2 | x >> 3 << 1 | base.number() >> 3;
    if (high != 0) {
      put(0x40 | high);
    }
    put(opcode);
    address(register.number(), base, x, scaleShift, displacement, 0);
  }

  /** A prefix for 32 bits or for a default of 64, which only high registers need. */
  final void narrowPrefix(int register, int operand) {
    int high = register >> 3 << 2 | operand >> 3;
    if (high != 0) {
      put(0x40 | high);
    }
  }

  final void address(int register, Gpr base, int displacement) {
    address(register, base, NO_INDEX, 0, displacement, 0);
  }

  /**
   * The address operand. A displacement takes one byte if it is a small multiple of the operand's
   * size; RSP and R12 as base need the longer form, RBP and R13 a displacement.
   */
  private void address(
      int register, Gpr base, int index, int scaleShift, int displacement, int shift) {
    int field = (register & 7) << 3;
    int b = base.number() & 7;
    int small = displacement >> shift;
    boolean fits = small << shift == displacement && small == (byte) small;
    int mode = displacement == 0 && b != 5 ? 0 : fits ? 0x40 : 0x80;
    if (index != NO_INDEX) {
      put(mode | field | SIB_FOLLOWS);
      put(scaleShift << 6 | (index & 7) << 3 | b);
    } else if (b == SIB_FOLLOWS) {
      put(mode | field | SIB_FOLLOWS);
      put(SIB_FOLLOWS << 3 | b);
    } else {
      put(mode | field | b);
    }
    if (mode == 0x40) {
      put(small);
    } else if (mode == 0x80) {
      putInt(displacement);
    }
  }

  static int shift(int bits) {
    if ((bits & ~31) != 0) {
      throw new IllegalArgumentException("shift: expected 0 to 31 bits, got " + bits);
    }
    return bits;
  }

  private static int indexNumber(Gpr index) {
    if (index == Gpr.RSP) {
      throw new IllegalArgumentException("index register: expected any but RSP");
    }
    return index.number();
  }

  private static int scaleShift(int scale) {
    return switch (scale) {
      case 1, 2, 4, 8 -> Integer.numberOfTrailingZeros(scale);
      default -> throw new IllegalArgumentException("scale: expected 1, 2, 4 or 8, got " + scale);
    };
  }
}
