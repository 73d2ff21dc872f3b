package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The definition, by hand; the fast kernels are compared with it bit for bit. */
class ScalarKernelsTest {
  private static final float BIG = 0x1p24f; // the first float to which adding 1 does nothing
  private static final int[] ALL = IntStream.range(0, 16).toArray();

  private final ScalarKernels kernels = new ScalarKernels();

  private static float[] row(float... values) {
    return values;
  }

  private float[] forward(boolean relu, float bias, float[] weights, float... x) {
    Linear shape = new Linear(weights.length, 1);
    MemorySegment y = Buffers.zeros(16);
    kernels.forward(
        shape,
        Buffers.rows(weights.length, weights),
        Buffers.of(bias),
        Buffers.panel(weights.length, x),
        y,
        relu,
        0,
        1,
        0,
        1);
    return Buffers.values(y, 0, 1);
  }

  @Test
  void forwardIsWeightsTimesInputsPlusBias() {
    MemorySegment y = Buffers.zeros(32);

    kernels.forward(
        new Linear(2, 2),
        Buffers.rows(2, row(1, 2), row(-3, 4)),
        Buffers.of(0.5f, -1),
        Buffers.panel(2, row(1, 2), row(-1, 1), row(2, -3)),
        y,
        false,
        0,
        1,
        0,
        2);

    assertThat(Buffers.values(y, 0, 4)).containsExactly(5.5f, 1.5f, -3.5f, 0.5f);
    assertThat(Buffers.values(y, 16, 4)).containsExactly(4, 6, -19, -1);
  }

  @Test
  void theRectifierGivesPlusZeroAtAndBelowZero() {
    assertThat(forward(true, 0, row(1, 2), 1, 2)).containsExactly(5);
    for (float x : new float[] {-1, -0f, 0, -Float.MIN_VALUE}) {
      assertThat(Float.floatToRawIntBits(forward(true, 0, row(1), x)[0])).isZero();
    }
    assertThat(forward(true, 0, row(1), Float.NaN)[0]).isNaN();
  }

  @Test
  void forwardBeginsAtTheBiasAndAddsInputsInOrder() {
    assertThat(forward(false, BIG, row(1, 1), 1, -BIG)).containsExactly(0);
    assertThat(forward(false, BIG, row(1, 1), -BIG, 1)).containsExactly(1);
    assertThat(forward(false, 1, row(1, 1), BIG, -BIG)).containsExactly(0);
  }

  @Test
  void forwardRoundsOnceForAMultiplyAndAnAdd() {
    float a = 1 + 0x1p-12f;
    assertThat(forward(false, -1 - 0x1p-11f, row(a), a)).containsExactly(0x1p-24f);
  }

  @Test
  void aSumOfNegativeZerosIsPlusZero() {
    assertThat(Float.floatToRawIntBits(forward(false, -0f, row(1), -0f)[0])).isZero();
  }

  @Test
  void inputGradientPassesWhereTheRectifierWasOpen() {
    MemorySegment dx = Buffers.zeros(48);
    float[] open = {1, 1, Float.MIN_VALUE};
    float[] shut = {0, -0f, -1};

    kernels.inputGradient(
        new Linear(3, 2),
        Buffers.rows(3, row(1, 2, 3), row(4, 5, 6)),
        Buffers.panel(2, row(10, 1), row(10, 1)),
        Buffers.panel(3, open, shut),
        dx,
        0,
        1);

    for (int i = 0; i < 3; i++) {
      assertThat(Buffers.at(dx, 16 * i)).isEqualTo(new float[] {14, 25, 36}[i]);
      assertThat(Buffers.bitsAt(dx, 16 * i + 1)).isZero();
    }
  }

  @Test
  void inputGradientAddsOutputsInOrder() {
    MemorySegment dx = Buffers.zeros(16);

    kernels.inputGradient(
        new Linear(1, 3),
        Buffers.rows(1, row(1), row(1), row(1)),
        Buffers.panel(3, row(BIG, 1, -BIG), row(BIG, -BIG, 1)),
        Buffers.panel(1, row(1), row(1)),
        dx,
        0,
        1);

    assertThat(Buffers.values(dx, 0, 2)).containsExactly(0, 1);
  }

