package tombola.kernels.x86;

/** Instructions on general registers, jumps, and those that ask the processor. */
public abstract sealed class GeneralInstructions extends Encoding permits Assembler {
  private static final int ADD = 0;
  private static final int SUBTRACT = 5;
  private static final int COMPARE = 7;

  /** MOV r64, r64: all 64 bits. */
  public final void move(Gpr destination, Gpr source) {
    wide(0x89, source.number(), destination.number());
  }

  /** MOV r32, imm32: the upper 32 bits become 0. */
  public final void moveImmediate(Gpr destination, int value) {
    reserve();
    narrowPrefix(0, destination.number());
    put(0xB8 | (destination.number() & 7));
    putInt(value);
  }

  /** MOV r64, imm64. */
  public final void moveLong(Gpr destination, long value) {
    reserve();
    put(0x48 | destination.number() >> 3);
    put(0xB8 | (destination.number() & 7));
    putLong(value);
  }

  /** MOV r64, m64. */
  public final void loadLong(Gpr destination, Gpr base, int displacement) {
    wide(0x8B, destination, base, displacement);
  }

  /** MOV r32, m32: the upper 32 bits become 0. */
  public final void loadInt(Gpr destination, Gpr base, int displacement) {
    narrow(0x8B, destination.number(), base, displacement);
  }

  /** MOV r32, m32 at {@code base + index * scale}: the upper 32 bits become 0. */
  public final void loadIntIndexed(
      Gpr destination, Gpr base, Gpr index, int scale, int displacement) {
    narrowIndexed(0x8B, destination, base, index, scale, displacement);
  }

  /** MOV m64, r64. */
  public final void storeLong(Gpr base, int displacement, Gpr source) {
    wide(0x89, source, base, displacement);
  }

  /** LEA r64, m: {@code destination = base + index * scale + displacement}. */
  public final void leaIndexed(Gpr destination, Gpr base, Gpr index, int scale, int displacement) {
    wideIndexed(0x8D, destination, base, index, scale, displacement);
  }

  /** ADD r64, r64. */
  public final void add(Gpr destination, Gpr source) {
    wide(0x01, source.number(), destination.number());
  }

  /** ADD r64, imm32: the value is extended with its sign. */
  public final void add(Gpr destination, int value) {
    withImmediate(ADD, destination, value);
  }

  /** SUB r64, imm32: the value is extended with its sign. */
  public final void subtract(Gpr destination, int value) {
    withImmediate(SUBTRACT, destination, value);
  }

  /** CMP r64, r64: flags for {@code first - second}. */
  public final void compare(Gpr first, Gpr second) {
    wide(0x39, second.number(), first.number());
  }

  /** CMP r64, imm32: flags for {@code register - value}, the value extended with its sign. */
  public final void compare(Gpr register, int value) {
    withImmediate(COMPARE, register, value);
  }

  /** TEST r64, r64: flags for the bits that both have. */
  public final void test(Gpr first, Gpr second) {
    wide(0x85, second.number(), first.number());
  }

  /** TEST m32, imm32: flags for the bits that both have. */
  public final void testInt(Gpr base, int displacement, int bits) {
    reserve();
    narrowPrefix(0, base.number());
    put(0xF7);
    address(0, base, displacement);
    putInt(bits);
  }

  private void withImmediate(int operation, Gpr register, int value) {
    if (value == (byte) value) {
      wide(0x83, operation, register.number());
      put(value);
    } else if (register == Gpr.RAX) {
      reserve();
      put(0x48);
      put(operation << 3 | 5);
      putInt(value);
    } else {
      wide(0x81, operation, register.number());
      putInt(value);
    }
  }

  /** PUSH r64. */
  public final void push(Gpr source) {
    reserve();
    narrowPrefix(0, source.number());
    put(0x50 | (source.number() & 7));
  }

  /** POP r64. */
  public final void pop(Gpr destination) {
    reserve();
    narrowPrefix(0, destination.number());
    put(0x58 | (destination.number() & 7));
  }

  /** RET. */
  public final void ret() {
    reserve();
    put(0xC3);
  }

  /** CALL rel32. */
  public final void call(Label target) {
    reserve();
    put(0xE8);
    putDistance(target);
  }

  /** JMP rel32. */
  public final void jump(Label target) {
    reserve();
    put(0xE9);
    putDistance(target);
  }

  /** JMP m64: jumps to the address in memory. */
  public final void jumpTo(Gpr base, int displacement) {
    narrow(0xFF, 4, base, displacement);
  }

  /** JZ, JE rel32: jumps if the last result was 0, or both compared were equal. */
  public final void jumpIfZero(Label target) {
    jumpIf(0x4, target);
  }

  /** JNZ, JNE rel32. */
  public final void jumpIfNotZero(Label target) {
    jumpIf(0x5, target);
  }

  /** JB rel32: jumps if the first compared was below the second, both unsigned. */
  public final void jumpIfBelow(Label target) {
    jumpIf(0x2, target);
  }

  /** JAE rel32. */
  public final void jumpIfNotBelow(Label target) {
    jumpIf(0x3, target);
  }

  /** JL rel32: jumps if the first compared was less than the second, both signed. */
  public final void jumpIfLess(Label target) {
    jumpIf(0xC, target);
  }

  /** JGE rel32. */
  public final void jumpIfNotLess(Label target) {
    jumpIf(0xD, target);
  }

  private void jumpIf(int condition, Label target) {
    reserve();
    put(0x0F);
    put(0x80 | condition);
    putDistance(target);
  }

  /** CPUID: asks for the leaf in EAX and ECX; the answer is in EAX, EBX, ECX and EDX. */
  public final void cpuid() {
    reserve();
    put(0x0F);
    put(0xA2);
  }

  /** XGETBV: reads the control register whose number is in ECX into EDX and EAX. */
  public final void xgetbv() {
    reserve();
    put(0x0F);
    put(0x01);
    put(0xD0);
  }

  /** STMXCSR m32: stores how floating point rounds and what it does with denormals. */
  public final void stmxcsr(Gpr base, int displacement) {
    reserve();
    narrowPrefix(0, base.number());
    put(0x0F);
    put(0xAE);
    address(3, base, displacement);
  }

  /** KMOVW k, r32: the mask becomes the low 16 bits. */
  public final void moveToMask(int mask, Gpr source) {
    mask(mask);
    reserve();
    if (source.number() < 8) {
      put(0xC5);
      put(0xF8);
    } else {
      put(0xC4);
      put(0xC1);
      put(0x78);
    }
    put(0x92);
    put(0xC0 | mask << 3 | (source.number() & 7));
  }

  /** VZEROUPPER: clears all but the low 128 bits of zmm0 to zmm15; due before a return to Java. */
  public final void vzeroupper() {
    reserve();
    put(0xC5);
    put(0xF8);
    put(0x77);
  }
}
