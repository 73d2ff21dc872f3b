package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;
import tombola.kernels.x86.Label;

/** The {@link SlotTile}s for the lengths of rows that were asked for. */
final class SlotCode {
  private final InstructionSet set;
  private final Map<Integer, Tile> tiles = new ConcurrentHashMap<>();

  SlotCode(InstructionSet set) {
    this.set = set;
  }

  /** A tile. */
  static final class Tile {
    private final CodeFunction function;
    private final long[] loops; // by weights of a chunk less 1

    private Tile(int places, Assembler code) {
      Label[] labels = SlotTile.write(places, code);
      MemorySegment memory = CodeMemory.install(code, Arena.global());
      this.function = new CodeFunction(memory);
      this.loops = new long[labels.length];
      for (int i = 0; i < loops.length; i++) {
        loops[i] = memory.address() + labels[i].position();
      }
    }

    CodeFunction function() {
      return function;
    }

    /** Returns where the code for chunks of {@code weights} is. */
    long loop(int weights) {
      return loops[weights - 1];
    }
  }

  /** Returns the tile for rows of {@code places} places. */
  Tile tile(int places) {
    return tiles.computeIfAbsent(places, _ -> new Tile(places, set.assembler()));
  }
}
