package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernel.Gather;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.kernels.Numbers;
import tombola.kernels.SparseCase;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Emulator;
import tombola.kernels.x86.InstructionSet;

/**
 * What is generated for an instruction set, emulated, gives the bits of the definition on any
 * machine, and reads nothing outside its buffers.
 */
@ParameterizedClass
@EnumSource(InstructionSet.class)
class EmulatedSparseTest {
  private static final int MANY_PANELS = 30; // more than registers keep

  @Parameter InstructionSet set = InstructionSet.AVX512;

  @FunctionalInterface
  private interface Check {
    void check(SparseCase c, boolean relu);
  }

  private static void eachCase(Check check) {
    for (int round = 0; round < 80; round++) {
      Numbers numbers = new Numbers(round, round % 2 == 0);
      boolean tall = round % 10 == 9;
      SparseCase c =
          SparseCase.random(tall ? 5 : 20, tall ? 100 : 40, tall ? MANY_PANELS : 4, numbers);
      check.check(c, round % 3 == 0);
    }
  }

  private byte[] gather(Gather gather, GatherCode.End end) {
    Assembler code = set.assembler();
    GatherCode.write(gather, end, code);
    return code.bytes();
  }

  @Test
  void forward() {
    eachCase((c, relu) -> {
      byte[] code =
          gather(Gather.rows(c.pattern), relu ? GatherCode.End.BIAS_RELU : GatherCode.End.BIAS);
      long in = Panels.bytes(c.pattern.shape().in());
      long out = Panels.bytes(c.pattern.shape().out());
      SparseProducts.Forward product =
          (values, bias, x, y, from, to) -> {
            if (to > from) {
              new Emulator(code, List.of(values, bias, x, y))
                  .call(
                      0,
                      x.address() + from * in,
                      values.address(),
                      bias.address(),
                      y.address() + from * out,
                      to - from,
                      0);
            }
          };
      c.checkForward("forward", relu, product);
    });
  }

  @Test
  void inputGradient() {
    eachCase((c, _) -> {
      byte[] code = gather(Gather.columns(c.pattern), GatherCode.End.GATE);
      long in = Panels.bytes(c.pattern.shape().in());
      long out = Panels.bytes(c.pattern.shape().out());
      SparseProducts.InputGradient product =
          (values, dy, x, dx, from, to) -> {
            if (to > from) {
              new Emulator(code, List.of(values, dy, x, dx))
                  .call(
                      0,
                      dy.address() + from * out,
                      values.address(),
                      x.address() + from * in,
                      dx.address() + from * in,
                      to - from,
                      0);
            }
          };
      c.checkInputGradient("inputGradient", product);
    });
  }

  @Test
  void weightGradientInStraightCode() {
    eachCase((c, _) -> {
      Assembler code = set.assembler();
      int[] entries = new GradientCode(c.pattern, c.panels, code).straight();
      byte[] bytes = code.bytes();
      SparseProducts.WeightGradient product =
          (dy, x, dw, from, to) -> {
            Emulator emulator = new Emulator(bytes, List.of(dy, x, dw));
            for (int unit = from; unit < to; unit++) {
              emulator.call(entries[unit], dy.address(), x.address(), dw.address(), 0, 0, 0);
            }
          };
      c.checkWeightGradient("straight", product);
    });
  }

  @Test
  void weightGradientInALoop() {
    eachCase((c, _) -> {
      Assembler code = set.assembler();
      new GradientCode(c.pattern, c.panels, code).loop();
      byte[] bytes = code.bytes();
      MemorySegment table = table(c.pattern);
      SparseProducts.WeightGradient product =
          (dy, x, dw, from, to) -> {
            long first = c.pattern.unitStart(from);
            long lines = (c.pattern.unitStart(to) - first) / Panels.LANES;
            if (lines > 0) {
              new Emulator(bytes, List.of(dy, x, dw, table))
                  .call(
                      0,
                      dy.address(),
                      x.address(),
                      dw.address() + first * Float.BYTES,
                      table.address() + first * 8,
                      lines,
                      0);
            }
          };
      c.checkWeightGradient("loop", product);
    });
  }

  /** The bytes from the first line to that of the row and of the column of each slot. */
  private static MemorySegment table(SparsePattern pattern) {
    MemorySegment table = Arena.ofAuto().allocate(8L * pattern.slots(), Panels.LINE);
    for (int slot = 0; slot < pattern.slots(); slot++) {
      table.setAtIndex(ValueLayout.JAVA_INT, 2L * slot, pattern.row(slot) * 64);
      table.setAtIndex(ValueLayout.JAVA_INT, 2L * slot + 1, pattern.column(slot) * 64);
    }
    return table;
  }
}
