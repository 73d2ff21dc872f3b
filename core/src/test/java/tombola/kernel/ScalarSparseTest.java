package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** The definition, by hand and against the dense products. */
class ScalarSparseTest {
  private static final float BIG = 0x1p24f; // the first float to which adding 1 does nothing
  private static final int GUARD = 0x7F812345;

  private final ScalarSparse products = new ScalarSparse();

  private static float[] row(float... values) {
    return values;
  }

  private static SparsePattern pattern(Linear shape, int... places) {
    BitSet live = new BitSet();
    for (int place : places) {
      live.set(place);
    }
    return new SparsePattern(shape, live, 1);
  }

  private SparseProducts.Forward forward(SparsePattern pattern, boolean relu) {
    return products.forward(pattern, 0, relu).getFirst().maker().apply(Arena.global());
  }

  private SparseProducts.InputGradient inputGradient(SparsePattern pattern) {
    return products.inputGradient(pattern).getFirst().maker().apply(Arena.global());
  }

  private SparseProducts.WeightGradient weightGradient(SparsePattern pattern, int panels) {
    return products.weightGradient(pattern, panels).getFirst().maker().apply(Arena.global());
  }

  /** One output of as many inputs as there are weights; every sample is a lane. */
  private float[] forward(boolean relu, float bias, float[] weights, float[]... samples) {
    MemorySegment y = Buffers.zeros(16);
    BitSet all = new BitSet();
    all.set(0, weights.length);
    forward(new SparsePattern(new Linear(weights.length, 1), all, 1), relu)
        .run(
            Buffers.of(weights), Buffers.of(bias), Buffers.panel(weights.length, samples), y, 0, 1);
    return Buffers.values(y, 0, samples.length);
  }

  @Test
  void forwardTakesLiveWeightsAlone() {
    MemorySegment y = Buffers.zeros(48);

    // [1 . 2], [. . .], [. 3 .]
    forward(pattern(new Linear(3, 3), 0, 2, 7), false)
        .run(
            Buffers.of(1, 2, 3),
            Buffers.of(0.5f, -4, 0),
            Buffers.panel(3, row(1, 5, 10), row(-1, 1, 2)),
            y,
            0,
            1);

    assertThat(Buffers.values(y, 0, 3)).containsExactly(21.5f, 3.5f, 0.5f);
    assertThat(Buffers.values(y, 16, 3)).containsExactly(-4, -4, -4);
    assertThat(Buffers.values(y, 32, 3)).containsExactly(15, 3, 0);
  }

  @Test
  void forwardBeginsAtTheBiasAddsInputsInOrderAndRoundsOnce() {
    assertThat(forward(false, BIG, row(1, 1), row(1, -BIG), row(-BIG, 1))).containsExactly(0, 1);
    assertThat(forward(false, 1, row(1, 1), row(BIG, -BIG))).containsExactly(0);
    float a = 1 + 0x1p-12f;
    assertThat(forward(false, -1 - 0x1p-11f, row(a), row(a))).containsExactly(0x1p-24f);
  }

  @Test
  void forwardAddsInputsInOrderOverBlocksOfColumns() {
    BitSet live = new BitSet();
    live.set(0);
    live.set(20);
    live.set(39);
    SparsePattern pattern = new SparsePattern(new Linear(40, 1), live, 24);
    assertThat(pattern.blocks()).isEqualTo(3);
    MemorySegment values = Buffers.zeros(pattern.slots());
    for (int b = 0; b < 3; b++) {
      values.setAtIndex(Panels.FLOAT, pattern.start(b, 0), 1);
    }
    float[] upThenDown = new float[40];
    upThenDown[0] = BIG;
    upThenDown[20] = 1;
    upThenDown[39] = -BIG;
    float[] downFirst = upThenDown.clone();
    downFirst[20] = -BIG;
    downFirst[39] = 1;
    MemorySegment y = Buffers.zeros(16);

    forward(pattern, false)
        .run(values, Buffers.of(0), Buffers.panel(40, upThenDown, downFirst), y, 0, 1);

    assertThat(Buffers.values(y, 0, 2)).containsExactly(0, 1);
  }

