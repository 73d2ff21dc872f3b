package tombola.kernels.x86;

/**
 * Writes machine code for x86-64 with AVX-512 (F, BW, DQ, VL), destination first. A zmm register is
 * its number, 0 to 31, and holds 16 floats; a mask register is 1 to 7. An address is {@code base +
 * displacement}, or {@code base + index * scale + displacement} with any index but RSP and a scale
 * of 1, 2, 4 or 8; memory need not be aligned. Each method says what Intel calls the instruction.
 *
 * <p>Registers out of range throw {@link IllegalArgumentException}. Emitting allocates nothing but
 * room for the bytes.
 */
public final class Avx512 extends Assembler {
  private static final int LOAD = evex(MAP_0F, PREFIX_NONE, 0x10, 6);
  private static final int STORE = evex(MAP_0F, PREFIX_NONE, 0x11, 6);
  private static final int MOVE = evex(MAP_0F, PREFIX_NONE, 0x28, 6);
  private static final int BROADCAST_FLOAT = evex(MAP_0F38, PREFIX_66, 0x18, 2);
  private static final int FMA = evex(MAP_0F38, PREFIX_66, 0xB8, 6);
  private static final int MULTIPLY = evex(MAP_0F, PREFIX_NONE, 0x59, 6);
  private static final int ADD = evex(MAP_0F, PREFIX_NONE, 0x58, 6);
  private static final int MAX = evex(MAP_0F, PREFIX_NONE, 0x5F, 6);
  private static final int XOR = evex(MAP_0F, PREFIX_66, 0xEF, 6);
  private static final int AND = evex(MAP_0F, PREFIX_NONE, 0x54, 6);
  private static final int SHIFT_INTS = evex(MAP_0F, PREFIX_66, SHIFT, 6);
  private static final int UNPACK_LOW = evex(MAP_0F, PREFIX_NONE, 0x14, 6);
  private static final int UNPACK_HIGH = evex(MAP_0F, PREFIX_NONE, 0x15, 6);
  private static final int UNPACK_LOW_PAIRS = wide(evex(MAP_0F, PREFIX_66, 0x14, 6));
  private static final int UNPACK_HIGH_PAIRS = wide(evex(MAP_0F, PREFIX_66, 0x15, 6));
  private static final int SHUFFLE_QUARTERS = evex(MAP_0F3A, PREFIX_66, 0x23, 6);
  private static final int COMPARE = evex(MAP_0F, PREFIX_NONE, 0xC2, 6);
  private static final int BYTES_TO_INTS = evex(MAP_0F38, PREFIX_66, 0x31, 4);
  private static final int INTS_TO_FLOATS = evex(MAP_0F, PREFIX_NONE, 0x5B, 6);

  private static final int EVEN = 0x88;
  private static final int ODD = 0xDD;
  private static final int OWN_MASK = 1;
  private static final int NOT_AT_LEAST = 9; // NGE_US: true of NaN

  @Override
  public int width() {
    return 16;
  }

  @Override
  public int registers() {
    return 32;
  }

  /** VMOVUPS zmm, m512. */
  @Override
  public void load(int destination, Gpr base, int displacement) {
    memory(LOAD, PLAIN, destination, 0, base, displacement);
  }

  /** VMOVUPS zmm, m512. */
  @Override
  public void loadIndexed(int destination, Gpr base, Gpr index, int scale, int displacement) {
    indexed(LOAD, PLAIN, destination, 0, base, index, scale, displacement);
  }

  /** VMOVUPS m512, zmm. */
  @Override
  public void store(Gpr base, int displacement, int source) {
    memory(STORE, PLAIN, source, 0, base, displacement);
  }

  /** VMOVUPS m512, zmm. */
  @Override
  public void storeIndexed(Gpr base, Gpr index, int scale, int displacement, int source) {
    indexed(STORE, PLAIN, source, 0, base, index, scale, displacement);
  }

  /** VMOVAPS zmm, zmm. */
  public void move(int destination, int source) {
    registers(MOVE, PLAIN, destination, 0, source);
  }

  /** VMOVAPS zmm{k}{z}, zmm: lanes that the mask leaves out become +0. */
  public void moveZeroMasked(int destination, int mask, int source) {
    registers(MOVE, ZEROING | mask(mask), destination, 0, source);
  }

