package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Gather;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/** The sparse products as machine code for one instruction set. */
final class GeneratedSparse implements SparseProducts {
  private static final int BYTES_A_SLOT = 120; // about, and no more, with four panels

  private final InstructionSet set;

  GeneratedSparse(InstructionSet set) {
    this.set = set;
  }

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, boolean relu) {
    GatherCode.End end = relu ? GatherCode.End.BIAS_RELU : GatherCode.End.BIAS;
    return List.of(
        new Variant<>(
            name("straight"),
            arena -> {
              CodeFunction code = gather(Gather.rows(pattern), end, arena);
              long in = Panels.bytes(pattern.shape().in());
              long out = Panels.bytes(pattern.shape().out());
              return (values, bias, x, y, fromPanel, toPanel) -> {
                if (toPanel > fromPanel) {
                  code.call(
                      x.address() + fromPanel * in,
                      values.address(),
                      bias.address(),
                      y.address() + fromPanel * out,
                      toPanel - fromPanel,
                      0);
                }
              };
            }));
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    return List.of(
        new Variant<>(
            name("straight"),
            arena -> {
              CodeFunction code = gather(Gather.columns(pattern), GatherCode.End.GATE, arena);
              long in = Panels.bytes(pattern.shape().in());
              long out = Panels.bytes(pattern.shape().out());
              return (values, dy, x, dx, fromPanel, toPanel) -> {
                if (toPanel > fromPanel) {
                  code.call(
                      dy.address() + fromPanel * out,
                      values.address(),
                      x.address() + fromPanel * in,
                      dx.address() + fromPanel * in,
                      toPanel - fromPanel,
                      0);
                }
              };
            }));
  }

  private CodeFunction gather(Gather gather, GatherCode.End end, Arena arena) {
    Assembler code = set.assembler();
    GatherCode.write(gather, end, code);
    return new CodeFunction(CodeMemory.install(code, arena));
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    List<Variant<WeightGradient>> variants = new ArrayList<>();
    long bytes = (long) pattern.slots() * BYTES_A_SLOT * panels / 4;
    if (bytes <= mostStraight()) {
      variants.add(new Variant<>(name("straight"), arena -> straight(pattern, panels, arena)));
    }
    variants.add(new Variant<>(name("loop"), arena -> loop(pattern, panels, arena)));
    return variants;
  }

  /**
   * Returns the bytes of code that are still fetched fast enough in the midst of a step, measured;
   * on its own the same code does well up to thrice that.
   */
  private long mostStraight() {
    return switch (set) {
      case AVX512 -> 12 << 20;
      case AVX2 -> 2 << 20;
    };
  }

  private WeightGradient straight(SparsePattern pattern, int panels, Arena arena) {
    Assembler code = set.assembler();
    int[] entries = new GradientCode(pattern, panels, code).straight();
    MemorySegment memory = CodeMemory.install(code, arena);
    CodeFunction[] units = new CodeFunction[entries.length];
    for (int unit = 0; unit < units.length; unit++) {
      units[unit] = new CodeFunction(memory.asSlice(entries[unit]));
    }
    return (dy, x, dw, fromUnit, toUnit) -> {
      for (int unit = fromUnit; unit < toUnit; unit++) {
        units[unit].call(dy.address(), x.address(), dw.address(), 0, 0, 0);
      }
    };
  }

  private WeightGradient loop(SparsePattern pattern, int panels, Arena arena) {
    Assembler code = set.assembler();
    new GradientCode(pattern, panels, code).loop();
    CodeFunction function = new CodeFunction(CodeMemory.install(code, arena));
    MemorySegment table = arena.allocate(8L * pattern.slots(), Panels.LINE);
    for (int slot = 0; slot < pattern.slots(); slot++) {
      table.setAtIndex(ValueLayout.JAVA_INT, 2L * slot, pattern.row(slot) * (int) Panels.LINE);
      table.setAtIndex(
          ValueLayout.JAVA_INT, 2L * slot + 1, pattern.column(slot) * (int) Panels.LINE);
    }
    return (dy, x, dw, fromUnit, toUnit) -> {
      long first = pattern.unitStart(fromUnit);
      long lines = (pattern.unitStart(toUnit) - first) / Panels.LANES;
      if (lines > 0) {
        code(function, table, dy, x, dw, first, lines);
      }
    };
  }

  private static void code(
      CodeFunction function,
      MemorySegment table,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      long first,
      long lines) {
    function.call(
        dy.address(),
        x.address(),
        dw.address() + first * Float.BYTES,
        table.address() + first * 8,
        lines,
        0);
  }

  @Override
  public List<Variant<Sample>> sample(
      SparsePattern pattern,
      boolean relu,
      boolean hidden,
      MemorySegment values,
      MemorySegment bias) {
    return List.of(
        new Variant<>(
            name("columns"),
            arena -> {
              Assembler code = set.assembler();
              SampleCode sample = SampleCode.write(pattern, relu, hidden, code);
              CodeFunction function = new CodeFunction(CodeMemory.install(code, arena));
              MemorySegment constants = sample.constants(values, bias, arena);
              return (x, y) -> function.call(x, y, constants.address());
            }));
  }

  private String name(String kind) {
    return "generated:" + set.bits() + " " + kind;
  }
}
