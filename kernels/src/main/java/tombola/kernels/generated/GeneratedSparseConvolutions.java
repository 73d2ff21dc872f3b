package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernel.PlaneSums;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Sample;
import tombola.kernel.SparseProducts.Variant;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/**
 * The products of a sparse convolution: by machine code that has its live weights in it, where they
 * are not too many ({@code straight}); by machine code that reads lists of them, on copies of rows
 * ({@code rows}); and where many are live, on a dense matrix that is filled with them.
 */
final class GeneratedSparseConvolutions implements SparseConvolutions {
  private static final int FEW = 1 << 13; // live weights, of which code takes 0.3 to 3.5 MB

  private final InstructionSet set;
  private final String rows;
  private final String straight;
  private final SparseConvolutions filled;
  private final SlotCode slotCode;
  private final RowCode rowCode;
  private final LineFunctions lines;

  GeneratedSparseConvolutions(InstructionSet set, Convolutions dense) {
    this.set = set;
    this.rows = "generated:" + set.bits() + " rows";
    this.straight = "generated:" + set.bits() + " straight";
    this.filled = new FilledConvolutions(dense);
    this.slotCode = new SlotCode(set);
    this.rowCode = new RowCode(set);
    this.lines = new LineFunctions(set.assembler(), Arena.global());
  }

  @Override
  public List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu) {
    End end = relu ? End.RECTIFIED : End.SUMS;
    return all(
        shape,
        pattern,
        forward(straight, arena -> new StraightSweep(true, shape, pattern, end, set, lines, arena)),
        forward(rows, arena -> new RowSweep(true, shape, pattern, end, rowCode, lines, arena)),
        filled.forward(shape, pattern, relu));
  }

  private static Variant<Forward> forward(String name, Function<Arena, Sweep> maker) {
    return new Variant<>(
        name,
        arena -> {
          Sweep sweep = maker.apply(arena);
          return (values, bias, x, y, fromPanel, toPanel) ->
              sweep.run(values, bias, x, y, y, fromPanel, toPanel);
        });
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern) {
    int channels = shape.channels();
    return all(
        shape,
        pattern,
        inputGradient(
            straight,
            channels,
            arena -> new StraightSweep(false, shape, pattern, End.GATED, set, lines, arena)),
        inputGradient(
            rows,
            channels,
            arena -> new RowSweep(false, shape, pattern, End.GATED, rowCode, lines, arena)),
        filled.inputGradient(shape, pattern));
  }

  private static Variant<InputGradient> inputGradient(
      String name, int channels, Function<Arena, Sweep> maker) {
    return new Variant<>(
        name,
        arena -> {
          Sweep sweep = maker.apply(arena);
          MemorySegment zeros = arena.allocate(channels * (long) Float.BYTES, LINE);
          return (values, dy, x, dx, fromPanel, toPanel) ->
              sweep.run(values, zeros, dy, x, dx, fromPanel, toPanel);
        });
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern) {
    return all(
        shape,
        pattern,
        new Variant<>(straight, arena -> new StraightSlots(shape, pattern, set, lines, arena)::run),
        new Variant<>(rows, arena -> new SlotSweep(shape, pattern, slotCode, lines, arena)::run),
        filled.weightGradient(shape, pattern));
  }

  private static <T> List<Variant<T>> all(
      Convolution shape,
      SparsePattern pattern,
      Variant<T> straight,
      Variant<T> rows,
      List<Variant<T>> filled) {
    List<Variant<T>> all = new ArrayList<>();
    if (pattern.live() <= FEW && shape.kernel() <= Integer.SIZE) {
      all.add(straight);
    }
    all.add(rows);
    all.addAll(filled);
    return all;
  }

  @Override
  public List<Variant<Sample>> sample(PlaneSums sums) {
    return List.of(
        new Variant<>(
            "generated:" + set.bits() + " planes",
            arena -> {
              Assembler code = set.assembler();
              PlaneCode planes = PlaneCode.write(sums, code);
              CodeFunction function = new CodeFunction(CodeMemory.install(code, arena));
              MemorySegment constants = planes.constants(arena);
              return (x, y) -> function.call(x, y, constants.address());
            }));
  }
}
