package tombola.sparse;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;

/**
 * A fully connected layer, or the matrix of a convolution, of which only the live weights count.
 * Its arrays are not copied: whoever writes them changes it.
 *
 * @param name the prefix of its parameters' names, such as {@code fc1}
 * @param shape inputs and outputs
 * @param relu whether a rectifier follows
 * @param live the live weights by flat index {@code o * in + i}
 * @param weights {@code [out][in]} row-major
 * @param bias {@code [out]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
public record LiveLayer(
    String name, Linear shape, boolean relu, BitSet live, float[] weights, float[] bias)
    implements LiveStep {

  /** Returns the same with or without a rectifier behind it. */
  LiveLayer withRelu(boolean follows) {
    return new LiveLayer(name, shape, follows, live, weights, bias);
  }

  /** Returns the flat indices of the live weights by column, rows ascending within one. */
  public int[] byColumn() {
    int in = shape.in();
    int[] first = new int[in + 1];
    live.stream().forEach(place -> first[place % in + 1]++);
    for (int i = 0; i < in; i++) {
      first[i + 1] += first[i];
    }
    int[] places = new int[first[in]];
    live.stream().forEach(place -> places[first[place % in]++] = place);
    return places;
  }

  /** Returns the pattern of the live weights for batches of {@code panels}. */
  SparsePattern pattern(int panels) {
    return new SparsePattern(shape, live, panels);
  }

  /** Returns the live weights in the slots of {@code pattern}. */
  MemorySegment values(SparsePattern pattern, Arena arena) {
    MemorySegment values = arena.allocate(4L * pattern.slots(), Panels.LINE);
    pattern.forEach(
        (slot, row, column) -> values.setAtIndex(FLOAT, slot, weights[row * shape.in() + column]));
    return values;
  }

  /** Returns the biases, filled up to a multiple of 16. */
  MemorySegment bias(Arena arena) {
    MemorySegment segment = arena.allocate(Panels.bytes(Panels.count(shape.out())), Panels.LINE);
    MemorySegment.copy(bias, 0, segment, FLOAT, 0, bias.length);
    return segment;
  }
}
