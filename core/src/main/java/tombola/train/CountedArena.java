package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An arena for all threads that counts the bytes it gave. */
final class CountedArena implements Arena {
  private final Arena arena = Arena.ofShared();
  private long bytes;

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    bytes += byteSize;
    return arena.allocate(byteSize, byteAlignment);
  }

  /** Returns the bytes of all that was allocated here. */
  long bytes() {
    return bytes;
  }

  @Override
  public MemorySegment.Scope scope() {
    return arena.scope();
  }

  @Override
  public void close() {
    arena.close();
  }
}
