package tombola.kernels;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/** A random pattern with everything its products read, to compare them with the definition. */
public final class SparseCase {
  private static final SparseProducts SCALAR = Kernels.scalar().sparse();
  private static final double[] DENSITIES = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.6, 0.9};

  /** The pattern, cut for {@link #panels} and into some parts. */
  public final SparsePattern pattern;

  /** The panels of all activations. */
  public final int panels;

  private final Numbers numbers;
  private final MemorySegment values; // guards in the padding
  private final MemorySegment bias;
  private final MemorySegment x;
  private final MemorySegment dy;

  private SparseCase(Linear shape, BitSet live, int panels, Numbers numbers) {
    int parts = numbers.below(2) == 0 ? 1 : 1 + numbers.below(4);
    this.pattern = new SparsePattern(shape, live, panels, parts);
    this.panels = panels;
    this.numbers = numbers;
    this.values = Numbers.guarded(pattern.slots());
    pattern.forEach((slot, _, _) -> values.setAtIndex(Panels.FLOAT, slot, numbers.next()));
    this.bias = numbers.any(shape.out());
    this.x = numbers.any((long) panels * shape.in() * LANES);
    this.dy = numbers.any((long) panels * shape.out() * LANES);
  }

  /** Draws shape, mask and values, each size from 1 up to the one given. */
  public static SparseCase random(int mostIn, int mostOut, int mostPanels, Numbers numbers) {
    Linear shape = new Linear(1 + numbers.below(mostIn), 1 + numbers.below(mostOut));
    int panels = 1 + numbers.below(mostPanels);
    return new SparseCase(shape, mask(shape, numbers), panels, numbers);
  }

  /** Nothing, one weight, everything, or a share in which rows and columns may be empty. */
  private static BitSet mask(Linear shape, Numbers numbers) {
    int size = shape.in() * shape.out();
    BitSet live = new BitSet();
    switch (numbers.below(12)) {
      case 0 -> {}
      case 1 -> live.set(numbers.below(size));
      case 2 -> live.set(0, size);
      default -> {
        double density = DENSITIES[numbers.below(DENSITIES.length)];
        int deadRow = numbers.below(2 * shape.out());
        int deadColumn = numbers.below(2 * shape.in());
        for (int i = 0; i < size; i++) {
          boolean dead = i / shape.in() == deadRow || i % shape.in() == deadColumn;
          live.set(i, !dead && numbers.below(1000) < 1000 * density);
        }
      }
    }
    return live;
  }

  /** Checks a part's rows in all panels, or some of them, or none. */
  public void checkForward(String name, int part, boolean relu, SparseProducts.Forward product) {
    MemorySegment expected = guarded(pattern.shape().out());
    MemorySegment found = guarded(pattern.shape().out());
    int from = numbers.below(panels);
    int to = panels - numbers.below(panels - from + 1);
    forward(part, relu).run(values, bias, x, expected, from, to);
    product.run(values, bias, x, found, from, to);
    Numbers.assertSameBits(what(name, from, to) + ", part " + part, expected, found);
  }

  private SparseProducts.Forward forward(int part, boolean relu) {
    return SCALAR.forward(pattern, part, relu).getFirst().maker().apply(Arena.global());
  }

  /** Checks all panels, or some of them, or none. */
  public void checkInputGradient(String name, SparseProducts.InputGradient product) {
    MemorySegment expected = guarded(pattern.shape().in());
    MemorySegment found = guarded(pattern.shape().in());
    int from = numbers.below(panels);
    int to = panels - numbers.below(panels - from + 1);
    SCALAR
        .inputGradient(pattern)
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

  /** Checks all units, or some of them, or none; what is between units may be anything. */
  public void checkWeightGradient(String name, SparseProducts.WeightGradient product) {
    int from = numbers.below(4) > 0 ? 0 : numbers.below(pattern.units() + 1);
    int to =
        pattern.units() - (numbers.below(4) > 0 ? 0 : numbers.below(pattern.units() - from + 1));
    String what = what(name, from, to);
    MemorySegment expected = Numbers.guarded(pattern.slots() + LANES);
    MemorySegment found = Numbers.guarded(pattern.slots() + LANES);
    SCALAR
        .weightGradient(pattern, panels)
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(dy, x, expected, from, to);
    product.run(dy, x, found, from, to);
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

  /** Makes a product for one sample of values and biases, if there is one. */
  @FunctionalInterface
  public interface SampleMaker {
    Optional<SparseProducts.Sample> make(MemorySegment values, MemorySegment bias);
  }

  /** Checks the samples of the first panel, some of whose inputs are not finite. */
  public void checkSample(String name, boolean relu, SampleMaker maker) {
    MemorySegment forgotten = Numbers.copy(values);
    Optional<SparseProducts.Sample> product = maker.make(forgotten, bias);
    forgotten.fill((byte) -1);
    if (product.isEmpty()) {
      return;
    }
    MemorySegment inputs = withSpecials(x.asSlice(0, Panels.bytes(pattern.shape().in())));
    MemorySegment expected = Numbers.guarded((long) pattern.shape().out() * LANES + LANES);
    for (int part = 0; part < pattern.parts(); part++) {
      forward(part, relu).run(values, bias, inputs, expected, 0, 1);
    }
    for (int l = 0; l < LANES; l++) {
      checkSample(what(name, 0, 1) + ", sample " + l, product.get(), inputs, expected, l);
    }
  }

  private MemorySegment withSpecials(MemorySegment inputs) {
    MemorySegment copy = Numbers.copy(inputs);
    for (int i = 0; i < copy.byteSize() / Float.BYTES; i++) {
      switch (numbers.below(60)) {
        case 0 -> copy.setAtIndex(Panels.FLOAT, i, Float.NaN);
        case 1 -> copy.setAtIndex(Panels.FLOAT, i, Float.POSITIVE_INFINITY);
        case 2 -> copy.setAtIndex(Panels.FLOAT, i, Float.NEGATIVE_INFINITY);
        default -> {}
      }
    }
    return copy;
  }

  private static void checkSample(
      String what,
      SparseProducts.Sample product,
      MemorySegment inputs,
      MemorySegment expected,
      int lane) {
    float[] x = new float[(int) (inputs.byteSize() / Panels.LINE)];
    for (int i = 0; i < x.length; i++) {
      x[i] = inputs.getAtIndex(Panels.FLOAT, (long) i * LANES + lane);
    }
    int out = (int) (expected.byteSize() / Panels.LINE) - 1; // and a line of guards
    int whole = Panels.count(out) * LANES;
    float[] y = new float[whole + LANES];
    Arrays.fill(y, Numbers.GUARD);
    product.run(x, y);
    for (int o = 0; o < out; o++) {
      float wanted = expected.getAtIndex(Panels.FLOAT, (long) o * LANES + lane);
      if (Float.floatToIntBits(y[o]) != Float.floatToIntBits(wanted)) {
        throw new AssertionError(
            "%s: output %d is %s, expected %s".formatted(what, o, y[o], wanted));
      }
    }
    for (int o = whole; o < y.length; o++) {
      if (y[o] != Numbers.GUARD) {
        throw new AssertionError("%s: value %d was written".formatted(what, o));
      }
    }
  }

  private String what(String name, int from, int to) {
    return "%s: %s with %d live in %d parts, %d panels, from %d to %d"
        .formatted(name, pattern.shape(), pattern.live(), pattern.parts(), panels, from, to);
  }
}
