package tombola.kernels.x86;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Pages of memory from Linux: mapped, protected, unmapped. */
@SuppressWarnings("restricted")
final class Pages {
  private static final long PAGE = 4096;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int EXECUTE = 4;
  private static final int PRIVATE_ANONYMOUS = 0x22;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle MMAP =
      capturing("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
  private static final MethodHandle MPROTECT =
      capturing("mprotect", FunctionDescriptor.of(INT, ADDRESS, LONG, INT));
  private static final MethodHandle MUNMAP =
      capturing("munmap", FunctionDescriptor.of(INT, ADDRESS, LONG));
  private static final MethodHandle STRERROR =
      link("strerror", FunctionDescriptor.of(ADDRESS, INT));

  private Pages() {}

  private static MethodHandle capturing(String name, FunctionDescriptor descriptor) {
    return link(name, descriptor, Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /**
   * Returns fresh pages that can be written and not executed, for {@code size} bytes or more.
   *
   * @throws IllegalStateException if the system refuses
   */
  static MemorySegment map(long size) {
    long whole = Math.max(1, Math.ceilDiv(size, PAGE)) * PAGE;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long at = (long) MMAP.invokeExact(state, 0L, whole, READ | WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      if (at == -1) {
        throw refused("mmap of " + whole + " bytes", state);
      }
      return MemorySegment.ofAddress(at).reinterpret(whole);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Makes pages from {@link #map} executable and no longer writable. */
  static void seal(MemorySegment pages) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) MPROTECT.invokeExact(state, pages, pages.byteSize(), READ | EXECUTE);
      if (result != 0) {
        throw refused("mprotect to read and execute", state);
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static void unmap(MemorySegment pages) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) MUNMAP.invokeExact(state, pages, pages.byteSize());
      if (result != 0) {
        throw refused("munmap", state);
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static IllegalStateException refused(String what, MemorySegment state) throws Throwable {
    int errno = (int) ERRNO.get(state, 0L);
    MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
    String reason = text.reinterpret(Long.MAX_VALUE).getString(0);
    return new IllegalStateException(
        "memory for generated code: " + what + " failed: " + reason + " (errno " + errno + ")");
  }

  private static RuntimeException unchecked(Throwable e) {
    return switch (e) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }
}
