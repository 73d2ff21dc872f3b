package tombola.sparse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tombola.kernel.Panels;

/**
 * Where the values of a chunk of samples lie. Those that only steps of one stretch give and take
 * have room for a panel, others for all; both kinds share places with those that are not needed at
 * the same time.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PanelPlaces(
    int[] singles, List<Integer> singleRooms, int[] wholes, List<Integer> wholeRooms, int panels) {

  /**
   * Finds places.
   *
   * @param ends for each step, which gives value 1, 2, …, the step after its stretch
   */
  static PanelPlaces of(Lifetimes lives, int[] ends, int panels) {
    int values = ends.length + 1;
    int[] single = new int[values]; // floats
    int[] whole = new int[values];
    int[] last = new int[values];
    int[] stretch = new int[values]; // that gives it: its first step
    int[] stretchOfLast = new int[values]; // and the one that takes it last
    int[] firsts = firsts(ends);
    for (int value = 0; value < values; value++) {
      last[value] = lives.last(value);
      stretch[value] = value == 0 ? -1 : firsts[value - 1];
      stretchOfLast[value] = last[value] == values ? values : firsts[Math.max(last[value] - 1, 0)];
      boolean alone =
          stretch[value] == stretchOfLast[value] && ends[stretch[value]] - stretch[value] > 1;
      (alone ? single : whole)[value] = lives.floats(value);
    }
    int[] order = new int[values];
    Arrays.setAll(order, value -> value);
    List<Integer> singleRooms = new ArrayList<>();
    List<Integer> wholeRooms = new ArrayList<>();
    return new PanelPlaces(
        Lifetimes.share(single, order, last, singleRooms),
        singleRooms,
        Lifetimes.share(whole, stretch, stretchOfLast, wholeRooms),
        wholeRooms,
        panels);
  }

  private static int[] firsts(int[] ends) {
    int[] firsts = new int[ends.length];
    for (int i = 0; i < ends.length; i = ends[i]) {
      Arrays.fill(firsts, i, ends[i], i);
    }
    return firsts;
  }

  /** Returns whether a value has room for one panel alone. */
  boolean single(int value) {
    return singles[value] >= 0;
  }

  /** Returns the bytes of all places. */
  long bytes() {
    return Stream.concat(
            singleRooms.stream().map(floats -> Panels.bytes(floats)),
            wholeRooms.stream().map(floats -> panels * Panels.bytes(floats)))
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Returns where each value lies, in new memory. */
  List<MemorySegment> allocate(Arena arena) {
    List<MemorySegment> ones =
        singleRooms.stream()
            .map(floats -> arena.allocate(Panels.bytes(floats), Panels.LINE))
            .toList();
    List<MemorySegment> alls =
        wholeRooms.stream()
            .map(floats -> arena.allocate(panels * Panels.bytes(floats), Panels.LINE))
            .toList();
    List<MemorySegment> values = new ArrayList<>();
    for (int value = 0; value < singles.length; value++) {
      values.add(single(value) ? ones.get(singles[value]) : alls.get(wholes[value]));
    }
    return List.copyOf(values);
  }
}