  @Test
  void weightGradientAddsTheSamplesInOrderAndLeavesPaddingOut() {
    MemorySegment dw = Buffers.zeros(32);
    MemorySegment dy = Buffers.rows(2, row(BIG, 1), row(1, 2), row(-BIG, 3), row(9e9f, 9e9f));
    MemorySegment x = Buffers.rows(3, row(1, 0, 1), row(1, 1, 2), row(1, 2, 0), row(9, 9, 9));

    kernels.weightGradient(new Linear(3, 2), 3, dy, x, dw, 0, 2);

    assertThat(Buffers.values(dw, 0, 3)).containsExactly(0, 1 - 2 * BIG, BIG + 2);
    assertThat(Buffers.values(dw, 16, 3)).containsExactly(6, 8, 5);
  }

  @Test
  void biasGradientAddsALaneOverThePanelsThenTheTree() {
    float[][] dy = new float[48][2];
    dy[0] = row(BIG, BIG); // output 0: lane 0 over the panels, BIG + 1 - BIG
    dy[16] = row(1, 0);
    dy[32] = row(-BIG, 0);
    dy[1] = row(0, -BIG); // output 1: (l0 + l2) + (l1 + l3), where l0 + l1 + l2 would be 1
    dy[2] = row(0, 1);
    MemorySegment db = Buffers.zeros(2);

    kernels.biasGradient(2, 3, Buffers.panels(2, dy), db, 0, 2);

    assertThat(Buffers.values(db, 0, 2)).containsExactly(0, 0);
  }

  private static AdamStep adam() {
    AdamStep step = new AdamStep();
    step.beta1 = 0.5f;
    step.oneMinusBeta1 = 0.5f;
    step.beta2 = 0.75f;
    step.oneMinusBeta2 = 0.25f;
    step.epsilon = 1;
    step.size = 0.25f;
    step.rootScale = 2;
    step.shrink = 1;
    return step;
  }

  @Test
  void adamIsTheFormulaByHand() {
    MemorySegment w = Buffers.of(2, -2);
    MemorySegment m = Buffers.of(1, -1);
    MemorySegment v = Buffers.of(0, 0);
    AdamStep step = adam();
    step.decay = 0.5f; // g = 3 + 0.5 · 2 = 4
    step.shrink = 0.5f;

    kernels.adam(step, w, Buffers.of(3, -3), m, v, Buffers.live(16, ALL), 0, 16);

    assertThat(Buffers.values(m, 0, 2)).containsExactly(2.5f, -2.5f);
    assertThat(Buffers.values(v, 0, 2)).containsExactly(4, 4);
    assertThat(Buffers.values(w, 0, 2)).containsExactly(0.875f, -0.875f); // 1 - 0.25 · 2.5 / 5
  }

  @Test
  void adamLeavesAPrunedWeightAtPlusZeroWhateverItsGradient() {
    MemorySegment w = Buffers.zeros(16);
    MemorySegment m = Buffers.zeros(16);
    MemorySegment v = Buffers.zeros(16);
    AdamStep step = adam();
    step.decay = 0.5f;

    kernels.adam(step, w, Buffers.of(7, -7, 7), m, v, Buffers.live(16, 2), 0, 16);

    for (int i = 0; i < 16; i++) {
      for (MemorySegment values : new MemorySegment[] {w, m, v}) {
        if (i == 2) {
          assertThat(Buffers.at(values, i)).isNotZero();
        } else {
          assertThat(Buffers.bitsAt(values, i)).isZero();
        }
      }
    }
  }

  @Test
  void momentsBelowTwoToTheMinusHundredSettleAtPlusZero() {
    float least = 0x1p-100f;
    float below = Math.nextDown(least);
    MemorySegment m = Buffers.of(2 * least, -2 * least, 2 * below, -2 * below);
    MemorySegment v = Buffers.of(least, below, least / 0.75f * 2, 0);
    MemorySegment zeros = Buffers.zeros(16);

    kernels.adam(adam(), Buffers.zeros(16), zeros, m, v, Buffers.live(16, ALL), 0, 16);

    assertThat(Buffers.values(m, 0, 2)).containsExactly(least, -least);
    assertThat(Buffers.bitsAt(m, 2)).isZero();
    assertThat(Buffers.bitsAt(m, 3)).isZero();
    assertThat(Buffers.bitsAt(v, 0)).isZero();
    assertThat(Buffers.at(v, 2)).isGreaterThan(least);
  }

