package tombola.math;

/**
 * A stream of random numbers whose every value is fixed by its seed on any machine and any release
 * of Java: SplitMix64 for the bits, the polar method on {@link StrictMath} for the normal
 * distribution.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea &amp; Flood 2014</a>
 */
public final class RandomStream {
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;
  private double spare;
  private boolean hasSpare;

  RandomStream(long seed) {
    this.state = seed;
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Returns the 64 bits that a stream of {@code seed} gives after {@code index} others, without
   * making it.
   */
  public static long bits(long seed, long index) {
    return mix(seed + (index + 1) * GOLDEN_GAMMA);
  }

  /** Returns the next 64 bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Returns a uniform integer in [0, {@code bound}).
   *
   * @throws IllegalArgumentException if {@code bound} is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound: expected a positive number, got " + bound);
    }
    long low = (1L << 32) % bound; // values below would make some results likelier than others
    long product;
    do {
      product = (nextLong() >>> 32) * bound;
    } while ((product & 0xFFFFFFFFL) < low);
    return (int) (product >>> 32);
  }

  /** Returns a uniform number in [0, 1) with 53 random bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Returns a number from the standard normal distribution. */
  public double nextGaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * factor;
    hasSpare = true;
    return x * factor;
  }

  /** Shuffles {@code values} in place (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }
}
