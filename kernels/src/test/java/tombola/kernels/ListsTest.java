package tombola.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tombola.kernel.Gather;
import tombola.kernel.Linear;
import tombola.kernel.SparsePattern;

/** The lists that the portable loops read hold every live weight once. */
class ListsTest {
  private static SparsePattern pattern(int in, int out, int panels, double density, long seed) {
    Numbers numbers = new Numbers(seed, false);
    BitSet live = new BitSet();
    for (int i = 0; i < in * out; i++) {
      live.set(i, numbers.below(1000) < 1000 * density);
    }
    return new SparsePattern(new Linear(in, out), live, panels);
  }

  private static int get(MemorySegment segment, long at) {
    return segment.get(ValueLayout.JAVA_INT, at);
  }

  @Test
  void aBlockGoesFromShortListsToLongOnes() {
    SparsePattern pattern = pattern(400, 30, 4, 0.05, 1);
    try (Arena arena = Arena.ofConfined()) {
      GatherLists lists = new GatherLists(Gather.blocks(pattern, 0), arena);
      Set<Integer> slots = new HashSet<>();
      int[] rows = pattern.rows();
      assertThat(lists.blocks()).isGreaterThan(2);
      for (int b = 0; b < lists.blocks(); b++) {
        boolean whole = b == 0 || b == lists.blocks() - 1;
        int previous = whole ? 0 : 1; // empty lists begin and finish sums, or are not there
        int entry = lists.firstEntry(b);
        for (int l = lists.first(b); l < lists.first(b + 1); l++) {
          int output = get(lists.heads(), (long) GatherLists.HEAD * l);
          int length = get(lists.heads(), (long) GatherLists.HEAD * l + 4);
          assertThat(length).isGreaterThanOrEqualTo(previous);
          previous = length;
          for (int k = 0; k < length; k++, entry++) {
            int slot = get(lists.entries(), (long) GatherLists.ENTRY * entry + 4) / 4;
            assertThat(rows[slot]).isEqualTo(output);
            assertThat(get(lists.entries(), (long) GatherLists.ENTRY * entry))
                .isEqualTo(pattern.column(b, slot) * LINE);
            assertThat(slots.add(slot)).isTrue();
          }
        }
        assertThat(lists.first(b + 1) - lists.first(b)).isLessThanOrEqualTo(30);
        assertThat(whole && lists.first(b + 1) - lists.first(b) < 30).isFalse();
      }
      assertThat(slots).hasSize(pattern.live());
    }
  }

  @Test
  void runsAreOfOneRowAndEndWithTheirChunk() {
    SparsePattern pattern = pattern(500, 40, 1, 0.6, 2); // rows longer than a chunk
    try (Arena arena = Arena.ofConfined()) {
      GradientLists lists = new GradientLists(pattern, arena);
      int[] rows = pattern.rows();
      for (int unit = 0; unit < pattern.units(); unit++) {
        int block = pattern.unitBlock(unit);
        int slot = pattern.unitStart(unit);
        for (int r = lists.first(unit); r < lists.first(unit + 1); r++) {
          long row = get(lists.runs(), (long) GradientLists.RUN * r) / LINE;
          int length = get(lists.runs(), (long) GradientLists.RUN * r + 4);
          int done = (slot - pattern.unitStart(unit)) % GradientLists.CHUNK;
          assertThat(length).isBetween(1, GradientLists.CHUNK - done);
          for (int k = 0; k < length; k++, slot++) {
            assertThat(row).isEqualTo(rows[slot]);
            int column = pattern.column(block, slot) - pattern.firstColumn(block);
            assertThat(lists.columns().getAtIndex(ValueLayout.JAVA_CHAR, slot))
                .isEqualTo((char) (column * LINE));
          }
        }
        assertThat(slot).isEqualTo(pattern.unitEnd(unit));
      }
    }
  }
}
