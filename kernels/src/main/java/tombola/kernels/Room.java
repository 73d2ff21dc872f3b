package tombola.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;

/** Memory of a thread for what a product needs during a call; it grows and is then kept. */
public final class Room {
  private static final ThreadLocal<Room> ROOMS = ThreadLocal.withInitial(Room::new);
  private static final ThreadLocal<Room> WEIGHTS = ThreadLocal.withInitial(Room::new);

  private MemorySegment memory = MemorySegment.NULL;

  private Room() {}

  /** Returns at least {@code bytes} of whatever an earlier call left there. */
  public static MemorySegment of(long bytes) {
    return ROOMS.get().atLeast(bytes);
  }

  /** Returns the same of a second room, for what a product gives to another. */
  public static MemorySegment forWeights(long bytes) {
    return WEIGHTS.get().atLeast(bytes);
  }

  private MemorySegment atLeast(long bytes) {
    if (memory.byteSize() < bytes) {
      memory = Arena.ofAuto().allocate(bytes, Panels.LINE);
    }
    return memory;
  }
}
