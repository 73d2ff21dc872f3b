package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** The definition, by hand and against the dense products on masked weights, bit by bit. */
class ScalarSparseConvolutionsTest {
  private static final Convolutions DENSE = new ScalarConvolutions();
  private static final SparseConvolutions SPARSE = new ScalarSparseConvolutions();
  private static final int[] CHANNELS = {1, 2, 3, 5, 8};

  /** 2x2 pixels of one channel, one 3x3 filter, padding 1. */
  private static final Convolution SMALL = new Convolution(2, 2, 1, 1, 3, 1, 1);

  private static SparsePattern pattern(Convolution shape, int... places) {
    BitSet live = new BitSet();
    for (int place : places) {
      live.set(place);
    }
    return SparsePattern.of(shape, live, 1);
  }

  private static float[] sample(MemorySegment panel, int features) {
    float[] values = new float[features];
    for (int f = 0; f < features; f++) {
      values[f] = Buffers.at(panel, f * Panels.LANES);
    }
    return values;
  }

  @Test
  void forwardTakesLiveWeightsAlone() {
    MemorySegment y = Buffers.zeros(4 * Panels.LANES);

    // the middle, 5, and its right neighbour, 6
    SPARSE
        .forward(SMALL, pattern(SMALL, 4, 5), false)
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(Buffers.of(5, 6), Buffers.of(10), Buffers.panel(4, new float[] {1, 2, 3, 4}), y, 0, 1);

    assertThat(sample(y, 4)).containsExactly(10 + 5 + 12, 10 + 10, 10 + 15 + 24, 10 + 20);
  }

  @Test
  void aPixelsGradientComesThroughLiveWeightsAlone() {
    MemorySegment dx = Buffers.zeros(4 * Panels.LANES);

    SPARSE
        .inputGradient(SMALL, pattern(SMALL, 4, 5))
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(
            Buffers.of(5, 6),
            Buffers.panel(4, new float[] {1, 10, 100, 1000}),
            Buffers.panel(4, new float[] {1, 1, -1, 1}),
            dx,
            0,
            1);

    assertThat(sample(dx, 4)).containsExactly(5, 50 + 6, 0, 5000 + 600);
  }

  @Test
  void aLiveWeightsGradientIsTheSumOverPlaces() {
    MemorySegment dw = Buffers.zeros(16);

    SPARSE
        .weightGradient(SMALL, pattern(SMALL, 4, 5))
        .getFirst()
        .maker()
        .apply(Arena.global())
        .run(
            Buffers.panel(4, new float[] {1, 10, 100, 1000}),
            Buffers.panel(4, new float[] {1, 2, 3, 4}),
            dw,
            0,
            1,
            0,
            1);

    assertThat(Buffers.values(dw, 0, 2)).containsExactly(1 + 20 + 300 + 4000, 2 + 400);
  }

  @Test
  void allThreeGiveTheBitsOfTheDenseProductsOnMaskedWeights() {
    int few = 0;
    for (int seed = 0; seed < 400; seed++) {
      Case c = new Case(new Seed(seed).generator());
      few += c.pattern.live() < 2 ? 1 : 0;
      c.forward();
      c.inputGradient();
      c.weightGradient();
    }
    assertThat(few).isGreaterThan(20);
  }

  @Test
  void aPatternOfManyUnitsSharesThem() {
    Convolution shape = new Convolution(3, 3, 8, 40, 3, 1, 1);
    BitSet all = new BitSet();
    all.set(0, 40 * 72);
    SparsePattern pattern = SparsePattern.of(shape, all, 4);

    assertThat(pattern.blocks()).isEqualTo(1);
    assertThat(pattern.units()).isEqualTo(40); // a filter each: 72 weights in 80 slots
    assertThat(pattern.unitOfPart(1, 2)).isEqualTo(20);
  }

