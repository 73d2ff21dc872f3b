package tombola.kernels.x86;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every instruction that only AVX-512 has. */
abstract class Avx512Cases extends ExecutionCases<Avx512> {
  Avx512Cases(boolean emulated) {
    super(Avx512::new, emulated);
  }

  @Test
  void addressesWithAnIndexReachTheirFloats() {
    float[] seen =
        run(code -> {
          code.loadIndexed(a, Gpr.RDI, Gpr.RDX, 8, 24); // 64 bytes on
          code.storeIndexed(Gpr.RSI, Gpr.RDX, 4, -20, a);
        });
    assertLanes(seen, i -> in[lanes + i]);
    check(c -> c.broadcastIndexed(to, Gpr.RDI, Gpr.RDX, 4, 44), (_, _, _) -> in[lanes]);
    check(c -> c.fmaMemoryIndexed(to, a, Gpr.RDI, Gpr.RDX, 1, 123), (t, a, b) -> Math.fma(a, b, t));
    checkBroadcast(
        c -> c.fmaBroadcastIndexed(to, a, Gpr.RDI, Gpr.RDX, 2, 118),
        (t, a, b) -> Math.fma(a, b, t));
    check(c -> c.multiplyMemoryIndexed(to, a, Gpr.RDI, Gpr.RDX, 8, 88), (_, a, b) -> a * b);
    checkBroadcast(
        c -> c.multiplyBroadcastIndexed(to, a, Gpr.RDI, Gpr.RDX, 8, 88), (_, a, b) -> a * b);
  }

  @Test
  void oneFloatInMemoryServesAllLanes() {
    checkBroadcast(c -> c.multiplyBroadcast(to, a, Gpr.RDI, 2 * row), (_, a, b) -> a * b);
    checkBroadcast(c -> c.addBroadcast(to, a, Gpr.RDI, 2 * row), (_, a, b) -> a + b);
    checkBroadcast(c -> c.broadcastRegister(to, b), (_, _, b) -> b);
    check(c -> c.move(to, b), (_, _, b) -> b);
  }

  @Test
  void quartersAreShuffledByEveryChoice() {
    for (int choice = 0; choice < 256; choice++) {
      int chosen = choice;
      checkMoved(
          c -> c.shuffleQuarters(to, a, b, chosen),
          to,
          i -> (chosen >> (i / 4 * 2) & 3) * 4 + i % 4 + i / 8 * lanes);
    }
  }

  private interface Predicate {
    boolean holds(float a, float b);
  }

  @Test
  void comparisonsChooseTheLanesThatAreKept() {
    for (int i = 0; i < lanes; i += 3) {
      in[2 * lanes + i] = in[lanes + i];
      in[lanes + (i + 1) % lanes] = Float.NaN;
    }
    checkCompared(0, (a, b) -> a == b);
    checkCompared(1, (a, b) -> a < b);
    checkCompared(2, (a, b) -> a <= b);
    checkCompared(3, (a, b) -> Float.isNaN(a) || Float.isNaN(b));
    checkCompared(4, (a, b) -> a != b);
    checkCompared(30, (a, b) -> a > b);
  }

  private void checkCompared(int predicate, Predicate holds) {
    for (int mask = 1; mask <= 7; mask++) {
      int k = mask;
      Model model = (t, a, b) -> holds.holds(a, b) ? t : 0f;
      check(
          c -> {
            c.compare(k, a, b, predicate);
            c.moveZeroMasked(to, k, to);
          },
          model);
      check(
          c -> {
            c.compareMemory(k, a, Gpr.RDI, 2 * row, predicate);
            c.moveZeroMasked(to, k, to);
          },
          model);
    }
  }

  @Test
  void masksFromNumbersLeaveLanesAlone() {
    Random random = new Random(2);
    for (int round = 0; round < 50; round++) {
      int bits = random.nextInt(1 << 16);
      int k = 1 + round % 7;
      assertLanes(
          run(code ->
              onRows(
                  code,
                  c -> {
                    c.moveImmediate(Gpr.R9, bits | (0xABCD << 16));
                    c.moveToMask(k, Gpr.R9);
                    c.fmaMasked(to, k, a, Gpr.RDI, 2 * row);
                  })),
          i -> (bits >> i & 1) == 1 ? Math.fma(in[lanes + i], in[2 * lanes + i], in[i]) : in[i]);
    }
  }

  @Test
  void aLoopWithAnIndexIsADotProductInEveryLane() {
    float[] seen =
        run(code -> {
          Label again = new Label();
          code.zero(31);
          code.moveImmediate(Gpr.RAX, 8 * row);
          code.bind(again);
          code.loadIndexed(0, Gpr.RDI, Gpr.RAX, 1, -row);
          code.fmaMemoryIndexed(31, 0, Gpr.RDI, Gpr.RAX, 1, 7 * row);
          code.subtract(Gpr.RAX, row);
          code.jumpIfNotZero(again);
          code.store(Gpr.RSI, 0, 31);
        });
    assertLanes(
        seen,
        i -> {
          float sum = 0;
          for (int row = 7; row >= 0; row--) {
            sum = Math.fma(in[row * lanes + i], in[(row + 8) * lanes + i], sum);
          }
          return sum;
        });
  }
}
