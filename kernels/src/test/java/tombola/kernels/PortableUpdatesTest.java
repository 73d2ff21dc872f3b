package tombola.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.kernel.AdamStep;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.kernel.SgdStep;

/** Steps of both optimizers: equal bits, pruned weights at +0.0, nothing outside the range. */
@ParameterizedClass
@ValueSource(strings = {"portable:128", "portable:256", "portable:512"})
class PortableUpdatesTest {
  private static final Kernels SCALAR = Kernels.scalar();

  @Parameter String name = "";

  /** A parameter in training, with everything that a step reads and writes. */
  private record State(
      MemorySegment w, MemorySegment g, MemorySegment m, MemorySegment v, MemorySegment live) {

    /** Half of the pruned elements are as the engine keeps them: +0.0 but for the gradient. */
    static State of(int elements, Numbers numbers) {
      State state =
          new State(
              numbers.any(elements),
              numbers.any(elements),
              numbers.any(elements),
              numbers.any(elements),
              numbers.bits(elements));
      for (int i = 0; i < elements; i++) {
        float first = numbers.below(2) == 0 ? numbers.nearSettling() : numbers.next();
        float second = numbers.below(2) == 0 ? numbers.nearSettling() : numbers.next();
        state.m.setAtIndex(Panels.FLOAT, i, first);
        state.v.setAtIndex(Panels.FLOAT, i, Math.abs(second));
        if (numbers.below(4) == 0) {
          state.g.setAtIndex(Panels.FLOAT, i, 0f); // so that moments only decay
        }
        if (!state.isLive(i) && i % 2 == 0) {
          for (MemorySegment values : List.of(state.w, state.m, state.v)) {
            values.setAtIndex(Panels.FLOAT, i, 0f);
          }
        }
      }
      return state;
    }

    boolean isLive(int i) {
      return (live.get(ValueLayout.JAVA_BYTE, i / 8) >> (i % 8) & 1) == 1;
    }

    State copy() {
      return new State(Numbers.copy(w), g, Numbers.copy(m), Numbers.copy(v), live);
    }

    void assertSameBits(String what, State expected) {
      Numbers.assertSameBits(what + ": w", expected.w, w);
      Numbers.assertSameBits(what + ": m", expected.m, m);
      Numbers.assertSameBits(what + ": v", expected.v, v);
    }

    void assertPrunedArePlusZero(int elements) {
      for (int i = 0; i < elements; i += 2) {
        if (!isLive(i)) {
          for (MemorySegment values : List.of(w, m, v)) {
            float value = values.getAtIndex(Panels.FLOAT, i);
            assertThat(Float.floatToRawIntBits(value)).isZero();
          }
        }
      }
    }

    /** Throws if anything outside [{@code from}, {@code to}) differs from {@code before}. */
    void assertUntouched(State before, long from, long to) {
      long size = w.byteSize();
      for (List<MemorySegment> pair :
          List.of(List.of(w, before.w), List.of(m, before.m), List.of(v, before.v))) {
        MemorySegment now = pair.getFirst();
        MemorySegment then = pair.getLast();
        assertThat(MemorySegment.mismatch(now, 0, 4 * from, then, 0, 4 * from)).isEqualTo(-1);
        assertThat(MemorySegment.mismatch(now, 4 * to, size, then, 4 * to, size)).isEqualTo(-1);
      }
    }
  }

  /** One step of an optimizer by some kernels. */
  @FunctionalInterface
  private interface Step {
    void on(Kernels kernels, State state, long from, long to);
  }

  private void check(Step step, int seed) {
    Kernels kernels = KernelChoice.find().named(name);
    Numbers numbers = new Numbers(seed, seed % 2 == 0);
    int lines = new int[] {1, 2, 3, 7, 33}[seed % 5];
    State expected = State.of(16 * lines, numbers);
    State before = expected.copy();
    State found = expected.copy();
    for (int repeat = 0; repeat < 4; repeat++) {
      step.on(SCALAR, expected, 0, 16L * lines);
      step.on(kernels, found, 0, 16L * lines);
      found.assertSameBits("seed " + seed + " step " + repeat, expected);
      found.assertPrunedArePlusZero(16 * lines);
    }

    long from = 16L * numbers.below(lines);
    long to = from + 16L * numbers.below((int) (lines - from / 16) + 1);
    State part = before.copy();
    State expectedPart = before.copy();
    step.on(SCALAR, expectedPart, from, to);
    step.on(kernels, part, from, to);
    part.assertSameBits("seed " + seed + " from " + from + " to " + to, expectedPart);
    part.assertUntouched(before, from, to);
  }

  private static AdamStep adam(double decay, double shrink, int seed) {
    AdamStep step = new AdamStep();
    boolean halving = seed % 4 == 0; // meets the settling point exactly
    step.beta1 = halving ? 0.5f : 0.9f;
    step.oneMinusBeta1 = 1 - step.beta1;
    step.beta2 = halving ? 0.5f : 0.999f;
    step.oneMinusBeta2 = 1 - step.beta2;
    step.epsilon = 1e-8f;
    step.size = 1.2e-3f * (1 + seed);
    step.rootScale = 31.6f / (1 + seed);
    step.decay = (float) decay;
    step.shrink = (float) shrink;
    return step;
  }

  @Test
  void adam() {
    for (int seed = 0; seed < 60; seed++) {
      double decay = seed % 3 == 1 ? 0.01 : 0;
      double shrink = seed % 3 == 2 ? 0.999 : 1;
      AdamStep step = adam(decay, shrink, seed);
      check(
          (kernels, s, from, to) ->
              kernels.updates().adam(step, s.w, s.g, s.m, s.v, s.live, from, to),
          seed);
    }
  }

  @Test
  void descentWithAndWithoutMomentumNesterovAndDecay() {
    for (int seed = 0; seed < 80; seed++) {
      SgdStep step = new SgdStep();
      step.rate = 0.1f / (1 + seed);
      step.momentum = new float[] {0.9f, 0, 0.5f}[seed % 3];
      step.nesterov = seed / 2 % 2 == 0;
      step.decay = seed / 4 % 2 == 0 ? 1e-3f : 0;
      check(
          (kernels, s, from, to) -> kernels.updates().sgd(step, s.w, s.g, s.m, s.live, from, to),
          seed);
    }
  }
}