  @Test
  void aProductOfOtherBuffersFails() {
    assertThatThrownBy(() ->
            SPARSE
                .forward(SMALL, pattern(SMALL, 0), false)
                .getFirst()
                .maker()
                .apply(Arena.global())
                .run(Buffers.of(1), Buffers.of(1), Buffers.zeros(16), Buffers.zeros(16), 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** A random shape, mask and numbers, signed zeros among them. */
  private static final class Case {
    private final RandomStream stream;
    private final Convolution shape;
    private final SparsePattern pattern;
    private final int panels;
    private final MemorySegment w; // masked
    private final MemorySegment values;
    private final MemorySegment bias;
    private final MemorySegment x;
    private final MemorySegment dy;

    Case(RandomStream stream) {
      this.stream = stream;
      int kernel = 1 + stream.nextInt(5);
      int padding = stream.nextInt(kernel);
      int least = Math.max(1, kernel - 2 * padding);
      this.shape =
          new Convolution(
              least + stream.nextInt(6),
              least + stream.nextInt(6),
              CHANNELS[stream.nextInt(CHANNELS.length)],
              CHANNELS[stream.nextInt(CHANNELS.length)],
              kernel,
              1 + stream.nextInt(3),
              padding);
      this.panels = 1 + stream.nextInt(3);
      this.pattern = SparsePattern.of(shape, mask(), panels);
      Linear matrix = shape.matrix();
      this.w = Buffers.zeros(matrix.out() * matrix.stride());
      this.values = Buffers.zeros(pattern.slots());
      pattern.forEach((slot, row, column) -> {
        float value = number();
        values.setAtIndex(Panels.FLOAT, slot, value);
        w.set(Panels.FLOAT, row * matrix.rowBytes() + 4L * column, value);
      });
      this.bias = numbers(shape.filters());
      this.x = numbers(panels * shape.in() * Panels.LANES);
      this.dy = numbers(panels * shape.out() * Panels.LANES);
    }

    /** Nothing, one weight, everything, or a share with a dead filter and a dead channel. */
    private BitSet mask() {
      int columns = shape.columns();
      int size = columns * shape.filters();
      BitSet live = new BitSet();
      switch (stream.nextInt(8)) {
        case 0 -> {}
        case 1 -> live.set(stream.nextInt(size));
        case 2 -> live.set(0, size);
        default -> {
          double density = stream.nextDouble();
          int filter = stream.nextInt(2 * shape.filters());
          int channel = stream.nextInt(2 * shape.channels());
          for (int i = 0; i < size; i++) {
            boolean dead = i / columns == filter || i % columns % shape.channels() == channel;
            live.set(i, !dead && stream.nextDouble() < density);
          }
        }
      }
      return live;
    }

    private float number() {
      return switch (stream.nextInt(10)) {
        case 0 -> 0f;
        case 1 -> -0f;
        default -> (float) stream.nextGaussian();
      };
    }

    private MemorySegment numbers(int count) {
      MemorySegment numbers = Buffers.zeros(count);
      for (int i = 0; i < count; i++) {
        numbers.setAtIndex(Panels.FLOAT, i, number());
      }
      return numbers;
    }

    void forward() {
      MemorySegment expected = Buffers.zeros(panels * shape.out() * Panels.LANES);
      MemorySegment found = Buffers.zeros(panels * shape.out() * Panels.LANES);
      boolean relu = stream.nextInt(2) == 0;
      int from = stream.nextInt(panels);
      DENSE.forward(shape, w, bias, x, expected, relu, from, panels);
      SPARSE
          .forward(shape, pattern, relu)
          .getFirst()
          .maker()
          .apply(Arena.global())
          .run(values, bias, x, found, from, panels);
      assertSameBits("forward", found, expected);
    }

    void inputGradient() {
      MemorySegment expected = Buffers.zeros(panels * shape.in() * Panels.LANES);
      MemorySegment found = Buffers.zeros(panels * shape.in() * Panels.LANES);
      int from = stream.nextInt(panels);
      DENSE.inputGradient(shape, w, dy, x, expected, from, panels);
      SPARSE
          .inputGradient(shape, pattern)
          .getFirst()
          .maker()
          .apply(Arena.global())
          .run(values, dy, x, found, from, panels);
      assertSameBits("input gradient", found, expected);
    }

    void weightGradient() {
      Linear matrix = shape.matrix();
      MemorySegment dense = Buffers.zeros(matrix.out() * matrix.stride());
      MemorySegment expected = Buffers.zeros(pattern.slots());
      MemorySegment found = Buffers.zeros(pattern.slots());
      DENSE.weightGradient(shape, dy, x, dense, 0, panels, 0, shape.filters());
      pattern.forEach((slot, row, column) ->
          expected.setAtIndex(
              Panels.FLOAT, slot, dense.get(Panels.FLOAT, row * matrix.rowBytes() + 4L * column)));
      SPARSE
          .weightGradient(shape, pattern)
          .getFirst()
          .maker()
          .apply(Arena.global())
          .run(dy, x, found, 0, panels, 0, pattern.units());
      assertSameBits("weight gradient", found, expected);
    }

    private void assertSameBits(String product, MemorySegment found, MemorySegment expected) {
      assertThat(found.mismatch(expected))
          .as("%s of %s with %d live, %d panels", product, shape, pattern.live(), panels)
          .isEqualTo(-1);
    }
  }
}
