package tombola.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Every instruction that assemblers share, run against its model in Java, by the processor or by
 * the {@link Emulator}. Code reads floats at RDI and writes floats at RSI; RDX is 5.
 */
abstract class ExecutionCases<T extends Assembler> {
  static final int FLOATS = 512;

  final int lanes;
  final int row; // bytes
  final float[] in = numbers(new Random(1));

  /** Registers of the operands, from all parts of the file. */
  final int to;

  final int a;
  final int b;

  private final Supplier<T> assembler;
  private final boolean emulated;

  ExecutionCases(Supplier<T> assembler, boolean emulated) {
    this.assembler = assembler;
    this.emulated = emulated;
    T code = assembler.get();
    this.lanes = code.width();
    this.row = 4 * lanes;
    this.to = code.registers() - 3;
    this.a = code.registers() * 2 / 3;
    this.b = code.registers() / 3;
  }

  private static float[] numbers(Random random) {
    float[] numbers = new float[FLOATS];
    for (int i = 0; i < FLOATS; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Runs code on {@link #in}; what it writes begins as NaN. */
  final float[] run(Consumer<T> body) {
    T code = assembler.get();
    body.accept(code);
    code.vzeroupper();
    code.ret();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_FLOAT, in);
      MemorySegment to = arena.allocate(ValueLayout.JAVA_FLOAT, FLOATS);
      for (int i = 0; i < FLOATS; i++) {
        to.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
      }
      if (emulated) {
        new Emulator(code.bytes(), List.of(from, to))
            .call(0, from.address(), to.address(), 5, 0, 0, 0);
      } else {
        CodeFunction function = new CodeFunction(CodeMemory.install(code, arena));
        function.call(from.address(), to.address(), 5, 0, 0, 0);
      }
      return to.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  /** A lane of the result: of what the destination held, and the lanes of two operands. */
  interface Model {
    float lane(float to, float a, float b);
  }

  interface Lane {
    float at(int i);
  }

  /** Expects the result at the beginning and NaN in all the rest. */
  final void assertLanes(float[] seen, Lane expected) {
    for (int i = 0; i < FLOATS; i++) {
      float value = i < lanes ? expected.at(i) : Float.NaN;
      assertThat(bits(seen[i])).as("lane %d", i).isEqualTo(bits(value));
    }
  }

  static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  /** The destination is row 0 of the input, operand a row 1, operand b row 2. */
  final void check(Consumer<T> operation, Model model) {
    assertLanes(
        run(code -> onRows(code, operation, to)),
        i -> model.lane(in[i], in[lanes + i], in[2 * lanes + i]));
  }

  /** As {@link #check}, where operand b is the destination too. */
  final void checkOnto(Consumer<T> operation, Model model) {
    assertLanes(
        run(code -> onRows(code, operation, b)),
        i -> model.lane(in[2 * lanes + i], in[lanes + i], in[2 * lanes + i]));
  }

  /** Operand b is the same float, the first of row 2, in all lanes. */
  final void checkBroadcast(Consumer<T> operation, Model model) {
    assertLanes(
        run(code -> onRows(code, operation, to)),
        i -> model.lane(in[i], in[lanes + i], in[2 * lanes]));
  }

  final void onRows(T code, Consumer<T> operation) {
    onRows(code, operation, to);
  }

  private void onRows(T code, Consumer<T> operation, int result) {
    code.load(to, Gpr.RDI, 0);
    code.load(a, Gpr.RDI, row);
    code.load(b, Gpr.RDI, 2 * row);
    operation.accept(code);
    code.store(Gpr.RSI, 0, result);
  }

  @Test
  void allRegistersLoadAndStore() {
    int registers = assembler.get().registers();
    float[] seen =
        run(code -> {
          for (int r = 0; r < registers; r++) {
            code.load(r, Gpr.RDI, r * row);
          }
          for (int r = 0; r < registers; r++) {
            code.store(Gpr.RSI, (registers - 1 - r) * row, r);
          }
        });
    for (int i = 0; i < registers * lanes; i++) {
      assertThat(seen[i]).isEqualTo(in[(registers - 1 - i / lanes) * lanes + i % lanes]);
    }
  }

  @Test
  void arithmeticIsAsInJava() {
    checkArithmetic();
  }

  private void checkArithmetic() {
    check(c -> c.fma(to, a, b), (t, a, b) -> Math.fma(a, b, t));
    check(c -> c.fmaMemory(to, a, Gpr.RDI, 2 * row), (t, a, b) -> Math.fma(a, b, t));
    checkBroadcast(c -> c.fmaBroadcast(to, a, Gpr.RDI, 2 * row), (t, a, b) -> Math.fma(a, b, t));
    check(c -> c.multiply(to, a, b), (_, a, b) -> a * b);
    check(c -> c.multiplyMemory(to, a, Gpr.RDI, 2 * row), (_, a, b) -> a * b);
    check(c -> c.add(to, a, b), (_, a, b) -> a + b);
    check(c -> c.addMemory(to, a, Gpr.RDI, 2 * row), (_, a, b) -> a + b);
    check(c -> c.max(to, a, b), (_, a, b) -> a > b ? a : b);
  }

  @Test
  void chosenLanesAloneAreMultipliedAndAddedWhateverTheOthersLoad() {
    Random random = new Random(2);
    for (int round = 0; round < 100; round++) {
      int all = (1 << lanes) - 1;
      int chosen = round == 0 ? 0 : round == 1 ? all : random.nextInt(all + 1);
      for (int i = 0; i < lanes; i++) {
        boolean live = (chosen >> i & 1) == 1;
        in[2 * lanes + i] = live ? (float) random.nextGaussian() : i % 2 / 0f; // NaN or infinite
      }
      assertLanes(
          run(code -> onRows(code, c -> c.fmaLanes(to, a, Gpr.RDI, 2 * row, chosen, Gpr.RCX))),
          i -> (chosen >> i & 1) == 1 ? Math.fma(in[lanes + i], in[2 * lanes + i], in[i]) : in[i]);
    }
  }

  @Test
  void anIntInMemoryIsTestedForBits() {
    for (float value : new float[] {0f, -0f, 1f, -1f, Float.MIN_VALUE, Float.NaN}) {
      in[3] = value;
      float[] seen =
          run(code -> {
            Label done = new Label();
            code.zero(to);
            code.testInt(Gpr.RDI, 12, 0x7FFF_FFFF);
            code.jumpIfNotZero(done);
            code.load(to, Gpr.RDI, row);
            code.bind(done);
            code.store(Gpr.RSI, 0, to);
          });
      assertLanes(seen, i -> value == 0f ? in[lanes + i] : 0f);
    }
  }

  @Test
  void anOperandMayBeTheDestination() {
    checkOnto(c -> c.fma(b, a, b), (t, a, _) -> Math.fma(a, t, t));
    checkOnto(c -> c.multiply(b, b, b), (t, _, _) -> t * t);
    checkOnto(c -> c.add(b, a, b), (t, a, _) -> a + t);
    checkOnto(c -> c.max(b, a, b), (t, a, _) -> a > t ? a : t);
    checkMoved(c -> c.unpackLow(b, a, b), b, i -> i / 4 * 4 + i % 4 / 2 + i % 2 * lanes);
    checkMoved(c -> c.unpackHighPairs(a, a, b), a, i -> i / 4 * 4 + 2 + i % 2 + i % 4 / 2 * lanes);
    checkMoved(c -> c.evenQuarters(b, a, b), b, i -> quarter(i, 0));
    checkMoved(c -> c.oddQuarters(a, a, b), a, i -> quarter(i, 1));
  }

  @Test
  void arithmeticWithSubnormalNumbersIsAsInJava() {
    for (int i = 0; i < 3 * lanes; i++) {
      in[i] *= i % 3 == 0 ? 0x1p-130f : 0x1p-65f;
    }
    checkArithmetic();
  }

  @Test
  void theMaximumOfNaNOrZerosIsTheSecondOperand() {
    float[] special = {Float.NaN, 0f, -0f, 1, Float.NEGATIVE_INFINITY};
    for (int shift = 0; shift < 5; shift++) {
      for (int i = 0; i < lanes; i++) {
        in[lanes + i] = special[i % 5];
        in[2 * lanes + i] = special[(i / 3 + shift) % 5];
      }
      check(c -> c.max(to, a, b), (_, a, b) -> a > b ? a : b);
    }
  }

  @Test
  void zerosAndBroadcastsReachAllLanes() {
    check(c -> c.zero(to), (_, _, _) -> 0f);
    checkBroadcast(c -> c.broadcast(to, Gpr.RDI, 2 * row), (_, _, b) -> b);
    check(c -> c.broadcast(to, Gpr.RDI, 4 * 7), (_, _, _) -> in[7]);
  }

  /** Where a lane comes from: below the width of operand a, from there on of operand b. */
  interface Source {
    int of(int lane);
  }

  final void checkMoved(Consumer<T> operation, int result, Source source) {
    assertLanes(run(code -> onRows(code, operation, result)), i -> in[lanes + source.of(i)]);
  }

  @Test
  void lanesAreInterleavedWithinTheirQuarters() {
    checkMoved(c -> c.unpackLow(to, a, b), to, i -> i / 4 * 4 + i % 4 / 2 + i % 2 * lanes);
    checkMoved(c -> c.unpackHigh(to, a, b), to, i -> i / 4 * 4 + 2 + i % 4 / 2 + i % 2 * lanes);
    checkMoved(c -> c.unpackLowPairs(to, a, b), to, i -> i / 4 * 4 + i % 2 + i % 4 / 2 * lanes);
    checkMoved(
        c -> c.unpackHighPairs(to, a, b), to, i -> i / 4 * 4 + 2 + i % 2 + i % 4 / 2 * lanes);
  }

  @Test
  void quartersAreChosenByTheirNumber() {
    checkMoved(c -> c.evenQuarters(to, a, b), to, i -> quarter(i, 0));
    checkMoved(c -> c.oddQuarters(to, a, b), to, i -> quarter(i, 1));
  }

  /** The quarters of both operands follow each other: every second one is taken. */
  private static int quarter(int lane, int odd) {
    return (lane / 4 * 2 + odd) * 4 + lane % 4;
  }

  @Test
  void lanesAreClearedWhereMemoryIsAtOrBelowZero() {
    float[] gate = {1, -1, 0f, -0f, Float.NaN, Float.MIN_VALUE, -Float.MIN_VALUE, 3};
    for (int i = 0; i < lanes; i++) {
      in[2 * lanes + i] = gate[i % 8];
    }
    check(
        c -> {
          c.zero(b);
          c.clearUnlessAbove(to, b, Gpr.RDI, 2 * row, a);
        },
        (t, _, b) -> b <= 0 ? 0f : t);
  }

  @Test
  void bitsAreMaskedAndShifted() {
    in[2 * lanes] = Float.intBitsToFloat(0x00FF_0000);
    assertLanes(
        run(code -> onRows(code, c -> c.and(to, a, b))),
        i -> Float.intBitsToFloat(bits(in[lanes + i]) & bits(in[2 * lanes + i])));
    for (int count : new int[] {0, 1, 8, 24, 31}) {
      assertLanes(
          run(code -> onRows(code, c -> c.shiftRight(to, a, count))),
          i -> Float.intBitsToFloat(bits(in[lanes + i]) >>> count));
    }
  }

  @Test
  void bytesBecomeFloats() {
    for (int i = 0; i < 4; i++) {
      in[i] = Float.intBitsToFloat(0x80FF0107 + 0x11 * i);
    }
    assertLanes(
        run(code -> {
          code.bytesToInts(a, Gpr.RDI, 0);
          code.intsToFloats(to, a);
          code.store(Gpr.RSI, 0, to);
        }),
        i -> bits(in[i / 4]) >> (i % 4 * 8) & 0xFF);
    in[2] = Float.intBitsToFloat(Integer.MIN_VALUE);
    in[3] = Float.intBitsToFloat(-16_777_217);
    check(c -> c.intsToFloats(to, to), (t, _, _) -> (float) bits(t));
  }

  @Test
  void noOtherRegisterIsTouched() {
    List<Consumer<T>> operations =
        List.of(
            c -> c.load(to, Gpr.RDI, 4),
            c -> c.zero(to),
            c -> c.broadcast(to, Gpr.RDI, 4),
            c -> c.fma(to, a, b),
            c -> c.fmaMemory(to, a, Gpr.RDI, 4),
            c -> c.fmaBroadcast(to, a, Gpr.RDI, 4),
            c -> c.fmaLanes(to, a, Gpr.RDI, 4, 0b1011_0110, Gpr.RCX),
            c -> c.multiply(to, a, b),
            c -> c.multiplyMemory(to, a, Gpr.RDI, 4),
            c -> c.add(to, a, b),
            c -> c.addMemory(to, a, Gpr.RDI, 4),
            c -> c.max(to, a, b),
            c -> c.and(to, a, b),
            c -> c.shiftRight(to, a, 8),
            c -> c.unpackLow(to, a, b),
            c -> c.unpackHigh(to, a, b),
            c -> c.unpackLowPairs(to, a, b),
            c -> c.unpackHighPairs(to, a, b),
            c -> c.evenQuarters(to, a, b),
            c -> c.oddQuarters(to, a, b),
            c -> c.clearUnlessAbove(to, a, Gpr.RDI, 4, to),
            c -> c.bytesToInts(to, Gpr.RDI, 4),
            c -> c.intsToFloats(to, a));
    int registers = assembler.get().registers();
    for (Consumer<T> operation : operations) {
      float[] seen =
          run(code -> {
            for (int r = 0; r < registers; r++) {
              code.load(r, Gpr.RDI, r * row);
            }
            operation.accept(code);
            for (int r = 0; r < registers; r++) {
              code.store(Gpr.RSI, r * row, r);
            }
          });
      for (int i = 0; i < registers * lanes; i++) {
        if (i / lanes != to) {
          assertThat(seen[i]).isEqualTo(in[i]);
        }
      }
    }
  }

  @Test
  void aLoopOverRowsIsADotProductInEveryLane() {
    float[] seen =
        run(code -> {
          Label again = new Label();
          code.zero(to);
          code.moveImmediate(Gpr.RAX, 8);
          code.bind(again);
          code.load(a, Gpr.RDI, 7 * row);
          code.fmaMemory(to, a, Gpr.RDI, 15 * row);
          code.add(Gpr.RDI, row);
          code.subtract(Gpr.RAX, 1);
          code.jumpIfNotZero(again);
          code.store(Gpr.RSI, 0, to);
        });
    assertLanes(
        seen,
        i -> {
          float sum = 0;
          for (int r = 7; r < 15; r++) {
            sum = Math.fma(in[r * lanes + i], in[(r + 8) * lanes + i], sum);
          }
          return sum;
        });
  }
}
