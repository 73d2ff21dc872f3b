package tombola.kernels.generated;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.generated.RowTile.Begin;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;

/** Every {@link RowTile} and {@link RowEnd} there is. */
final class RowCode {
  private final Map<Begin, CodeFunction[]> tiles = new EnumMap<>(Begin.class); // by places
  private final Map<End, CodeFunction> ends = new EnumMap<>(End.class);

  RowCode(Assembler code, Arena arena) {
    List<Integer> starts = new ArrayList<>();
    for (Begin begin : Begin.values()) {
      for (int places = 1; places <= RowTile.MOST_PLACES; places++) {
        starts.add(RowTile.write(places, begin, code));
      }
    }
    for (End end : End.values()) {
      starts.add(RowEnd.write(end, code));
    }
    MemorySegment memory = CodeMemory.install(code, arena);
    Iterator<Integer> start = starts.iterator();
    for (Begin begin : Begin.values()) {
      CodeFunction[] byPlaces = new CodeFunction[RowTile.MOST_PLACES];
      Arrays.setAll(byPlaces, _ -> new CodeFunction(memory.asSlice(start.next())));
      tiles.put(begin, byPlaces);
    }
    for (End end : End.values()) {
      ends.put(end, new CodeFunction(memory.asSlice(start.next())));
    }
  }

  /** Returns the function for {@code places} places. */
  CodeFunction tile(int places, Begin begin) {
    return requireNonNull(tiles.get(begin))[places - 1];
  }

  /** Returns the function that ends sums. */
  CodeFunction end(End end) {
    return requireNonNull(ends.get(end));
  }
}
