package tombola.kernels.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernel.Panels;
import tombola.kernel.SparseProducts;
import tombola.kernels.Numbers;
import tombola.kernels.SparseCase;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Emulator;
import tombola.kernels.x86.InstructionSet;

/**
 * The code for one sample, emulated, gives the bits of the definition on any machine, and reads
 * nothing outside its buffers.
 */
@ParameterizedClass
@EnumSource(InstructionSet.class)
class EmulatedSampleTest {
  @Parameter InstructionSet set = InstructionSet.AVX512;

  private void check(SparseCase c, boolean relu, boolean hidden) {
    c.checkSample(
        hidden ? "hidden sample" : "first sample",
        relu,
        (values, bias) -> Optional.of(emulated(c, relu, hidden, values, bias)));
  }

  private SparseProducts.Sample emulated(
      SparseCase c, boolean relu, boolean hidden, MemorySegment values, MemorySegment bias) {
    Assembler code = set.assembler();
    SampleCode sample = SampleCode.write(c.pattern, relu, hidden, code);
    byte[] bytes = code.bytes();
    MemorySegment constants = sample.constants(values, bias, Arena.ofAuto());
    int out = c.pattern.shape().out();
    return (from, to) -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment x = arena.allocateFrom(FLOAT, from);
        MemorySegment y = arena.allocate(Panels.count(out) * Panels.LINE);
        new Emulator(bytes, List.of(x, y, constants))
            .call(0, x.address(), y.address(), constants.address(), 0, 0, 0);
        MemorySegment.copy(y, FLOAT, 0, to, 0, Panels.count(out) * Panels.LANES);
      }
    };
  }

  @Test
  void smallLayers() {
    for (int round = 0; round < 300; round++) {
      Numbers numbers = new Numbers(round, round % 2 == 0);
      check(SparseCase.random(40, 70, 2, numbers), round % 3 == 0, round % 5 == 0);
    }
  }

  @Test
  void layersOfMoreOutputsThanRegistersAndPointersHold() {
    int most = 0;
    for (int round = 0; round < 25; round++) {
      Numbers numbers = new Numbers(1000 + round, round % 2 == 0);
      SparseCase c = SparseCase.random(25, 900, 1, numbers);
      check(c, round % 3 == 0, round % 2 == 0);
      most = Math.max(most, c.pattern.shape().out());
    }
    assertThat(most).isGreaterThan(800);
  }
}
