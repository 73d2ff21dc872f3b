package tombola.kernels.x86;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function in {@link CodeMemory} that takes up to six longs or addresses, in RDI, RSI, RDX, RCX,
 * R8 and R9, and returns nothing. A call allocates nothing and takes nanoseconds; the arena of the
 * code cannot be closed during it.
 */
public final class CodeFunction {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ARRAY = ValueLayout.ADDRESS;
  private static final MethodHandle CALL =
      link(FunctionDescriptor.ofVoid(LONG, LONG, LONG, LONG, LONG, LONG), false);
  private static final MethodHandle CALL_ON_ARRAYS =
      link(FunctionDescriptor.ofVoid(ARRAY, ARRAY, LONG), true);

  private final MemorySegment entry;

  /** The function that begins at {@code entry}, a segment or slice from {@link CodeMemory}. */
  public CodeFunction(MemorySegment entry) {
    this.entry = entry;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(FunctionDescriptor descriptor, boolean onArrays) {
    return Linker.nativeLinker().downcallHandle(descriptor, Linker.Option.critical(onArrays));
  }

  /**
   * Calls it with the addresses of the first floats of {@code a} and {@code b}, and a long.
   *
   * @throws IllegalStateException if the arena of the code is closed
   */
  public void call(float[] a, float[] b, long c) {
    try {
      CALL_ON_ARRAYS.invokeExact(entry, MemorySegment.ofArray(a), MemorySegment.ofArray(b), c);
    } catch (RuntimeException | Error known) {
      throw known;
    } catch (Throwable other) {
      throw new IllegalStateException(other);
    }
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
