package tombola.kernels;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.kernel.Convolution;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.Pooling;
import tombola.kernel.Pools;

/**
 * The convolutions and pools of every kernels give the bits of the scalar definition, and write
 * nothing outside their range.
 */
@ParameterizedClass
@MethodSource("tombola.kernels.SparseProductsTest#names")
class ConvolutionKernelsTest {
  private static final int[] CHANNELS = {1, 2, 3, 5, 6, 7, 12, 13};
  private static final int ROUNDS = 250;
  private static final Kernels SCALAR = Kernels.scalar();

  @Parameter String name = "";

  private Kernels kernels() {
    return KernelChoice.find().named(name);
  }

  @FunctionalInterface
  private interface Shapes {
    void check(Convolution shape, int panels, Numbers numbers);
  }

  private static void eachShape(Shapes shapes) {
    for (int round = 0; round < ROUNDS; round++) {
      Numbers numbers = new Numbers(round, round % 2 == 0);
      int kernel = 1 + numbers.below(5);
      int padding = numbers.below(kernel);
      int least = Math.max(1, kernel - 2 * padding);
      shapes.check(
          new Convolution(
              least + numbers.below(6),
              least + numbers.below(6),
              CHANNELS[numbers.below(CHANNELS.length)],
              CHANNELS[numbers.below(CHANNELS.length)],
              kernel,
              1 + numbers.below(3),
              padding),
          1 + numbers.below(4),
          numbers);
    }
    // rows of a picture that no cache holds, and rows of weights with a line of padding more
    shapes.check(new Convolution(3, 300, 16, 6, 3, 1, 1), 1, new Numbers(-1, false));
    shapes.check(new Convolution(4, 4, 64, 7, 2, 2, 0), 2, new Numbers(-2, false));
    // lines that no first cache holds, and more filters than share a copy of their inputs
    shapes.check(new Convolution(5, 7, 40, 30, 3, 2, 1), 2, new Numbers(-3, false));
    shapes.check(new Convolution(3, 3, 64, 70, 3, 1, 1), 1, new Numbers(-4, false));
  }

  /** A range of panels or filters. */
  private record Range(int from, int to) {
    static Range[] of(int count, Numbers numbers) {
      int from = numbers.below(count);
      int to = from + numbers.below(count - from + 1); // may be empty
      return new Range[] {new Range(0, count), new Range(from, to)};
    }
  }

  @Test
  void forward() {
    Kernels kernels = kernels();
    eachShape((shape, panels, numbers) -> {
      MemorySegment w = numbers.rows(shape.filters(), shape.matrix().in(), 0.4);
      MemorySegment bias = numbers.any((long) Panels.count(shape.filters()) * LANES);
      MemorySegment x = numbers.any((long) panels * shape.in() * LANES);
      for (Range range : Range.of(panels, numbers)) {
        boolean relu = numbers.below(2) == 0;
        MemorySegment expected = Numbers.guarded((long) panels * shape.out() * LANES);
        MemorySegment found = Numbers.copy(expected);
        SCALAR.convolutions().forward(shape, w, bias, x, expected, relu, range.from, range.to);
        kernels.convolutions().forward(shape, w, bias, x, found, relu, range.from, range.to);

        check(shape + " " + range, expected, found, range, (long) shape.out() * LANES);
      }
    });
  }

  @Test
  void inputGradient() {
    Kernels kernels = kernels();
    eachShape((shape, panels, numbers) -> {
      MemorySegment w = numbers.rows(shape.filters(), shape.matrix().in(), 0.4);
      MemorySegment dy = numbers.any((long) panels * shape.out() * LANES);
      MemorySegment x = numbers.any((long) panels * shape.in() * LANES);
      for (Range range : Range.of(panels, numbers)) {
        MemorySegment expected = Numbers.guarded((long) panels * shape.in() * LANES);
        MemorySegment found = Numbers.copy(expected);
        SCALAR.convolutions().inputGradient(shape, w, dy, x, expected, range.from, range.to);
        kernels.convolutions().inputGradient(shape, w, dy, x, found, range.from, range.to);

        check(shape + " " + range, expected, found, range, (long) shape.in() * LANES);
      }
    });
  }

