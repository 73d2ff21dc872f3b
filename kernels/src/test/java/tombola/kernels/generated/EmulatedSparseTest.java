package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernel.Gather;
import tombola.kernel.Panels;
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

  private byte[] gather(Gather gather, StraightGather.End end) {
    Assembler code = set.assembler();
    StraightGather.write(gather, end, code);
    return code.bytes();
  }

  @Test
  void forward() {
    eachCase((c, relu) -> {
      int part = c.pattern.parts() - 1;
      byte[] code =
          gather(
              Gather.rows(c.pattern, part),
              relu ? StraightGather.End.BIAS_RELU : StraightGather.End.BIAS);
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
      c.checkForward("forward", part, relu, product);
    });
  }

  @Test
  void inputGradient() {
    eachCase((c, _) -> {
      byte[] code = gather(Gather.columns(c.pattern), StraightGather.End.GATE);
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

  /** Runs counted code as GeneratedSparse does, some panels at a time. */
  private void counted(
      Gather gather,
      StraightGather.End end,
      List<MemorySegment> memory,
      MemorySegment[] arguments,
      int from,
      int to) {
    int panel = from;
    while (panel < to) {
      int size = to - panel >= 4 ? 4 : to - panel >= 2 ? 2 : 1;
      Assembler code = set.assembler();
      CountedGather counted = new CountedGather(gather, end, size, code);
      int entry = counted.write();
      MemorySegment entries = CountedGather.entries(gather, Arena.ofAuto());
      MemorySegment runs = counted.runs(0, entries, Arena.ofAuto());
      List<MemorySegment> all = new ArrayList<>(memory);
      all.addAll(List.of(entries, runs));
      long in = panel * Panels.bytes(gather.inputs());
      long out = panel * Panels.bytes(gather.outputs());
      new Emulator(code.bytes(), all)
          .call(
              entry,
              arguments[0].address() + in,
              arguments[1].address(),
              arguments[2].address() + (end == StraightGather.End.GATE ? out : 0),
              arguments[3].address() + out,
              runs.address(),
              0);
      panel += size;
    }
  }

  @Test
  void forwardCounted() {
    eachCase((c, relu) -> {
      int part = c.pattern.parts() - 1;
      Gather gather = Gather.blocks(c.pattern, part);
      StraightGather.End end = relu ? StraightGather.End.BIAS_RELU : StraightGather.End.BIAS;
      c.checkForward(
          "counted",
          part,
          relu,
          (values, bias, x, y, from, to) -> {
            MemorySegment[] arguments = {x, values, bias, y};
            counted(gather, end, List.of(arguments), arguments, from, to);
          });
    });
  }

  @Test
  void inputGradientCounted() {
    eachCase((c, _) -> {
      Gather gather = Gather.columns(c.pattern);
      c.checkInputGradient(
          "counted",
          (values, dy, x, dx, from, to) -> {
            MemorySegment[] arguments = {dy, values, x, dx};
            counted(gather, StraightGather.End.GATE, List.of(arguments), arguments, from, to);
          });
    });
  }

  @Test
  void weightGradientGrouped() {
    eachCase((c, _) -> {
      Assembler code = set.assembler();
      GroupedGradient gradient = new GroupedGradient(c.pattern, c.panels, code);
      gradient.write();
      byte[] bytes = code.bytes();
      MemorySegment runs = gradient.runs(0, Arena.ofAuto());
      MemorySegment columns = GroupedGradient.columns(c.pattern, Arena.ofAuto());
      c.checkWeightGradient(
          "grouped",
          (dy, x, dw, from, to) -> {
            if (to > from) {
              new Emulator(bytes, List.of(dy, x, dw, runs, columns))
                  .call(
                      0,
                      dy.address(),
                      x.address(),
                      dw.address(),
                      runs.address() + gradient.bytesTo(from),
                      runs.address() + gradient.bytesTo(to),
                      columns.address());
            }
          });
    });
  }

  @Test
  void weightGradientInStraightCode() {
    eachCase((c, _) -> {
      Assembler code = set.assembler();
      int[] entries = new StraightGradient(c.pattern, c.panels, code).straight();
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
}