  @Test
  void theRectifierGivesPlusZeroAtAndBelowZero() {
    float[] y =
        forward(true, 0, row(1), row(-1), row(-0f), row(0), row(-Float.MIN_VALUE), row(Float.NaN));
    for (int i = 0; i < 4; i++) {
      assertThat(Float.floatToRawIntBits(y[i])).isZero();
    }
    assertThat(y[4]).isNaN();
    assertThat(forward(true, 0, row(1, 2), row(1, 2))).containsExactly(5);
  }

  @Test
  void sumsOfNegativeZerosArePlusZero() {
    assertThat(Float.floatToRawIntBits(forward(false, -0f, row(1), row(-0f))[0])).isZero();
    SparsePattern one = pattern(new Linear(1, 1), 0);
    MemorySegment result = Buffers.of(1);
    inputGradient(one).run(Buffers.of(-0f), Buffers.of(1), Buffers.of(1), result, 0, 1);
    assertThat(Buffers.bitsAt(result, 0)).isZero();
    result.fill((byte) 1);
    weightGradient(one, 1).run(Buffers.of(-0f), Buffers.of(1), result, 0, 1);
    assertThat(Buffers.bitsAt(result, 0)).isZero();
  }

  @Test
  void aRowWithoutLiveWeightsGivesItsBiasPlusZero() {
    MemorySegment y = Buffers.of(7, 7);

    forward(pattern(new Linear(2, 1)), false)
        .run(Buffers.zeros(0), Buffers.of(-0f), Buffers.of(1), y, 0, 1);

    assertThat(Buffers.bitsAt(y, 0)).isZero();
    assertThat(Buffers.bitsAt(y, 15)).isZero();
  }

  @Test
  void inputGradientPassesWhereTheRectifierWasOpen() {
    MemorySegment dx = Buffers.zeros(48);
    float[] open = {1, 1, Float.MIN_VALUE};
    float[] shut = {0, -0f, -1};

    // [1 . 3], [4 . .]
    inputGradient(pattern(new Linear(3, 2), 0, 2, 3))
        .run(
            Buffers.of(1, 3, 4),
            Buffers.panel(2, row(10, 1), row(10, 1)),
            Buffers.panel(3, open, shut),
            dx,
            0,
            1);

    for (int i = 0; i < 3; i++) {
      assertThat(Buffers.at(dx, 16 * i)).isEqualTo(new float[] {14, 0, 30}[i]);
      assertThat(Buffers.bitsAt(dx, 16 * i + 1)).isZero();
    }
  }

  @Test
  void inputGradientAddsOutputsInOrder() {
    MemorySegment dx = Buffers.zeros(16);

    inputGradient(pattern(new Linear(1, 3), 0, 1, 2))
        .run(
            Buffers.of(1, 1, 1),
            Buffers.panel(3, row(BIG, 1, -BIG), row(BIG, -BIG, 1)),
            Buffers.panel(1, row(1), row(1)),
            dx,
            0,
            1);

    assertThat(Buffers.values(dx, 0, 2)).containsExactly(0, 1);
  }

  @Test
  void weightGradientAddsALaneOverThePanelsThenTheTree() {
    SparsePattern pattern = new SparsePattern(new Linear(2, 1), all(2), 3);
    float[][] dy = new float[48][1];
    float[][] x = new float[48][2];
    for (int s = 0; s < 48; s++) {
      x[s] = row(0, 0);
    }
    for (int s : new int[] {0, 16, 32, 1, 2}) {
      dy[s][0] = 1;
    }
    x[0] = row(BIG, BIG); // input 0: lane 0 over the panels, BIG + 1 - BIG
    x[16] = row(1, 0);
    x[32] = row(-BIG, 0);
    x[1] = row(0, -BIG); // input 1: (l0 + l2) + (l1 + l3), where l0 + l1 + l2 would be 1
    x[2] = row(0, 1);
    MemorySegment dw = Buffers.zeros(16);

    weightGradient(pattern, 3).run(Buffers.panels(1, dy), Buffers.panels(2, x), dw, 0, 1);

    assertThat(Buffers.values(dw, 0, 2)).containsExactly(0, 0);
  }

