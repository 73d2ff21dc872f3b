package tombola.kernels.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernel.PlaneSums;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Emulator;
import tombola.kernels.x86.InstructionSet;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * The code for a convolution of one sample, emulated, gives the bits of the definition on any
 * machine, and reads and writes nothing outside its buffers.
 */
@ParameterizedClass
@EnumSource(InstructionSet.class)
class EmulatedPlaneTest {
  @Parameter InstructionSet set = InstructionSet.AVX512;

  private static final int GAP = 16;

  private static PlaneSums sums(int filters, int rows, int pitch, int width, RandomStream stream) {
    BitSet kept = new BitSet();
    for (int row = 0; row < rows; row++) {
      kept.set(row * pitch, row * pitch + width);
    }
    int[] first = new int[filters + 1];
    for (int o = 0; o < filters; o++) {
      first[o + 1] = first[o] + stream.nextInt(4) * stream.nextInt(4);
    }
    int live = first[filters];
    return new PlaneSums(
        stream.nextInt(2) == 0,
        first,
        IntStream.range(0, live).map(_ -> stream.nextInt(50)).toArray(),
        floats(live, stream),
        floats(filters, stream),
        kept,
        stream.nextInt(9),
        rows * pitch + GAP);
  }

  private static float[] floats(int count, RandomStream stream) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = stream.nextInt(5) == 0 ? -0f : (float) stream.nextGaussian();
    }
    return values;
  }

  /** Returns the outputs as {@link PlaneSums} defines them. */
  private static float[] expected(PlaneSums sums, float[] x, int room) {
    float[] y = new float[room];
    for (int o = 0; o < sums.filters(); o++) {
      int filter = o;
      sums.kept().stream()
          .forEach(place -> {
            float sum = sums.bias()[filter];
            for (int k = sums.first()[filter]; k < sums.first()[filter + 1]; k++) {
              sum = Math.fma(sums.weight()[k], x[sums.offset()[k] + place], sum);
            }
            y[sums.start() + filter * sums.plane() + place] =
                sums.relu() && sum <= 0f ? 0f : sum + 0f;
          });
    }
    return y;
  }

  private void check(PlaneSums sums, RandomStream stream) {
    Assembler code = set.assembler();
    PlaneCode planes = PlaneCode.write(sums, code);
    int beyond = set.assembler().width() - 1; // places of the last vector that are none
    float[] from = floats(50 + sums.places() + beyond, stream);
    int room = sums.start() + sums.filters() * sums.plane();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment constants = planes.constants(arena);
      MemorySegment x = arena.allocateFrom(FLOAT, from);
      MemorySegment y = arena.allocate(4L * room, 64);
      new Emulator(code.bytes(), List.of(x, y, constants))
          .call(0, x.address(), y.address(), constants.address(), 0, 0, 0);

      assertThat(y.toArray(FLOAT)).isEqualTo(expected(sums, from, room)); // zeros have a sign
    }
  }

  @Test
  void planesOfAllSizesAroundAVectorAndARound() {
    for (int width = 1; width < 40; width++) {
      RandomStream stream = new Seed(width).generator();
      check(sums(1 + width % 4, 1, width, width, stream), stream);
    }
  }

  @Test
  void planesWithPlacesBetweenRows() {
    for (int round = 0; round < 40; round++) {
      RandomStream stream = new Seed(100 + round).generator();
      int width = 1 + stream.nextInt(20);
      int pitch = width + stream.nextInt(4);
      check(sums(1 + stream.nextInt(5), 1 + stream.nextInt(20), pitch, width, stream), stream);
    }
  }
}
