package tombola.kernels;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/** A random convolution and pattern with everything its products read. */
public final class SparseConvolutionCase {
  private static final SparseConvolutions SCALAR = Kernels.scalar().sparseConvolutions();
  private static final double[] DENSITIES = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.9};
  private static final int[] CHANNELS = {1, 2, 3, 5, 6, 7, 12, 13};

  public final Convolution shape;

  /** The live weights. */
  public final SparsePattern pattern;

  /** The panels of all activations. */
  public final int panels;

  private final Numbers numbers;
  private final MemorySegment values; // guards in the padding
  private final MemorySegment bias;
  private final MemorySegment x;
  private final MemorySegment dy;

  /** Creates the case of a shape. */
  public SparseConvolutionCase(Convolution shape, int panels, Numbers numbers) {
    this.shape = shape;
    this.panels = panels;
    this.numbers = numbers;
    this.pattern = SparsePattern.of(shape, mask(), panels);
    this.values = Numbers.guarded(pattern.slots());
    pattern.forEach((slot, _, _) -> values.setAtIndex(Panels.FLOAT, slot, numbers.next()));
    this.bias = numbers.any(shape.filters());
    this.x = numbers.any((long) panels * shape.in() * LANES);
    this.dy = numbers.any((long) panels * shape.out() * LANES);
  }

  /** Draws shape, mask and values; each size is small. */
  public static SparseConvolutionCase random(int mostExtra, int mostPanels, Numbers numbers) {
    int kernel = 1 + numbers.below(5);
    int padding = numbers.below(kernel);
    int least = Math.max(1, kernel - 2 * padding);
    Convolution shape =
        new Convolution(
            least + numbers.below(mostExtra),
            least + numbers.below(mostExtra),
            CHANNELS[numbers.below(CHANNELS.length)],
            CHANNELS[numbers.below(CHANNELS.length)],
            kernel,
            1 + numbers.below(3),
            padding);
    return new SparseConvolutionCase(shape, 1 + numbers.below(mostPanels), numbers);
  }

  /** Nothing, one weight, everything, or a share in which a filter or channel may be empty. */
  private BitSet mask() {
    int columns = shape.columns();
    int size = columns * shape.filters();
    BitSet live = new BitSet();
    switch (numbers.below(12)) {
      case 0 -> {}
      case 1 -> live.set(numbers.below(size));
      case 2 -> live.set(0, size);
      default -> {
        double density = DENSITIES[numbers.below(DENSITIES.length)];
        int filter = numbers.below(2 * shape.filters());
        int channel = numbers.below(2 * shape.channels());
        for (int i = 0; i < size; i++) {
          boolean dead = i / columns == filter || i % columns % shape.channels() == channel;
          live.set(i, !dead && numbers.below(1000) < 1000 * density);
        }
      }
    }
    return live;
  }

  /** Checks all panels, or some of them, or none. */
  public void checkForward(String name, boolean relu, SparseProducts.Forward product) {
    MemorySegment expected = guarded(shape.out());
    MemorySegment found = guarded(shape.out());
    int from = numbers.below(panels);
    int to = panels - numbers.below(panels - from + 1);
    SCALAR
        .forward(shape, pattern, relu)
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(values, bias, x, expected, from, to);
    product.run(values, bias, x, found, from, to);
    Numbers.assertSameBits(what(name, from, to), expected, found);
  }

  /** Checks all panels, or some of them, or none. */
  public void checkInputGradient(String name, SparseProducts.InputGradient product) {
    MemorySegment expected = guarded(shape.in());
    MemorySegment found = guarded(shape.in());
    int from = numbers.below(panels);
    int to = panels - numbers.below(panels - from + 1);
    SCALAR
        .inputGradient(shape, pattern)
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(values, dy, x, expected, from, to);
    product.run(values, dy, x, found, from, to);
    Numbers.assertSameBits(what(name, from, to), expected, found);
  }

  /** Panels of guards, and a line of them after the last. */
  private MemorySegment guarded(int features) {
    return Numbers.guarded((long) panels * features * LANES + LANES);
  }

  /**
   * Checks all units, or some of them, or none, of some panels; what is between units may be
   * anything.
   */
  public void checkWeightGradient(String name, SparseConvolutions.WeightGradient product) {
    int from = numbers.below(4) > 0 ? 0 : numbers.below(pattern.units() + 1);
    int to =
        pattern.units() - (numbers.below(4) > 0 ? 0 : numbers.below(pattern.units() - from + 1));
    int fromPanel = numbers.below(panels);
    int toPanel = panels - numbers.below(panels - fromPanel);
    String what = what(name, from, to) + " of panels " + fromPanel + " to " + toPanel;
    MemorySegment expected = Numbers.guarded(pattern.slots() + LANES);
    MemorySegment found = Numbers.guarded(pattern.slots() + LANES);
    SCALAR
        .weightGradient(shape, pattern)
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(dy, x, expected, fromPanel, toPanel, from, to);
    product.run(dy, x, found, fromPanel, toPanel, from, to);
    Numbers.assertUntouched(what, found, 0, pattern.unitStart(from));
    Numbers.assertUntouched(what, found, pattern.unitStart(to), pattern.slots() + LANES);
    for (int unit = from; unit < to; unit++) {
      long start = 4L * pattern.unitStart(unit);
      long bytes = 4L * pattern.unitEnd(unit) - start;
      Numbers.assertSameBits(
          what + " from slot " + start / 4,
          expected.asSlice(start, bytes),
          found.asSlice(start, bytes));
    }
  }

  private String what(String name, int from, int to) {
    return "%s: %s with %d live, %d panels, from %d to %d"
        .formatted(name, shape, pattern.live(), panels, from, to);
  }
}
