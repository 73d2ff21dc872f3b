package tombola.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What does not need AVX-512, run. A function gets an address in RDI, and numbers in RSI to R9. */
class GeneralExecutionTest {
  private static final int LONGS = 32;

  private static long[] run(Consumer<Avx512> body, long... arguments) {
    Avx512 code = new Avx512();
    body.accept(code);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(ValueLayout.JAVA_LONG, LONGS);
      CodeFunction function = new CodeFunction(CodeMemory.install(code, arena));
      long[] a = Arrays.copyOf(arguments, 5);
      function.call(memory.address(), a[0], a[1], a[2], a[3], a[4]);
      return memory.toArray(ValueLayout.JAVA_LONG);
    }
  }

  @Test
  void allSixArgumentsArrive() {
    Gpr[] registers = {Gpr.RSI, Gpr.RDX, Gpr.RCX, Gpr.R8, Gpr.R9};
    long[] seen =
        run(
            code -> {
              for (int i = 0; i < registers.length; i++) {
                code.storeLong(Gpr.RDI, 8 * i, registers[i]);
              }
              code.ret();
            },
            1,
            -2,
            3L << 40,
            Long.MIN_VALUE,
            5);
    assertThat(seen).startsWith(1, -2, 3L << 40, Long.MIN_VALUE, 5);
  }

  @Test
  void arraysArriveWhereTheyAre() {
    Avx512 code = new Avx512();
    code.loadInt(Gpr.RAX, Gpr.RDI, 8);
    code.add(Gpr.RAX, Gpr.RDX);
    code.storeLong(Gpr.RSI, 4, Gpr.RAX);
    code.ret();
    float[] to = new float[4];
    try (Arena arena = Arena.ofConfined()) {
      new CodeFunction(CodeMemory.install(code, arena)).call(new float[] {1, 2, 3}, to, 1);
    }
    assertThat(to).containsExactly(0, Math.nextUp(3f), 0, 0);
  }

  @Test
  void movesLoadsAndSumsAreAsInJava() {
    long x = 0x8123456789ABCDEFL;
    long[] seen =
        run(
            code -> {
              code.moveImmediate(Gpr.RAX, -1);
              code.storeLong(Gpr.RDI, 0, Gpr.RAX);
              code.moveLong(Gpr.R10, x);
              code.storeLong(Gpr.RDI, 8, Gpr.R10);
              code.loadInt(Gpr.R11, Gpr.RDI, 12);
              code.storeLong(Gpr.RDI, 16, Gpr.R11);
              code.loadLong(Gpr.RAX, Gpr.RDI, 8);
              code.add(Gpr.RAX, Gpr.RSI);
              code.add(Gpr.RAX, -100_000);
              code.subtract(Gpr.RAX, -3);
              code.storeLong(Gpr.RDI, 24, Gpr.RAX);
              code.leaIndexed(Gpr.RDX, Gpr.RSI, Gpr.R11, 4, -5);
              code.storeLong(Gpr.RDI, 32, Gpr.RDX);
              code.ret();
            },
            77);
    assertThat(seen).startsWith(0xFFFFFFFFL, x, x >>> 32, x + 77 - 99_997, 77 + 4 * (x >>> 32) - 5);
  }

  @Test
  void aLoopSumsAndACallReturns() {
    long[] seen =
        run(
            code -> {
              Label sum = new Label();
              Label start = new Label();
              code.jump(start);
              code.align(16);
              code.bind(sum);
              Label again = new Label();
              Label done = new Label();
              code.moveImmediate(Gpr.RAX, 0);
              code.align(64);
              code.bind(again);
              code.test(Gpr.RSI, Gpr.RSI);
              code.jumpIfZero(done);
              code.add(Gpr.RAX, Gpr.RSI);
              code.subtract(Gpr.RSI, 1);
              code.jump(again);
              code.bind(done);
              code.ret();
              code.bind(start);
              code.push(Gpr.R12);
              code.move(Gpr.R12, Gpr.RDI);
              code.call(sum);
              code.storeLong(Gpr.R12, 0, Gpr.RAX);
              code.pop(Gpr.R12);
              code.ret();
            },
            1000);
    assertThat(seen).startsWith(500_500);
  }

  @Test
  void everyPaddingCanBeRunThrough() {
    for (int before = 0; before < 64; before++) {
      int some = before;
      long[] seen =
          run(code -> {
            code.moveImmediate(Gpr.RAX, 0);
            for (int i = 0; i < some; i++) {
              code.align(1 << (i % 7));
              code.add(Gpr.RAX, 1);
            }
            code.align(64);
            code.storeLong(Gpr.RDI, 0, Gpr.RAX);
            code.ret();
          });
      assertThat(seen).startsWith(before);
    }
  }

  @Test
  void jumpsDecideAsJavaDoes() {
    long[] values = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
    for (long a : values) {
      for (long b : values) {
        boolean below = Long.compareUnsigned(a, b) < 0;
        assertThat(jumps(Avx512::jumpIfZero, a, b)).isEqualTo(a == b);
        assertThat(jumps(Avx512::jumpIfNotZero, a, b)).isEqualTo(a != b);
        assertThat(jumps(Avx512::jumpIfLess, a, b)).isEqualTo(a < b);
        assertThat(jumps(Avx512::jumpIfNotLess, a, b)).isEqualTo(a >= b);
        assertThat(jumps(Avx512::jumpIfBelow, a, b)).isEqualTo(below);
        assertThat(jumps(Avx512::jumpIfNotBelow, a, b)).isEqualTo(!below);
      }
    }
  }

  private static boolean jumps(BiConsumer<Avx512, Label> jump, long a, long b) {
    long[] seen =
        run(
            code -> {
              Label yes = new Label();
              code.moveImmediate(Gpr.RAX, 1);
              code.compare(Gpr.RSI, Gpr.RDX);
              jump.accept(code, yes);
              code.moveImmediate(Gpr.RAX, 0);
              code.bind(yes);
              code.storeLong(Gpr.RDI, 0, Gpr.RAX);
              code.ret();
            },
            a,
            b);
    return seen[0] == 1;
  }

  @Test
  void comparisonWithANumberCountsSteps() {
    long[] seen =
        run(code -> {
          Label again = new Label();
          code.moveImmediate(Gpr.RAX, 0);
          code.bind(again);
          code.add(Gpr.RAX, 8);
          code.compare(Gpr.RAX, 4096);
          code.jumpIfLess(again);
          code.storeLong(Gpr.RDI, 0, Gpr.RAX);
          code.ret();
        });
    assertThat(seen).startsWith(4096);
  }
}
