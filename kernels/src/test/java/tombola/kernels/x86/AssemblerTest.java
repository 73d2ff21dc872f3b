package tombola.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AssemblerTest {
  private final Avx512 code = new Avx512();

  @Test
  void everyInstructionIsEncodedAsByGnuAs() throws IOException {
    assertThat(EncodingGrid.lines()).hasSizeGreaterThan(3500).isEqualTo(expected());
  }

  private static List<String> expected() throws IOException {
    try (InputStream in = AssemblerTest.class.getResourceAsStream("encodings.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void registersOutOfRangeAreRefusedInEveryPlace() {
    for (int bad : new int[] {-1, 32, 64, Integer.MIN_VALUE}) {
      List<Consumer<Avx512>> uses =
          List.of(
              a -> a.load(bad, Gpr.RAX, 0),
              a -> a.store(Gpr.RAX, 0, bad),
              a -> a.loadIndexed(bad, Gpr.RAX, Gpr.RCX, 1, 0),
              a -> a.fma(bad, 0, 0),
              a -> a.fma(0, bad, 0),
              a -> a.fma(0, 0, bad),
              a -> a.fmaMemory(0, bad, Gpr.RAX, 0),
              a -> a.fmaMemoryIndexed(0, bad, Gpr.RAX, Gpr.RCX, 1, 0),
              a -> a.zero(bad),
              a -> a.compare(1, bad, 0, 0),
              a -> a.moveZeroMasked(0, 1, bad));
      for (Consumer<Avx512> use : uses) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> use.accept(code))
            .withMessage("zmm register: expected 0 to 31, got " + bad);
      }
    }
    for (int bad : new int[] {-1, 0, 8}) {
      List<Consumer<Avx512>> uses =
          List.of(
              a -> a.moveToMask(bad, Gpr.RAX),
              a -> a.compare(bad, 0, 0, 0),
              a -> a.compareMemory(bad, 0, Gpr.RAX, 0, 0),
              a -> a.fmaMasked(0, bad, 0, Gpr.RAX, 0),
              a -> a.moveZeroMasked(0, bad, 0));
      for (Consumer<Avx512> use : uses) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> use.accept(code))
            .withMessage("mask register: expected 1 to 7, got " + bad);
      }
    }
    assertThat(code.size()).isZero();
  }

  @Test
  void avx2HasSixteenRegisters() {
    for (int bad : new int[] {-1, 16, 31}) {
      List<Consumer<Avx2>> uses =
          List.of(
              a -> a.load(bad, Gpr.RAX, 0),
              a -> a.store(Gpr.RAX, 0, bad),
              a -> a.fma(bad, 0, 0),
              a -> a.fma(0, bad, 0),
              a -> a.fma(0, 0, bad),
              a -> a.fmaMemory(0, bad, Gpr.RAX, 0),
              a -> a.zero(bad),
              a -> a.oddQuarters(0, bad, 0));
      for (Consumer<Avx2> use : uses) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> use.accept(new Avx2()))
            .withMessage("ymm register: expected 0 to 15, got " + bad);
      }
    }
  }

  @Test
  void addressesPredicatesAndBoundariesThatDoNotExistAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.loadIndexed(0, Gpr.RAX, Gpr.RSP, 1, 0))
        .withMessage("index register: expected any but RSP");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.leaIndexed(Gpr.RAX, Gpr.RAX, Gpr.RCX, 3, 0))
        .withMessage("scale: expected 1, 2, 4 or 8, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.compare(1, 0, 0, 32))
        .withMessage("predicate: expected 0 to 31, got 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.align(12))
        .withMessage("boundary: expected a power of two, got 12");
    assertThat(code.size()).isZero();
  }

  @Test
  void aLabelIsBoundOnceAndNoneIsForgotten() {
    Label label = new Label();
    code.jump(label);
    code.jumpIfZero(label);
    assertThatIllegalStateException()
        .isThrownBy(code::bytes)
        .withMessage("2 jumps lead to labels that are not bound");
    code.bind(label);
    assertThat(code.bytes()).containsExactly(0xE9, 6, 0, 0, 0, 0x0F, 0x84, 0, 0, 0, 0);
    assertThatIllegalStateException()
        .isThrownBy(() -> code.bind(label))
        .withMessage("a label is bound once, this one is at 11");
  }

  @Test
  void codeGrowsToMegabytes() {
    Label end = new Label();
    code.jump(end);
    while (code.size() < 8 << 20) {
      code.fmaBroadcast(31, 30, Gpr.R12, 1 << 20);
    }
    code.bind(end);

    byte[] bytes = code.bytes();
    assertThat(bytes).hasSize(code.size());
    Avx512 one = new Avx512();
    one.fmaBroadcast(31, 30, Gpr.R12, 1 << 20);
    int length = one.size();
    assertThat((code.size() - 5) % length).isZero();
    for (int at = 5; at < bytes.length; at += length) {
      assertThat(Arrays.equals(bytes, at, at + length, one.bytes(), 0, length)).isTrue();
    }
  }

  @Test
  void alignmentReachesTheBoundary() {
    for (int from = 0; from < 64; from++) {
      Avx512 some = new Avx512();
      for (int i = 0; i < from; i++) {
        some.ret();
      }
      some.align(1);
      assertThat(some.size()).isEqualTo(from);
      some.align(64);
      assertThat(some.size()).isEqualTo(from == 0 ? 0 : 64);
    }
  }
}