  @Test
  void weightGradientRoundsOnceForAMultiplyAndAnAdd() {
    float a = 1 + 0x1p-12f;
    float[][] dy = new float[32][1];
    float[][] x = new float[32][1];
    dy[5][0] = -1 - 0x1p-11f;
    x[5][0] = 1;
    dy[21][0] = a;
    x[21][0] = a;
    MemorySegment dw = Buffers.zeros(16);

    weightGradient(new SparsePattern(new Linear(1, 1), all(1), 2), 2)
        .run(Buffers.panels(1, dy), Buffers.panels(1, x), dw, 0, 1);

    assertThat(Buffers.at(dw, 0)).isEqualTo(0x1p-24f);
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return all;
  }

  /** A layer with a random mask; its values are in slots, and in masked rows. */
  private static final class Layer {
    final RandomStream stream;
    final Linear shape;
    final int panels;
    final SparsePattern pattern;
    final MemorySegment values;
    final MemorySegment rows;

    Layer(long seed) {
      this.stream = new Seed(seed).generator();
      this.shape = new Linear(1 + stream.nextInt(60), 1 + stream.nextInt(30));
      this.panels = 1 + stream.nextInt(30);
      double density = new double[] {0, 0.02, 0.2, 0.6, 1}[(int) (seed % 5)];
      BitSet live = new BitSet();
      for (int i = 0; i < shape.in() * shape.out(); i++) {
        live.set(i, stream.nextDouble() < density);
      }
      this.pattern = new SparsePattern(shape, live, panels);
      this.values = Buffers.zeros(pattern.slots());
      this.rows = Buffers.zeros(shape.out() * shape.stride());
      for (int b = 0; b < pattern.blocks(); b++) {
        for (int o = 0; o < shape.out(); o++) {
          for (int slot = pattern.start(b, o); slot < pattern.end(b, o); slot++) {
            float value = number();
            values.setAtIndex(Panels.FLOAT, slot, value);
            long place = (long) o * shape.stride() + pattern.column(b, slot);
            rows.setAtIndex(Panels.FLOAT, place, value);
          }
        }
      }
    }

    /** Returns a number of any size whose products stay finite, or a zero of either sign. */
    float number() {
      float ordinary = (float) stream.nextGaussian();
      return switch (stream.nextInt(8)) {
        case 0 -> 0f;
        case 1 -> -0f;
        case 2 -> ordinary * 0x1p-137f; // subnormal
        case 3 -> ordinary * 1e15f;
        default -> ordinary;
      };
    }

    MemorySegment numbers(int count) {
      MemorySegment numbers = Buffers.zeros(count);
      for (int i = 0; i < count; i++) {
        numbers.setAtIndex(Panels.FLOAT, i, number());
      }
      return numbers;
    }

    MemorySegment panels(int features) {
      return numbers(panels * features * Panels.LANES);
    }

    MemorySegment guarded(int features) {
      MemorySegment guarded = Buffers.zeros(panels * features * Panels.LANES);
      for (long at = 0; at < guarded.byteSize(); at += 4) {
        guarded.set(Panels.FLOAT, at, Float.intBitsToFloat(GUARD));
      }
      return guarded;
    }
  }

