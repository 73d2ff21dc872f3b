package tombola.lab.report;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import tombola.nn.Parameter;
import tombola.prune.Mask;

/**
 * How many live weights of the first layer each input has, where the inputs can be a square
 * picture.
 *
 * @param side its pixels in a row, and its rows
 * @param units outputs of the first layer: what an input has if none is pruned
 * @param live by pixel, row after row: the mean over the tickets
 * @param tickets how many tickets
 */
public record InputCounts(int side, int units, List<Double> live, int tickets) {
  private static final int LEAST = 8;

  /**
   * Returns the counts of {@code masks}, all of one network; nothing if the inputs are no square
   * number, or so few that they are columns of a table rather than pixels.
   */
  static Optional<InputCounts> of(List<Mask> masks) {
    Parameter first = masks.getFirst().parameters().getFirst();
    if (first.convolution()) { // its weights belong to no single pixel
      return Optional.empty();
    }
    int inputs = first.columns();
    int side = (int) Math.round(Math.sqrt(inputs));
    if (side * side != inputs || side < LEAST) {
      return Optional.empty();
    }
    double[] sums = new double[inputs];
    for (Mask mask : masks) {
      BitSet live = mask.live(first.name()); // [out][in], row-major
      for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
        sums[i % inputs]++;
      }
    }
    List<Double> means = new ArrayList<>();
    for (double sum : sums) {
      means.add(sum / masks.size());
    }
    return Optional.of(new InputCounts(side, first.rows(), List.copyOf(means), masks.size()));
  }
}
