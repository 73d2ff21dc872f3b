package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.generated.RowTile.Begin;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/** The {@link RowTile}s that were asked for, and the {@link RowEnd}. */
final class RowCode {
  private static final int NEAR = 16; // outputs of a place at most, so that the next one is near

  private final InstructionSet set;
  private final int mostPlaces;
  private final long sumBytes;
  private final CodeFunction end;
  private final Map<Kind, Tiles> tiles = new ConcurrentHashMap<>();

  private record Kind(int step, Begin begin, End end) {}

  RowCode(InstructionSet set) {
    this.set = set;
    Assembler code = set.assembler();
    this.mostPlaces = RowTile.mostPlaces(code);
    this.sumBytes = RowTile.sumBytes(code);
    int start = RowEnd.write(sumBytes, code);
    this.end = new CodeFunction(CodeMemory.install(code, Arena.global()).asSlice(start));
  }

  /** Returns how many places a tile has at most. */
  int mostPlaces() {
    return mostPlaces;
  }

  /** Returns the bytes of the sums of an output. */
  long sumBytes() {
    return sumBytes;
  }

  /**
   * Returns how a tile is to end sums of {@code outputs} that end as {@code end}: open if {@link
   * #end} has to follow, for gates that lie far apart are read faster as they lie.
   */
  static End ofTile(End end, int outputs) {
    return end == End.GATED && outputs > NEAR ? End.OPEN : end;
  }

  /** Returns the function that makes waiting sums gated results. */
  CodeFunction end() {
    return end;
  }

  /** Tiles that differ by how many places they have. */
  static final class Tiles {
    private final CodeFunction[] functions;

    private Tiles(Kind kind, int mostPlaces, Assembler code) {
      int[] starts = new int[mostPlaces];
      Arrays.setAll(starts, i -> RowTile.write(i + 1, kind.step, kind.begin, kind.end, code));
      MemorySegment memory = CodeMemory.install(code, Arena.global());
      this.functions =
          Arrays.stream(starts)
              .mapToObj(start -> new CodeFunction(memory.asSlice(start)))
              .toArray(CodeFunction[]::new);
    }

    /** Returns the tile of {@code places} places. */
    CodeFunction tile(int places) {
      return functions[places - 1];
    }
  }

  /**
   * Returns the tiles of a kind.
   *
   * @param step bytes from the results of a place to those of the next
   */
  Tiles tiles(int step, Begin begin, End end) {
    return tiles.computeIfAbsent(
        new Kind(step, begin, end), kind -> new Tiles(kind, mostPlaces, set.assembler()));
  }
}
