package tombola.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tombola.kernels.OwnJvm;

class CodeMemoryTest {
  private static Avx512 returning(int value) {
    Avx512 code = new Avx512();
    code.moveImmediate(Gpr.RAX, value);
    code.ret();
    return code;
  }

  @Test
  void codeRunsHere() throws Throwable {
    assertThat(CodeMemory.obstacle()).isEmpty();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = CodeMemory.install(returning(7), arena);
      MethodHandle seven = CodeMemory.function(code, FunctionDescriptor.of(ValueLayout.JAVA_INT));
      assertThat((int) seven.invokeExact()).isEqualTo(7);
    }
  }

  @Test
  void pagesAreExecutableAndNotWritable() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Avx512 code = returning(7);
      MemorySegment installed = CodeMemory.install(code, arena);

      assertThat(permissions(installed.address())).contains("r-xp");
      assertThat(installed.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(code.bytes());
      assertThat(installed.isReadOnly()).isTrue();
      assertThatThrownBy(() -> installed.set(ValueLayout.JAVA_BYTE, 0, (byte) 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closingTheArenaUnmapsThePagesAndEndsTheFunction() throws IOException {
    MemorySegment installed;
    try (Arena arena = Arena.ofShared()) {
      installed = CodeMemory.install(returning(7), arena);
      new CodeFunction(installed).call(0, 0, 0, 0, 0, 0);
    }
    CodeFunction function = new CodeFunction(installed);

    assertThat(permissions(installed.address())).isNotEqualTo(Optional.of("r-xp"));
    assertThatIllegalStateException().isThrownBy(() -> function.call(0, 0, 0, 0, 0, 0));
    float[] array = new float[1];
    assertThatIllegalStateException().isThrownBy(() -> function.call(array, array, 0));
  }

  @Test
  void manyInstallsLeaveNothingBehind() throws IOException {
    Avx512 code = returning(7);
    while (code.size() < 1 << 20) {
      code.ret();
    }
    long before = anonymousExecutable();
    for (int i = 0; i < 200; i++) {
      try (Arena arena = Arena.ofConfined()) {
        CodeMemory.install(code, arena);
      }
    }
    assertThat(anonymousExecutable() - before).isLessThan(10 << 20);
  }

  @Test
  void nothingIsLeftBehindWhenCodeIsUnfinishedOrTheArenaIsClosed() throws IOException {
    Avx512 unfinished = returning(7);
    unfinished.jump(new Label());
    Arena closed = closedArena();
    long before = anonymous();
    for (int i = 0; i < 200; i++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> CodeMemory.install(unfinished, Arena.global()))
          .withMessage("1 jumps lead to labels that are not bound");
      assertThatIllegalStateException().isThrownBy(() -> CodeMemory.install(returning(7), closed));
    }
    assertThat(anonymous() - before).isLessThan(100);
  }

  private static Arena closedArena() {
    try (Arena arena = Arena.ofConfined()) {
      return arena;
    }
  }

  @Test
  void aRefusalNamesTheSystemCallAndTheReason() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Pages.map(1L << 60))
        .withMessage(
            "memory for generated code: mmap of 1152921504606846976 bytes failed:"
                + " Cannot allocate memory (errno 12)");
  }

  @Test
  void withoutNativeAccessItSaysWhichFlagToPass() throws Exception {
    String needed = "generated code needs java --enable-native-access=ALL-UNNAMED";
    assertThat(OwnJvm.lines(List.of("-XX:TieredStopAtLevel=1"), Main.class))
        .containsExactly(needed);
    assertThat(OwnJvm.lines(List.of("--illegal-native-access=deny"), Main.class))
        .containsExactly(needed);
    assertThat(OwnJvm.lines(List.of("--enable-native-access=ALL-UNNAMED"), Main.class))
        .containsExactly("none");
  }

  /** Prints the obstacle, or none. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      System.out.println(CodeMemory.obstacle().orElse("none"));
    }
  }

  /** What may be done with the page at an address, as r-xp, if it is mapped. */
  private static Optional<String> permissions(long address) throws IOException {
    for (String line : maps()) {
      if (from(line) <= address && address < to(line)) {
        return Optional.of(line.split(" ", 3)[1]);
      }
    }
    return Optional.empty();
  }

  private static long anonymousExecutable() throws IOException {
    return maps().stream()
        .filter(line -> line.contains(" r-xp 00000000 00:00 0"))
        .mapToLong(line -> to(line) - from(line))
        .sum();
  }

  /** The number of anonymous mappings. */
  private static long anonymous() throws IOException {
    return maps().stream().filter(line -> line.contains(" 00000000 00:00 0")).count();
  }

  private static List<String> maps() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps"));
  }

  private static long from(String line) {
    return Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
  }

  private static long to(String line) {
    return Long.parseUnsignedLong(line.substring(line.indexOf('-') + 1, line.indexOf(' ')), 16);
  }
}