  @Test
  void forwardGivesTheBitsOfTheDenseProductOnMaskedWeights() {
    ScalarKernels dense = new ScalarKernels();
    for (long seed = 0; seed < 100; seed++) {
      Layer layer = new Layer(seed);
      MemorySegment bias = layer.numbers(layer.shape.out());
      MemorySegment x = layer.panels(layer.shape.in());
      MemorySegment expected = layer.guarded(layer.shape.out());
      MemorySegment found = layer.guarded(layer.shape.out());
      boolean relu = layer.stream.nextInt(2) == 0;
      int from = layer.stream.nextInt(layer.panels);

      dense.forward(
          layer.shape,
          layer.rows,
          bias,
          x,
          expected,
          relu,
          from,
          layer.panels,
          0,
          layer.shape.out());
      forward(layer.pattern, relu).run(layer.values, bias, x, found, from, layer.panels);

      assertThat(expected.mismatch(found)).as("seed %d", seed).isEqualTo(-1);
    }
  }

  @Test
  void inputGradientGivesTheBitsOfTheDenseProductOnMaskedWeights() {
    ScalarKernels dense = new ScalarKernels();
    for (long seed = 0; seed < 100; seed++) {
      Layer layer = new Layer(seed);
      MemorySegment dy = layer.panels(layer.shape.out());
      MemorySegment x = layer.panels(layer.shape.in());
      MemorySegment expected = layer.guarded(layer.shape.in());
      MemorySegment found = layer.guarded(layer.shape.in());
      int to = 1 + layer.stream.nextInt(layer.panels);

      dense.inputGradient(layer.shape, layer.rows, dy, x, expected, 0, to);
      inputGradient(layer.pattern).run(layer.values, dy, x, found, 0, to);

      assertThat(expected.mismatch(found)).as("seed %d", seed).isEqualTo(-1);
    }
  }

  @Test
  void weightGradientIsCloseToTheSumInDoublePrecision() {
    for (long seed = 0; seed < 100; seed++) {
      Layer layer = new Layer(seed);
      Linear shape = layer.shape;
      int samples = layer.panels * Panels.LANES;
      MemorySegment dy = layer.panels(shape.out());
      MemorySegment x = layer.panels(shape.in());
      MemorySegment dw = Buffers.zeros(layer.pattern.slots());

      weightGradient(layer.pattern, layer.panels).run(dy, x, dw, 0, layer.pattern.units());

      for (int b = 0; b < layer.pattern.blocks(); b++) {
        for (int o = 0; o < shape.out(); o++) {
          for (int slot = layer.pattern.start(b, o); slot < layer.pattern.end(b, o); slot++) {
            double sum = 0;
            double size = 0;
            for (int s = 0; s < samples; s++) {
              double term =
                  (double) sample(dy, shape.out(), o, s)
                      * sample(x, shape.in(), layer.pattern.column(b, slot), s);
              sum += term;
              size += Math.abs(term);
            }
            assertThat((double) Buffers.at(dw, slot))
                .isCloseTo(sum, within(size * (layer.panels + 5) * 0x1p-24 + Float.MIN_NORMAL));
          }
        }
      }
    }
  }

  private static float sample(MemorySegment panels, int features, int feature, int s) {
    int line = s / Panels.LANES * features + feature;
    return Buffers.at(panels, line * Panels.LANES + s % Panels.LANES);
  }

  @Test
  void unitsThatAreNotAskedForStayAsTheyAre() {
    SparsePattern pattern = new SparsePattern(new Linear(32, 2), all(64), 24);
    MemorySegment dw = Buffers.zeros(pattern.slots());
    MemorySegment ones = Buffers.zeros(24 * 32 * 16);
    for (int i = 0; i < 24 * 32 * 16; i++) {
      ones.setAtIndex(Panels.FLOAT, i, 1);
    }
    assertThat(pattern.units()).isEqualTo(2);

    weightGradient(pattern, 24).run(ones, ones, dw, 1, 2);

    assertThat(Buffers.values(dw, 0, 32)).containsOnly(0);
    assertThat(Buffers.values(dw, 32, 32)).containsOnly(24 * 16);
  }
}
