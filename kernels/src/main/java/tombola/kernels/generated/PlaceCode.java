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
import tombola.kernels.generated.PlaceTile.Begin;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;

/** Every {@link PlaceTile} there is. */
final class PlaceCode {
  private final Map<Begin, Map<End, CodeFunction[]>> tiles = new EnumMap<>(Begin.class); // by rows

  private final int mostRows;

  PlaceCode(Assembler code, Arena arena) {
    this.mostRows = PlaceTile.mostRows(code);
    List<Integer> starts = new ArrayList<>();
    for (Begin begin : Begin.values()) {
      for (End end : End.values()) {
        for (int rows = 1; rows <= mostRows; rows++) {
          starts.add(PlaceTile.write(rows, begin, end, code));
        }
      }
    }
    MemorySegment memory = CodeMemory.install(code, arena);
    Iterator<Integer> start = starts.iterator();
    for (Begin begin : Begin.values()) {
      Map<End, CodeFunction[]> byEnd = new EnumMap<>(End.class);
      for (End end : End.values()) {
        CodeFunction[] byRows = new CodeFunction[mostRows];
        Arrays.setAll(byRows, _ -> new CodeFunction(memory.asSlice(start.next())));
        byEnd.put(end, byRows);
      }
      tiles.put(begin, byEnd);
    }
  }

  /** Returns how many filters or channels a function has at most. */
  int mostRows() {
    return mostRows;
  }

  /** Returns the function for {@code rows} filters or channels. */
  CodeFunction tile(int rows, Begin begin, End end) {
    return requireNonNull(requireNonNull(tiles.get(begin)).get(end))[rows - 1];
  }
}