  /** VPXORD zmm, zmm, zmm: all bits become 0. */
  @Override
  public void zero(int destination) {
    registers(XOR, PLAIN, destination, destination, destination);
  }

  /** VBROADCASTSS zmm, m32: one float in all lanes. */
  @Override
  public void broadcast(int destination, Gpr base, int displacement) {
    memory(BROADCAST_FLOAT, PLAIN, destination, 0, base, displacement);
  }

  /** VBROADCASTSS zmm, m32. */
  @Override
  public void broadcastIndexed(int destination, Gpr base, Gpr index, int scale, int displacement) {
    indexed(BROADCAST_FLOAT, PLAIN, destination, 0, base, index, scale, displacement);
  }

  /** VBROADCASTSS zmm, xmm: the lowest lane in all lanes. */
  public void broadcastRegister(int destination, int source) {
    registers(BROADCAST_FLOAT, PLAIN, destination, 0, source);
  }

  /** VFMADD231PS zmm, zmm, zmm: {@code sum += a * b}, rounded once. */
  @Override
  public void fma(int sum, int a, int b) {
    registers(FMA, PLAIN, sum, a, b);
  }

  /** MOV, KMOVW, then VFMADD231PS zmm{k}, zmm, m512. */
  @Override
  public void fmaLanes(int sum, int a, Gpr base, int displacement, int lanes, Gpr scratch) {
    moveImmediate(scratch, lanes);
    moveToMask(OWN_MASK, scratch);
    fmaMasked(sum, OWN_MASK, a, base, displacement);
  }

  /** VFMADD231PS zmm{k}, zmm, m512: lanes that the mask leaves out stay as they are. */
  public void fmaMasked(int sum, int mask, int a, Gpr base, int displacement) {
    memory(FMA, mask(mask), sum, a, base, displacement);
  }

  /** VFMADD231PS zmm, zmm, m512. */
  @Override
  public void fmaMemory(int sum, int a, Gpr base, int displacement) {
    memory(FMA, PLAIN, sum, a, base, displacement);
  }

  /** VFMADD231PS zmm, zmm, m512. */
  public void fmaMemoryIndexed(int sum, int a, Gpr base, Gpr index, int scale, int displacement) {
    indexed(FMA, PLAIN, sum, a, base, index, scale, displacement);
  }

  /** VFMADD231PS zmm, zmm, m32{1to16}: one float for all lanes. */
  @Override
  public void fmaBroadcast(int sum, int a, Gpr base, int displacement) {
    memory(FMA, BROADCAST, sum, a, base, displacement);
  }

  /** VFMADD231PS zmm, zmm, m32{1to16}: one float for all lanes. */
  public void fmaBroadcastIndexed(
      int sum, int a, Gpr base, Gpr index, int scale, int displacement) {
    indexed(FMA, BROADCAST, sum, a, base, index, scale, displacement);
  }

  /** VMULPS zmm, zmm, zmm. */
  @Override
  public void multiply(int destination, int a, int b) {
    registers(MULTIPLY, PLAIN, destination, a, b);
  }

  /** VMULPS zmm, zmm, m512. */
  @Override
  public void multiplyMemory(int destination, int a, Gpr base, int displacement) {
    memory(MULTIPLY, PLAIN, destination, a, base, displacement);
  }

  /** VMULPS zmm, zmm, m512. */
  public void multiplyMemoryIndexed(
      int destination, int a, Gpr base, Gpr index, int scale, int displacement) {
    indexed(MULTIPLY, PLAIN, destination, a, base, index, scale, displacement);
  }

  /** VMULPS zmm, zmm, m32{1to16}. */
  public void multiplyBroadcast(int destination, int a, Gpr base, int displacement) {
    memory(MULTIPLY, BROADCAST, destination, a, base, displacement);
  }

  /** VMULPS zmm, zmm, m32{1to16}. */
  public void multiplyBroadcastIndexed(
      int destination, int a, Gpr base, Gpr index, int scale, int displacement) {
    indexed(MULTIPLY, BROADCAST, destination, a, base, index, scale, displacement);
  }

  /** VADDPS zmm, zmm, zmm. */
  @Override
  public void add(int destination, int a, int b) {
    registers(ADD, PLAIN, destination, a, b);
  }

  /** VADDPS zmm, zmm, m512. */
  @Override
  public void addMemory(int destination, int a, Gpr base, int displacement) {
    memory(ADD, PLAIN, destination, a, base, displacement);
  }

