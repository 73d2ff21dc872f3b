package tombola.sparse;

import java.util.BitSet;
import tombola.kernel.Linear;

/**
 * A fully connected layer of which only the live weights count.
 *
 * @param shape inputs and outputs
 * @param relu whether a rectifier follows
 * @param live the live weights by flat index {@code o * in + i}
 * @param weights {@code [out][in]} row-major
 * @param bias {@code [out]}
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, never compared or changed
record LiveLayer(Linear shape, boolean relu, BitSet live, float[] weights, float[] bias) {

  /** Returns the live weights by column, rows ascending within one. */
  int[] byColumn() {
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
}