  @Test
  void weightGradient() {
    Kernels kernels = kernels();
    eachShape((shape, panels, numbers) -> {
      MemorySegment dy = numbers.any((long) panels * shape.out() * LANES);
      MemorySegment x = numbers.any((long) panels * shape.in() * LANES);
      Linear matrix = shape.matrix();
      long row = matrix.stride();
      for (Range range : Range.of(shape.filters(), numbers)) {
        int from = numbers.below(panels);
        int to = panels - numbers.below(panels - from);
        MemorySegment expected = Numbers.guarded(shape.filters() * row);
        MemorySegment found = Numbers.copy(expected);
        gradient(SCALAR, shape, dy, x, expected, from, to, range);
        gradient(kernels, shape, dy, x, found, from, to, range);

        String what = shape + " " + range + " panels " + from + " to " + to;
        check(what, expected, found, range, row);
      }
    });
  }

  private static void gradient(
      Kernels kernels,
      Convolution shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      Range filters) {
    kernels
        .convolutions()
        .weightGradient(shape, dy, x, dw, fromPanel, toPanel, filters.from, filters.to);
  }

  private static void check(
      String what, MemorySegment expected, MemorySegment found, Range range, long each) {
    Numbers.assertSameBits(what, expected, found);
    Numbers.assertUntouched(what, found, 0, range.from * each);
    Numbers.assertUntouched(what, found, range.to * each, found.byteSize() / Float.BYTES);
  }

  /** One of the four loops of {@link Pools}. */
  @FunctionalInterface
  private interface Loop {
    void run(
        Pools pools,
        Pooling shape,
        MemorySegment dy,
        MemorySegment x,
        MemorySegment to,
        Range panels);
  }

  private void eachPooling(boolean back, Loop loop) {
    Kernels kernels = kernels();
    for (int round = 0; round < ROUNDS; round++) {
      Numbers numbers = new Numbers(round, round % 2 == 0);
      int size = 1 + numbers.below(4);
      Pooling shape =
          new Pooling(
              size + numbers.below(6),
              size + numbers.below(6),
              CHANNELS[numbers.below(CHANNELS.length)],
              size,
              1 + numbers.below(4));
      int panels = 1 + numbers.below(4);
      MemorySegment dy = numbers.any((long) panels * shape.out() * LANES);
      MemorySegment x = numbers.any((long) panels * shape.in() * LANES); // a fifth are zeros: ties
      long each = (long) (back ? shape.in() : shape.out()) * LANES;
      for (Range range : Range.of(panels, numbers)) {
        MemorySegment expected = Numbers.guarded(panels * each);
        MemorySegment found = Numbers.copy(expected);
        loop.run(SCALAR.pools(), shape, dy, x, expected, range);
        loop.run(kernels.pools(), shape, dy, x, found, range);

        check(shape + " " + range, expected, found, range, each);
      }
    }
  }

  @Test
  void max() {
    eachPooling(
        false, (pools, shape, _, x, y, panels) -> pools.max(shape, x, y, panels.from, panels.to));
  }

  @Test
  void maxGradient() {
    eachPooling(
        true,
        (pools, shape, dy, x, dx, panels) ->
            pools.maxGradient(shape, dy, x, dx, panels.from, panels.to));
  }

  @Test
  void average() {
    eachPooling(
        false,
        (pools, shape, _, x, y, panels) -> pools.average(shape, x, y, panels.from, panels.to));
  }

  @Test
  void averageGradient() {
    eachPooling(
        true,
        (pools, shape, dy, x, dx, panels) ->
            pools.averageGradient(shape, dy, x, dx, panels.from, panels.to));
  }
}
