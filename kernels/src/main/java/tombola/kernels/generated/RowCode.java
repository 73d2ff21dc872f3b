package tombola.kernels.generated;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.generated.RowTile.Begin;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/** Every {@link RowEnd} there is, and the {@link RowTile}s for the steps that were asked for. */
final class RowCode {
  private final InstructionSet set;
  private final int mostPlaces;
  private final long sumBytes;
  private final Map<Integer, Tiles> tiles = new ConcurrentHashMap<>(); // by step
  private final Map<End, CodeFunction> ends = new EnumMap<>(End.class);

  RowCode(InstructionSet set) {
    this.set = set;
    Assembler code = set.assembler();
    this.mostPlaces = RowTile.mostPlaces(code);
    this.sumBytes = RowTile.sumBytes(code);
    Map<End, Integer> starts = new EnumMap<>(End.class);
    for (End end : End.values()) {
      starts.put(end, RowEnd.write(end, sumBytes, code));
    }
    MemorySegment memory = CodeMemory.install(code, Arena.global());
    starts.forEach((end, start) -> ends.put(end, new CodeFunction(memory.asSlice(start))));
  }

  /** The tiles of a step. */
  static final class Tiles {
    private final Map<Begin, CodeFunction[]> functions = new EnumMap<>(Begin.class); // by places

    private Tiles(int step, int mostPlaces, Assembler code) {
      Map<Begin, int[]> starts = new EnumMap<>(Begin.class);
      for (Begin begin : Begin.values()) {
        int[] byPlaces = new int[mostPlaces];
        Arrays.setAll(byPlaces, i -> RowTile.write(i + 1, step, begin, code));
        starts.put(begin, byPlaces);
      }
      MemorySegment memory = CodeMemory.install(code, Arena.global());
      starts.forEach((begin, byPlaces) ->
          functions.put(
              begin,
              Arrays.stream(byPlaces)
                  .mapToObj(start -> new CodeFunction(memory.asSlice(start)))
                  .toArray(CodeFunction[]::new)));
    }

    /** Returns the function for {@code places} places. */
    CodeFunction tile(int places, Begin begin) {
      return requireNonNull(functions.get(begin))[places - 1];
    }
  }

  /** Returns how many places a tile has at most. */
  int mostPlaces() {
    return mostPlaces;
  }

  /** Returns the bytes of the sums of an output. */
  long sumBytes() {
    return sumBytes;
  }

  /** Returns the tiles whose places have sources {@code step} bytes apart. */
  Tiles tiles(int step) {
    return tiles.computeIfAbsent(step, _ -> new Tiles(step, mostPlaces, set.assembler()));
  }

  /** Returns the function that ends sums. */
  CodeFunction end(End end) {
    return requireNonNull(ends.get(end));
  }
}
