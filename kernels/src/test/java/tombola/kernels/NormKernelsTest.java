package tombola.kernels;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Norm;
import tombola.kernel.Norms;
import tombola.kernel.Sums;

/**
 * The normalisations and sums of every kernels give the bits of the scalar definition, and write
 * nothing outside their range; padding samples hold whatever was there.
 */
@ParameterizedClass
@MethodSource("tombola.kernels.SparseProductsTest#names")
class NormKernelsTest {
  private static final int[] SAMPLES = {1, 2, 15, 16, 17, 31, 32, 50};
  private static final int[] CHANNELS = {1, 2, 3, 5, 8, 16, 17, 40};
  private static final int ROUNDS = 40;

  @Parameter String name = "";

  private Kernels kernels() {
    return KernelChoice.find().named(name);
  }

  /** What belongs to the channels of one case. */
  private static final class Case {
    final Numbers numbers;
    final Norm shape;
    final MemorySegment x;
    final MemorySegment dy;
    final MemorySegment[] perChannel = new MemorySegment[4];
    final int from; // of the panels
    final int to;

    Case(int round) {
      numbers = new Numbers(round, round % 2 == 0);
      shape =
          new Norm(
              1 + numbers.below(12),
              CHANNELS[numbers.below(CHANNELS.length)],
              SAMPLES[numbers.below(SAMPLES.length)]);
      long floats = (long) shape.panels() * shape.features() * LANES;
      x = numbers.any(floats);
      dy = numbers.any(floats);
      for (int i = 0; i < perChannel.length; i++) {
        perChannel[i] = numbers.any(shape.channels());
      }
      int count = shape.panels();
      boolean whole = numbers.below(2) == 0;
      from = whole ? 0 : numbers.below(count);
      to = whole ? count : from + numbers.below(count - from + 1);
    }
  }

  /** One of the two sums over panels. */
  @FunctionalInterface
  private interface Reduction {
    void run(Norms norms, Case on, MemorySegment first, MemorySegment second);
  }

  private void eachReduction(Reduction reduction) {
    for (int round = 0; round < ROUNDS; round++) {
      Case on = new Case(round);
      long floats = (long) on.shape.panels() * on.shape.stride();
      MemorySegment[] expected = {Numbers.guarded(floats), Numbers.guarded(floats)};
      MemorySegment[] found = {Numbers.guarded(floats), Numbers.guarded(floats)};
      reduction.run(Kernels.scalar().norms(), on, expected[0], expected[1]);
      reduction.run(kernels().norms(), on, found[0], found[1]);
      for (int i = 0; i < 2; i++) {
        Numbers.assertSameBits(on.shape + " " + i, expected[i], found[i]);
        long from = (long) on.from * on.shape.stride();
        long to = (long) on.to * on.shape.stride();
        Numbers.assertUntouched(on.shape.toString(), found[i], 0, from);
        Numbers.assertUntouched(on.shape.toString(), found[i], to, floats);
      }
    }
  }

  @Test
  void moments() {
    eachReduction(
        (norms, on, mean, squares) -> norms.moments(on.shape, on.x, mean, squares, on.from, on.to));
  }

  @Test
  void gradientSums() {
    eachReduction((norms, on, sum, product) ->
        norms.gradientSums(on.shape, on.dy, on.x, on.perChannel[0], sum, product, on.from, on.to));
  }

  /** What writes panels. */
  @FunctionalInterface
  private interface Loop {
    void run(Kernels kernels, Case on, MemorySegment to, boolean option);
  }

  private void eachLoop(Loop loop) {
    for (int round = 0; round < ROUNDS; round++) {
      Case on = new Case(round);
      long panel = (long) on.shape.features() * LANES;
      boolean option = on.numbers.below(2) == 0;
      MemorySegment expected = Numbers.guarded(on.shape.panels() * panel);
      MemorySegment found = Numbers.copy(expected);
      loop.run(Kernels.scalar(), on, expected, option);
      loop.run(kernels(), on, found, option);

      Numbers.assertSameBits(on.shape + " " + option, expected, found);
      Numbers.assertUntouched(on.shape.toString(), found, 0, on.from * panel);
      Numbers.assertUntouched(on.shape.toString(), found, on.to * panel, on.shape.panels() * panel);
    }
  }

  @Test
  void normalise() {
    eachLoop((kernels, on, y, relu) -> normalise(kernels, on, MemorySegment.NULL, y, relu));
  }

  @Test
  void normaliseAndAdd() {
    eachLoop((kernels, on, y, relu) -> normalise(kernels, on, on.dy, y, relu));
  }

  private static void normalise(
      Kernels kernels, Case on, MemorySegment other, MemorySegment y, boolean relu) {
    MemorySegment[] c = on.perChannel;
    kernels.norms().normalise(on.shape, c[0], c[1], c[2], on.x, other, y, relu, on.from, on.to);
  }

  @Test
  void inputGradient() {
    eachLoop((kernels, on, dx, gated) -> {
      MemorySegment[] c = on.perChannel;
      Norms norms = kernels.norms();
      norms.inputGradient(on.shape, c[0], c[1], c[2], c[3], on.dy, on.x, dx, gated, on.from, on.to);
    });
  }

  @Test
  void add() {
    eachLoop((kernels, on, y, relu) ->
        kernels.sums().add(on.shape.features(), on.x, on.dy, y, relu, on.from, on.to));
  }

  @Test
  void back() {
    for (boolean adds : new boolean[] {false, true}) {
      eachLoop((kernels, on, dx, gated) -> {
        Sums sums = kernels.sums();
        sums.back(on.shape.features(), on.dy, on.x, dx, adds, gated, on.from, on.to);
      });
    }
  }
}