  /** VADDPS zmm, zmm, m32{1to16}. */
  public void addBroadcast(int destination, int a, Gpr base, int displacement) {
    memory(ADD, BROADCAST, destination, a, base, displacement);
  }

  /**
   * VMAXPS zmm, zmm, zmm: {@code a > b ? a : b}, so {@code b} if either is NaN or both are zeros.
   */
  @Override
  public void max(int destination, int a, int b) {
    registers(MAX, PLAIN, destination, a, b);
  }

  /** VUNPCKLPS: in every quarter, {@code a0 b0 a1 b1}. */
  @Override
  public void unpackLow(int destination, int a, int b) {
    registers(UNPACK_LOW, PLAIN, destination, a, b);
  }

  /** VUNPCKHPS: in every quarter, {@code a2 b2 a3 b3}. */
  @Override
  public void unpackHigh(int destination, int a, int b) {
    registers(UNPACK_HIGH, PLAIN, destination, a, b);
  }

  /** VUNPCKLPD: in every quarter, {@code a0 a1 b0 b1}. */
  @Override
  public void unpackLowPairs(int destination, int a, int b) {
    registers(UNPACK_LOW_PAIRS, PLAIN, destination, a, b);
  }

  /** VUNPCKHPD: in every quarter, {@code a2 a3 b2 b3}. */
  @Override
  public void unpackHighPairs(int destination, int a, int b) {
    registers(UNPACK_HIGH_PAIRS, PLAIN, destination, a, b);
  }

  /**
   * VSHUFF32X4 zmm, zmm, zmm, imm8: two quarters of {@code a}, then two of {@code b}, each chosen
   * by two bits of {@code choice}, the lowest first.
   */
  public void shuffleQuarters(int destination, int a, int b, int choice) {
    registers(SHUFFLE_QUARTERS, PLAIN, destination, a, b);
    immediate(choice);
  }

  /** VSHUFF32X4 with the even quarters. */
  @Override
  public void evenQuarters(int destination, int a, int b) {
    shuffleQuarters(destination, a, b, EVEN);
  }

  /** VSHUFF32X4 with the odd quarters. */
  @Override
  public void oddQuarters(int destination, int a, int b) {
    shuffleQuarters(destination, a, b, ODD);
  }

  /** VCMPPS, then VMOVAPS with the mask; {@code scratch} stays as it is. */
  @Override
  public void clearUnlessAbove(int value, int zero, Gpr base, int displacement, int scratch) {
    compareMemory(OWN_MASK, zero, base, displacement, NOT_AT_LEAST);
    moveZeroMasked(value, OWN_MASK, value);
  }

  /**
   * VCMPPS k, zmm, zmm, imm8: sets a bit of the mask where {@code a} stands to {@code b} as the
   * predicate of Intel's table says, 0 to 31.
   */
  public void compare(int mask, int a, int b, int predicate) {
    check(predicate);
    registers(COMPARE, PLAIN, mask(mask), a, b);
    immediate(predicate);
  }

  /** VCMPPS k, zmm, m512, imm8. */
  public void compareMemory(int mask, int a, Gpr base, int displacement, int predicate) {
    check(predicate);
    memory(COMPARE, PLAIN, mask(mask), a, base, displacement);
    immediate(predicate);
  }

  /** VANDPS zmm, zmm, zmm. */
  @Override
  public void and(int destination, int a, int b) {
    registers(AND, PLAIN, destination, a, b);
  }

  /** VPSRLD zmm, zmm, imm8. */
  @Override
  public void shiftRight(int destination, int source, int bits) {
    registers(SHIFT_INTS, PLAIN, SHIFT_RIGHT, destination, source);
    immediate(shift(bits));
  }

  /** VPMOVZXBD zmm, m128: 16 unsigned bytes become ints. */
  @Override
  public void bytesToInts(int destination, Gpr base, int displacement) {
    memory(BYTES_TO_INTS, PLAIN, destination, 0, base, displacement);
  }

  /** VCVTDQ2PS zmm, zmm: ints become floats, rounded to nearest. */
  @Override
  public void intsToFloats(int destination, int source) {
    registers(INTS_TO_FLOATS, PLAIN, destination, 0, source);
  }

  private static void check(int predicate) {
    if ((predicate & ~31) != 0) {
      throw new IllegalArgumentException("predicate: expected 0 to 31, got " + predicate);
    }
  }
}
