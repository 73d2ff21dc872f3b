package tombola.train;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Sums;

/** The sum of two paths with the rectifier that follows it, if one does. */
final class SumLayer extends PanelLayer {
  final int shortcut; // the number of the value that the one path gives
  final boolean identity; // whether the other path is nothing
  final Sums sums;
  final MemorySegment other; // that value
  final boolean relu;

  SumLayer(
      int features, int shortcut, boolean identity, MemorySegment other, boolean relu, Sums sums) {
    super(features, features);
    this.shortcut = shortcut;
    this.identity = identity;
    this.other = other;
    this.relu = relu;
    this.sums = sums;
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    sums.add(out, x, other, y, relu, fromPanel, toPanel);
  }
}
