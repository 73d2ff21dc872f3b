package tombola.kernels.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Memory that generated code runs in. It is never writable and executable at once. */
@SuppressWarnings("restricted")
public final class CodeMemory {
  private static final int ANSWER = 42;

  private CodeMemory() {}

  /** Says in one line why code cannot run here, if so; tries it once. */
  public static Optional<String> obstacle() {
    return Trial.OBSTACLE;
  }

  /**
   * Copies the code to pages of its own, which can then be read and executed until {@code arena} is
   * closed.
   *
   * @return the code, read-only; slices of it are the entries of functions
   * @throws IllegalStateException if the system refuses, or a jump has no target
   */
  public static MemorySegment install(GeneralInstructions code, Arena arena) {
    MemorySegment pages = Pages.map(code.size());
    try {
      code.copyTo(pages);
      Pages.seal(pages);
      return pages.reinterpret(arena, Pages::unmap).asSlice(0, code.size()).asReadOnly();
    } catch (RuntimeException e) {
      Pages.unmap(pages);
      throw e;
    }
  }

  /**
   * Links the function at {@code entry}. It runs without leaving Java for the JVM, so that it has
   * to be short: no collection of garbage begins before it returns.
   */
  public static MethodHandle function(MemorySegment entry, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(entry, descriptor, Linker.Option.critical(false));
  }

  /** On first use runs a function that returns a number. */
  private static final class Trial {
    static final Optional<String> OBSTACLE = Optional.ofNullable(find());

    private static @Nullable String find() {
      String system = System.getProperty("os.name");
      String processor = System.getProperty("os.arch");
      if (!system.equals("Linux") || !processor.equals("amd64")) {
        return "generated code needs Linux on amd64, this is " + system + " on " + processor;
      }
      if (!CodeMemory.class.getModule().isNativeAccessEnabled()) {
        return "generated code needs java --enable-native-access=ALL-UNNAMED";
      }
      Avx512 code = new Avx512();
      code.moveImmediate(Gpr.RAX, ANSWER);
      code.ret();
      try (Arena arena = Arena.ofConfined()) {
        MethodHandle function =
            function(install(code, arena), FunctionDescriptor.of(ValueLayout.JAVA_INT));
        int answer = (int) function.invokeExact();
        return answer == ANSWER ? null : "generated code returned " + answer + " for " + ANSWER;
      } catch (IllegalStateException refused) {
        return refused.getMessage();
      } catch (Throwable e) {
        return "generated code does not run: " + e;
      }
    }
  }
}
