package tombola.kernels.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** Lines that emulated code reads and writes, with zeros of both signs among them. */
abstract class EmulatedLines {
  final Arena arena = Arena.ofConfined();
  private final RandomStream stream = new Seed(5).generator();

  @AfterEach
  void close() {
    arena.close();
  }

  MemorySegment lines(int count) {
    MemorySegment lines = arena.allocate(count * LINE, LINE);
    for (int i = 0; i < count * LANES; i++) {
      lines.setAtIndex(FLOAT, i, stream.nextInt(5) == 0 ? -0f : (float) stream.nextGaussian());
    }
    return lines;
  }

  static float at(MemorySegment lines, int line, int lane) {
    return lines.getAtIndex(FLOAT, (long) line * LANES + lane);
  }

  static float end(PlaceTile.End end, float sum, float gate) {
    return switch (end) {
      case OPEN -> sum;
      case SUMS -> sum + 0f;
      case RECTIFIED -> sum <= 0f ? 0f : sum + 0f;
      case GATED -> gate <= 0f ? 0f : sum + 0f;
    };
  }

  static void same(MemorySegment found, float[] expected) {
    assertThat(found.toArray(FLOAT)).isEqualTo(expected); // zeros have a sign
  }
}
