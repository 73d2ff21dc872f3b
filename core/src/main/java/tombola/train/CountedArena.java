package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;

/** An arena for all threads that counts the bytes it gave. */
final class CountedArena implements Arena {
  private final Arena arena = Arena.ofShared();
  private final boolean overlaid;
  private MemorySegment place = MemorySegment.NULL;
  private long bytes;

  /** Creates an arena that gives every segment a place of its own. */
  CountedArena() {
    this(false);
  }

  private CountedArena(boolean overlaid) {
    this.overlaid = overlaid;
  }

  /** Returns an arena that gives all segments one place: good for nothing but counting. */
  static CountedArena overlaid() {
    return new CountedArena(true);
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    bytes += byteSize;
    if (!overlaid) {
      return arena.allocate(byteSize, byteAlignment);
    }
    if (place.byteSize() < byteSize) {
      place = arena.allocate(byteSize, Panels.LINE);
    }
    return place.asSlice(0, byteSize, byteAlignment);
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
