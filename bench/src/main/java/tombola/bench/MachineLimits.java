package tombola.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;
import tombola.train.Workers;

/**
 * What the machine allows, beside which the kernels' times have to be read: multiply-adds in
 * registers, and what two cores pay to hand each other a line.
 *
 * <p>Two threads that both read a line, of which one then writes it, pay for every line: {@code
 * shared} against {@code own}, where each reads what it writes alone. Where the two cores share no
 * cache (an answer takes hundreds of nanoseconds instead of tens) it costs several times as much; a
 * virtual machine's cores may be moved from one case to the other at any time.
 *
 * <p>Argument: rounds, of a fraction of a second each.
 */
public final class MachineLimits {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int SUMS = 12;
  private static final int FMAS = 20_000; // of each sum
  private static final int ANSWERS = 20_000;
  private static final int FLOATS = 300 * 784; // weights of a layer
  private static final int LINES = FLOATS / Panels.LANES;
  private static final int PASSES = 200;
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private static float sink;

  private final int rounds;
  private final Arena arena = Arena.global();
  private final MemorySegment weights = arena.allocate(4L * FLOATS, Panels.LINE);
  private final MemorySegment turn = arena.allocate(4 * Panels.LINE, 4 * Panels.LINE);
  private final double[] nanos = new double[2]; // of a thread, in the last pass

  private MachineLimits(int rounds) {
    this.rounds = rounds;
  }

  /** Prints each limit: median, least and most of all rounds. */
  public static void main(String[] args) {
    MachineLimits limits = new MachineLimits(Integer.parseInt(args[0]));
    limits.print("multiply-adds, GFLOP/s on one thread", _ -> multiplyAdds());
    try (Workers two = new Workers(2)) {
      limits.print("answer of the other core, ns", _ -> limits.answer(two));
      limits.print("update of a line, own, ns", _ -> limits.update(two, false));
      limits.print("update of a line, shared, ns", _ -> limits.update(two, true));
    }
  }

  private void print(String what, IntToDoubleFunction measure) {
    double[] found = new double[rounds];
    for (int round = -rounds; round < rounds; round++) { // half of them to warm up
      found[Math.max(round, 0)] = measure.applyAsDouble(round);
    }
    Arrays.sort(found);
    System.out.printf(
        Locale.ROOT,
        "%-38s median=%.1f least=%.1f most=%.1f%n",
        what,
        found[rounds / 2],
        found[0],
        found[rounds - 1]);
  }

  private static double multiplyAdds() {
    long begin = System.nanoTime();
    sink = sums();
    return 2.0 * SUMS * FMAS * SPECIES.length() / (System.nanoTime() - begin);
  }

  private static float sums() {
    FloatVector f = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector s0 = FloatVector.broadcast(SPECIES, sink);
    FloatVector s1 = s0.add(1);
    FloatVector s2 = s0.add(2);
    FloatVector s3 = s0.add(3);
    FloatVector s4 = s0.add(4);
    FloatVector s5 = s0.add(5);
    FloatVector s6 = s0.add(6);
    FloatVector s7 = s0.add(7);
    FloatVector s8 = s0.add(8);
    FloatVector s9 = s0.add(9);
    FloatVector s10 = s0.add(10);
    FloatVector s11 = s0.add(11);
    for (int i = 0; i < FMAS; i++) {
      s0 = s0.fma(f, f);
      s1 = s1.fma(f, f);
      s2 = s2.fma(f, f);
      s3 = s3.fma(f, f);
      s4 = s4.fma(f, f);
      s5 = s5.fma(f, f);
      s6 = s6.fma(f, f);
      s7 = s7.fma(f, f);
      s8 = s8.fma(f, f);
      s9 = s9.fma(f, f);
      s10 = s10.fma(f, f);
      s11 = s11.fma(f, f);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return low.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
  }

  /** Returns the time from a question to the other core to its answer. */
  private double answer(Workers two) {
    INT.setRelease(turn, 0L, 0);
    long begin = System.nanoTime();
    two.run((part, _) -> {
      for (int i = part; i < 2 * ANSWERS; i += 2) {
        while ((int) INT.getAcquire(turn, 0L) != i) {
          Thread.onSpinWait();
        }
        INT.setRelease(turn, 0L, i + 1);
      }
    });
    return (System.nanoTime() - begin) / (double) ANSWERS;
  }

  /** Returns the time to update a line of one's half after both have read all or each its own. */
  private double update(Workers two, boolean all) {
    double sum = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      two.run((part, _) -> read(all ? 0 : part * (LINES / 2), all ? LINES : LINES / 2));
      two.run((part, _) -> {
        long begin = System.nanoTime();
        add(part * (LINES / 2), LINES / 2);
        nanos[part] = System.nanoTime() - begin;
      });
      sum += Math.max(nanos[0], nanos[1]);
    }
    return sum / PASSES / (LINES / 2);
  }

  private void read(int from, int lines) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (long at = from * Panels.LINE; at < (from + lines) * Panels.LINE; at += Panels.LINE) {
      sum = sum.add(FloatVector.fromMemorySegment(SPECIES, weights, at, ORDER));
    }
    sink += sum.lane(0);
  }

  private void add(int from, int lines) {
    for (long at = from * Panels.LINE;
        at < (from + lines) * Panels.LINE;
        at += 4L * SPECIES.length()) {
      FloatVector.fromMemorySegment(SPECIES, weights, at, ORDER)
          .add(1f)
          .intoMemorySegment(weights, at, ORDER);
    }
  }
}
