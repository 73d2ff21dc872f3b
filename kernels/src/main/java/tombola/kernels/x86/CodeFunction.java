package tombola.kernels.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function in {@link CodeMemory} that takes six longs, in RDI, RSI, RDX, RCX, R8 and R9, and
 * returns nothing. A call allocates nothing and takes nanoseconds; the arena of the code cannot be
 * closed during it.
 */
public final class CodeFunction {
  private static final MethodHandle CALL = link();

  private final MemorySegment entry;

  /** The function that begins at {@code entry}, a segment or slice from {@link CodeMemory}. */
  public CodeFunction(MemorySegment entry) {
    this.entry = entry;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    ValueLayout.OfLong parameter = ValueLayout.JAVA_LONG;
    return Linker.nativeLinker()
        .downcallHandle(
            FunctionDescriptor.ofVoid(
                parameter, parameter, parameter, parameter, parameter, parameter),
            Linker.Option.critical(false));
  }

  /**
   * Calls it. An address that it is given has to stay valid until it returns.
   *
   * @throws IllegalStateException if the arena of the code is closed
   */
  public void call(long a, long b, long c, long d, long e, long f) {
    try {
      CALL.invokeExact(entry, a, b, c, d, e, f);
    } catch (RuntimeException | Error known) {
      throw known;
    } catch (Throwable other) {
      throw new IllegalStateException(other);
    }
  }
}