  private static SgdStep sgd(boolean nesterov) {
    SgdStep step = new SgdStep();
    step.rate = 0.25f;
    step.momentum = 0.5f;
    step.decay = 0.5f;
    step.nesterov = nesterov;
    return step;
  }

  @Test
  void descentIsTheFormulaByHand() {
    MemorySegment w = Buffers.of(2, 0, -2);
    MemorySegment m = Buffers.of(4, 0, -4);

    kernels.sgd(sgd(false), w, Buffers.of(3, 9, -3), m, Buffers.live(16, 0, 2), 0, 16);

    assertThat(Buffers.values(m, 0, 3)).containsExactly(6, 0, -6); // 3 + 0.5 · 2 + 0.5 · 4
    assertThat(Buffers.values(w, 0, 3)).containsExactly(0.5f, 0, -0.5f);
  }

  @Test
  void nesterovLooksAheadAlongTheNewDirection() {
    MemorySegment w = Buffers.of(2);
    MemorySegment m = Buffers.of(4);

    kernels.sgd(sgd(true), w, Buffers.of(3), m, Buffers.live(16, ALL), 0, 16);

    assertThat(Buffers.at(m, 0)).isEqualTo(6);
    assertThat(Buffers.at(w, 0)).isEqualTo(0.25f); // 2 - 0.25 · (4 + 0.5 · 6)
  }

  @Test
  void descentsMomentSettlesToo() {
    MemorySegment m = Buffers.of(-0x1p-100f, -0x1p-99f);

    kernels.sgd(sgd(false), Buffers.zeros(16), Buffers.zeros(16), m, Buffers.live(16, ALL), 0, 16);

    assertThat(Buffers.bitsAt(m, 0)).isZero();
    assertThat(Buffers.at(m, 1)).isEqualTo(-0x1p-100f);
  }

  @Test
  void bytesAreReadWithoutSign() {
    MemorySegment row = Buffers.zeros(16);

    kernels.load(new byte[] {9, 0, 127, -128, -1, 9}, 1, 4, 0.5f, row, 8);

    assertThat(Buffers.values(row, 0, 7)).containsExactly(0, 0, 0, 63.5f, 64, 127.5f, 0);
  }

  @Test
  void rowsOfBytesBecomePanels() {
    MemorySegment rows = Buffers.zeros(32 * 16); // 32 rows of 64 bytes
    rows.set(ValueLayout.JAVA_BYTE, 21 * 64 + 2, (byte) -1);
    rows.set(ValueLayout.JAVA_BYTE, 3 * 64 + 1, (byte) 7);
    MemorySegment panels = Buffers.zeros(2 * 48);

    kernels.bytesToPanels(3, rows, 0.5f, panels, 1, 2);

    assertThat(Buffers.at(panels, 48 + 2 * 16 + 5)).isEqualTo(127.5f); // panel 1, sample 21
    assertThat(Buffers.values(panels, 0, 48)).containsOnly(0); // panel 0 was not asked for
    kernels.bytesToPanels(3, rows, 0.5f, panels, 0, 1);
    assertThat(Buffers.at(panels, 16 + 3)).isEqualTo(3.5f);
  }

  @Test
  void rowsBecomePanelsAndPanelsRows() {
    float[][] samples = new float[32][];
    for (int s = 0; s < 32; s++) {
      samples[s] = row(s, 100 + s, 200 + s);
    }
    MemorySegment panels = Buffers.zeros(2 * 48);
    MemorySegment rows = Buffers.zeros(32 * 16);

    kernels.rowsToPanels(3, Buffers.rows(3, samples), panels, 0, 2);
    kernels.panelsToRows(3, panels, rows, 1, 2);

    assertThat(Buffers.at(panels, 48 + 2 * 16 + 5)).isEqualTo(221); // panel 1, feature 2, sample 21
    assertThat(Buffers.values(rows, 21 * 16, 4)).containsExactly(21, 121, 221, 0);
    assertThat(Buffers.values(rows, 0, 16 * 16)).containsOnly(0); // panel 0 was not asked for
  }
}
