package tombola.kernels.x86;

/**
 * Writes machine code for x86-64 with AVX2 and FMA. A ymm register is its number, 0 to 14, and
 * holds 8 floats; the last, 15, is this class's own.
 */
public final class Avx2 extends Assembler {
  private static final int OWN = 15;
  private static final int NOT_AT_LEAST = 9; // NGE_US: true of NaN
  private static final int LOW_HALVES = 0x20;
  private static final int HIGH_HALVES = 0x31;

  @Override
  public int width() {
    return 8;
  }

  @Override
  public int registers() {
    return OWN;
  }

  /** VMOVUPS ymm, m256. */
  @Override
  public void load(int destination, Gpr base, int displacement) {
    vexMemory(MAP_0F, PREFIX_NONE, 0x10, destination, 0, base, displacement);
  }

  /** VMOVUPS m256, ymm. */
  @Override
  public void store(Gpr base, int displacement, int source) {
    vexMemory(MAP_0F, PREFIX_NONE, 0x11, source, 0, base, displacement);
  }

  /** VMOVUPS ymm, m256. */
  @Override
  public void loadIndexed(int destination, Gpr base, Gpr index, int scale, int displacement) {
    vexIndexed(MAP_0F, PREFIX_NONE, 0x10, destination, base, index, scale, displacement);
  }

  /** VMOVUPS m256, ymm. */
  @Override
  public void storeIndexed(Gpr base, Gpr index, int scale, int displacement, int source) {
    vexIndexed(MAP_0F, PREFIX_NONE, 0x11, source, base, index, scale, displacement);
  }

  /** VXORPS ymm, ymm, ymm. */
  @Override
  public void zero(int destination) {
    vex(MAP_0F, PREFIX_NONE, 0x57, destination, destination, destination);
  }

  /** VBROADCASTSS ymm, m32. */
  @Override
  public void broadcast(int destination, Gpr base, int displacement) {
    vexMemory(MAP_0F38, PREFIX_66, 0x18, destination, 0, base, displacement);
  }

  /** VBROADCASTSS ymm, m32. */
  @Override
  public void broadcastIndexed(int destination, Gpr base, Gpr index, int scale, int displacement) {
    vexIndexed(MAP_0F38, PREFIX_66, 0x18, destination, base, index, scale, displacement);
  }

  /** VFMADD231PS ymm, ymm, ymm. */
  @Override
  public void fma(int sum, int a, int b) {
    vex(MAP_0F38, PREFIX_66, 0xB8, sum, a, b);
  }

  /** VFMADD231PS ymm, ymm, m256. */
  @Override
  public void fmaMemory(int sum, int a, Gpr base, int displacement) {
    vexMemory(MAP_0F38, PREFIX_66, 0xB8, sum, a, base, displacement);
  }

  /** VBROADCASTSS, then VFMADD231PS. */
  @Override
  public void fmaBroadcast(int sum, int a, Gpr base, int displacement) {
    broadcast(OWN, base, displacement);
    fma(sum, a, OWN);
  }

  /** VMOVUPS, VFMADD213PS, then VBLENDPS; {@code scratch} stays as it is. */
  @Override
  public void fmaLanes(int sum, int a, Gpr base, int displacement, int lanes, Gpr scratch) {
    load(OWN, base, displacement);
    vex(MAP_0F38, PREFIX_66, 0xA8, OWN, a, sum);
    vex(MAP_0F3A, PREFIX_66, 0x0C, sum, sum, OWN);
    immediate(lanes);
  }

  /** VMULPS ymm, ymm, ymm. */
  @Override
  public void multiply(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_NONE, 0x59, destination, a, b);
  }

  /** VMULPS ymm, ymm, m256. */
  @Override
  public void multiplyMemory(int destination, int a, Gpr base, int displacement) {
    vexMemory(MAP_0F, PREFIX_NONE, 0x59, destination, a, base, displacement);
  }

  /** VADDPS ymm, ymm, ymm. */
  @Override
  public void add(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_NONE, 0x58, destination, a, b);
  }

  /** VADDPS ymm, ymm, m256. */
  @Override
  public void addMemory(int destination, int a, Gpr base, int displacement) {
    vexMemory(MAP_0F, PREFIX_NONE, 0x58, destination, a, base, displacement);
  }

  /** VMAXPS ymm, ymm, ymm. */
  @Override
  public void max(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_NONE, 0x5F, destination, a, b);
  }

  /** VUNPCKLPS. */
  @Override
  public void unpackLow(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_NONE, 0x14, destination, a, b);
  }

  /** VUNPCKHPS. */
  @Override
  public void unpackHigh(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_NONE, 0x15, destination, a, b);
  }

  /** VUNPCKLPD. */
  @Override
  public void unpackLowPairs(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_66, 0x14, destination, a, b);
  }

  /** VUNPCKHPD. */
  @Override
  public void unpackHighPairs(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_66, 0x15, destination, a, b);
  }

  /** VPERM2F128 with the low halves. */
  @Override
  public void evenQuarters(int destination, int a, int b) {
    vex(MAP_0F3A, PREFIX_66, 0x06, destination, a, b);
    immediate(LOW_HALVES);
  }

  /** VPERM2F128 with the high halves. */
  @Override
  public void oddQuarters(int destination, int a, int b) {
    vex(MAP_0F3A, PREFIX_66, 0x06, destination, a, b);
    immediate(HIGH_HALVES);
  }

  /** VCMPPS, then VANDPS. */
  @Override
  public void clearUnlessAbove(int value, int zero, Gpr base, int displacement, int scratch) {
    vexMemory(MAP_0F, PREFIX_NONE, 0xC2, scratch, zero, base, displacement);
    immediate(NOT_AT_LEAST);
    and(value, value, scratch);
  }

  /** VANDPS ymm, ymm, ymm. */
  @Override
  public void and(int destination, int a, int b) {
    vex(MAP_0F, PREFIX_NONE, 0x54, destination, a, b);
  }

  /** VPSRLD ymm, ymm, imm8. */
  @Override
  public void shiftRight(int destination, int source, int bits) {
    vex(MAP_0F, PREFIX_66, SHIFT, SHIFT_RIGHT, destination, source);
    immediate(shift(bits));
  }

  /** VPMOVZXBD ymm, m64. */
  @Override
  public void bytesToInts(int destination, Gpr base, int displacement) {
    vexMemory(MAP_0F38, PREFIX_66, 0x31, destination, 0, base, displacement);
  }

  /** VCVTDQ2PS ymm, ymm. */
  @Override
  public void intsToFloats(int destination, int source) {
    vex(MAP_0F, PREFIX_NONE, 0x5B, destination, 0, source);
  }
}
