package tombola.kernels.x86;

/**
 * Writes machine code on vectors of floats, destination first, at the width of the machine: what
 * {@link Avx2} and {@link Avx512} have in common. A register is its number; an address is {@code
 * base + displacement} and need not be aligned. A quarter is four floats.
 *
 * <p>Registers out of range throw {@link IllegalArgumentException}. Emitting allocates nothing but
 * room for the bytes.
 */
public abstract sealed class Assembler extends GeneralInstructions permits Avx2, Avx512 {

  /** Returns the floats of a register. */
  public abstract int width();

  /** Returns the number of registers that code may use, from 0. */
  public abstract int registers();

  /** Loads a vector. */
  public abstract void load(int destination, Gpr base, int displacement);

  /** Loads a vector from {@code base + index * scale}. */
  public abstract void loadIndexed(
      int destination, Gpr base, Gpr index, int scale, int displacement);

  /** Stores a vector at {@code base + index * scale}. */
  public abstract void storeIndexed(Gpr base, Gpr index, int scale, int displacement, int source);

  /** Stores a vector. */
  public abstract void store(Gpr base, int displacement, int source);

  /** Makes all bits 0. */
  public abstract void zero(int destination);

  /** Loads one float into all lanes. */
  public abstract void broadcast(int destination, Gpr base, int displacement);

  /** Loads one float from {@code base + index * scale} into all lanes. */
  public abstract void broadcastIndexed(
      int destination, Gpr base, Gpr index, int scale, int displacement);

  /** {@code sum += a * b}, rounded once. */
  public abstract void fma(int sum, int a, int b);

  /** {@code sum += a * memory}, rounded once. */
  public abstract void fmaMemory(int sum, int a, Gpr base, int displacement);

  /** {@code sum += a * memory}, rounded once; one float in memory for all lanes. */
  public abstract void fmaBroadcast(int sum, int a, Gpr base, int displacement);

  /**
   * {@code sum += a * memory}, rounded once, in the lanes whose bits are set in {@code lanes}; the
   * others stay, whatever is in memory.
   *
   * @param scratch a register that is overwritten
   */
  public abstract void fmaLanes(int sum, int a, Gpr base, int displacement, int lanes, Gpr scratch);

  /** {@code a * memory}. */
  public abstract void multiplyMemory(int destination, int a, Gpr base, int displacement);

  /** {@code a * b}. */
  public abstract void multiply(int destination, int a, int b);

  /** {@code a + b}. */
  public abstract void add(int destination, int a, int b);

  /** {@code a + memory}. */
  public abstract void addMemory(int destination, int a, Gpr base, int displacement);

  /** {@code a > b ? a : b}, so {@code b} if either is NaN or both are zeros. */
  public abstract void max(int destination, int a, int b);

  /** In every quarter, {@code a0 b0 a1 b1}. */
  public abstract void unpackLow(int destination, int a, int b);

  /** In every quarter, {@code a2 b2 a3 b3}. */
  public abstract void unpackHigh(int destination, int a, int b);

  /** In every quarter, {@code a0 a1 b0 b1}. */
  public abstract void unpackLowPairs(int destination, int a, int b);

  /** In every quarter, {@code a2 a3 b2 b3}. */
  public abstract void unpackHighPairs(int destination, int a, int b);

  /** The quarters of even number, first those of {@code a}, then those of {@code b}. */
  public abstract void evenQuarters(int destination, int a, int b);

  /** The quarters of odd number, first those of {@code a}, then those of {@code b}. */
  public abstract void oddQuarters(int destination, int a, int b);

  /**
   * Clears the lanes of {@code value} where memory is at or below 0.
   *
   * @param zero a register of zeros
   * @param scratch a register that is overwritten
   */
  public abstract void clearUnlessAbove(
      int value, int zero, Gpr base, int displacement, int scratch);

  /** {@code a & b}, bit by bit. */
  public abstract void and(int destination, int a, int b);

  /** Ints shifted right by {@code bits}, 0 to 31, zeros from the left. */
  public abstract void shiftRight(int destination, int source, int bits);

  /** As many unsigned bytes as a vector has lanes become ints. */
  public abstract void bytesToInts(int destination, Gpr base, int displacement);

  /** Ints become floats, rounded to nearest. */
  public abstract void intsToFloats(int destination, int source);
}
