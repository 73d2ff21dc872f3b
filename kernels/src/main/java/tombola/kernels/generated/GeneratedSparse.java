package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  private static final int MOST_SLOTS = 1 << 20; // of straight code: with more it is not fetched
  private static final int[] SIZES = {4, 2, 1}; // panels computed at once

  private final InstructionSet set;

  GeneratedSparse(InstructionSet set) {
    this.set = set;
  }

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
    StraightGather.End end = relu ? StraightGather.End.BIAS_RELU : StraightGather.End.BIAS;
    Variant<Forward> counted =
        new Variant<>(
            name("counted"), arena -> counted(Gather.blocks(pattern, part), end, arena)::forward);
    return isTooLarge(pattern)
        ? List.of(counted)
        : List.of(
            counted,
            new Variant<>(
                name("straight"),
                arena -> straight(Gather.rows(pattern, part), end, arena)::forward));
  }

  /** Returns whether code with an instruction a weight would fill hundreds of megabytes. */
  private static boolean isTooLarge(SparsePattern pattern) {
    return pattern.slots() > MOST_SLOTS;
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    StraightGather.End end = StraightGather.End.GATE;
    return List.of(
        new Variant<>(
            name("straight"),
            arena -> straight(Gather.columns(pattern), end, arena)::inputGradient),
        new Variant<>(
            name("counted"), arena -> counted(Gather.columns(pattern), end, arena)::inputGradient));
  }

  private GatherFunction straight(Gather gather, StraightGather.End end, Arena arena) {
    Assembler code = set.assembler();
    StraightGather.write(gather, end, code);
    CodeFunction function = new CodeFunction(CodeMemory.install(code, arena));
    return (x, values, extra, y, fromPanel, toPanel) -> {
      if (toPanel > fromPanel) {
        long in = fromPanel * Panels.bytes(gather.inputs());
        long out = fromPanel * Panels.bytes(gather.outputs());
        long gate = end == StraightGather.End.GATE ? out : 0;
        function.call(
            x.address() + in,
            values.address(),
            extra.address() + gate,
            y.address() + out,
            toPanel - fromPanel,
            0);
      }
    };
  }

  private GatherFunction counted(Gather gather, StraightGather.End end, Arena arena) {
    Assembler code = set.assembler();
    CountedGather[] sizes = new CountedGather[SIZES.length];
    int[] starts = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = new CountedGather(gather, end, SIZES[i], code);
      starts[i] = sizes[i].write();
    }
    MemorySegment memory = CodeMemory.install(code, arena);
    MemorySegment entries = CountedGather.entries(gather, arena);
    CodeFunction[] functions = new CodeFunction[sizes.length];
    long[] runs = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      functions[i] = new CodeFunction(memory.asSlice(starts[i]));
      runs[i] = sizes[i].runs(memory.address(), entries, arena).address();
    }
    return (x, values, extra, y, fromPanel, toPanel) -> {
      int panel = fromPanel;
      for (int i = 0; i < SIZES.length; i++) {
        for (; panel + SIZES[i] <= toPanel; panel += SIZES[i]) {
          long in = panel * Panels.bytes(gather.inputs());
          long out = panel * Panels.bytes(gather.outputs());
          long gate = end == StraightGather.End.GATE ? out : 0;
          functions[i].call(
              x.address() + in,
              values.address(),
              extra.address() + gate,
              y.address() + out,
              runs[i],
              0);
        }
      }
    };
  }

  /** A gather in both forms that products take. */
  private interface GatherFunction {
    void run(
        MemorySegment inputs,
        MemorySegment values,
        MemorySegment extra,
        MemorySegment outputs,
        int fromPanel,
        int toPanel);

    default void forward(
        MemorySegment values,
        MemorySegment bias,
        MemorySegment x,
        MemorySegment y,
        int fromPanel,
        int toPanel) {
      run(x, values, bias, y, fromPanel, toPanel);
    }

    default void inputGradient(
        MemorySegment values,
        MemorySegment dy,
        MemorySegment x,
        MemorySegment dx,
        int fromPanel,
        int toPanel) {
      run(dy, values, x, dx, fromPanel, toPanel);
    }
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    List<Variant<WeightGradient>> variants = new ArrayList<>();
    long bytes = (long) pattern.slots() * BYTES_A_SLOT * panels / 4;
    if (bytes <= mostStraight()) {
      variants.add(new Variant<>(name("straight"), arena -> straight(pattern, panels, arena)));
    }
    variants.add(new Variant<>(name("grouped"), arena -> grouped(pattern, panels, arena)));
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
    int[] entries = new StraightGradient(pattern, panels, code).straight();
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

  private WeightGradient grouped(SparsePattern pattern, int panels, Arena arena) {
    Assembler code = set.assembler();
    GroupedGradient gradient = new GroupedGradient(pattern, panels, code);
    gradient.write();
    MemorySegment memory = CodeMemory.install(code, arena);
    CodeFunction function = new CodeFunction(memory);
    MemorySegment runs = gradient.runs(memory.address(), arena);
    MemorySegment columns = GroupedGradient.columns(pattern, arena);
    return (dy, x, dw, fromUnit, toUnit) -> {
      if (toUnit > fromUnit) {
        function.call(
            dy.address(),
            x.address(),
            dw.address(),
            runs.address() + gradient.bytesTo(fromUnit),
            runs.address() + gradient.bytesTo(toUnit),
            columns.address());
      }
    };
  }

  @Override
  public List<Variant<Sample>> sample(
      SparsePattern pattern,
      boolean relu,
      boolean hidden,
      MemorySegment values,
      MemorySegment bias) {
    if (isTooLarge(pattern)) {
      return List.of();
    }
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
