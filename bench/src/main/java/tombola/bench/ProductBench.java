package tombola.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tombola.kernel.Panels;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** What benchmarks of single products share: how they are timed, and operands off-heap. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public abstract class ProductBench {
  /** Where all operands are. */
  final Arena arena = Arena.ofShared();

  /** The numbers of all operands, the same in every run. */
  final RandomStream stream = new Seed(1).child("bench").generator();

  /** Returns {@code count} normal values. */
  MemorySegment random(long count) {
    MemorySegment segment = place(count * Float.BYTES);
    for (long i = 0; i < count; i++) {
      segment.setAtIndex(Panels.FLOAT, i, (float) stream.nextGaussian());
    }
    return segment;
  }

  /** Returns {@code bytes} of zeros. */
  MemorySegment place(long bytes) {
    return arena.allocate(bytes, Panels.LINE);
  }

  /** Fails if the two differ in a bit. */
  static void requireEqual(String product, MemorySegment wanted, MemorySegment found) {
    long at = wanted.mismatch(found);
    if (at >= 0) {
      throw new IllegalStateException(
          "%s: other bits than the reference at value %d: %s instead of %s"
              .formatted(
                  product,
                  at / Float.BYTES,
                  found.get(Panels.FLOAT, at & -Float.BYTES),
                  wanted.get(Panels.FLOAT, at & -Float.BYTES)));
    }
  }

  /** Frees the operands. */
  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }
}
