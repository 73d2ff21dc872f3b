package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
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

/** The products of a sparse convolution around machine code for their inner loops. */
final class GeneratedSparseConvolutions implements SparseConvolutions {
  private final InstructionSet set;
  private final String name;
  private final SparseConvolutions base;
  private final SparseConvolutions filled;
  private final SlotSweep.Functions slots;
  private final RowCode rows;
  private final LineFunctions lines;

  GeneratedSparseConvolutions(InstructionSet set, SparseConvolutions base, Convolutions dense) {
    this.set = set;
    this.name = "generated:" + set.bits() + " rows";
    this.base = base;
    this.filled = new FilledConvolutions(dense);
    this.slots = new SlotSweep.Functions(set.assembler(), Arena.global());
    this.rows = new RowCode(set.assembler(), Arena.global());
    this.lines = new LineFunctions(set.assembler(), Arena.global());
  }

  @Override
  public List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu) {
    End end = relu ? End.RECTIFIED : End.SUMS;
    Variant<Forward> own =
        new Variant<>(
            name,
            arena -> {
              RowSweep sweep = new RowSweep(true, shape, pattern, rows, lines, arena);
              return (values, bias, x, y, fromPanel, toPanel) ->
                  sweep.run(values, bias, x, y, y, end, fromPanel, toPanel);
            });
    return all(own, base.forward(shape, pattern, relu), filled.forward(shape, pattern, relu));
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern) {
    Variant<InputGradient> own =
        new Variant<>(
            name,
            arena -> {
              RowSweep sweep = new RowSweep(false, shape, pattern, rows, lines, arena);
              MemorySegment zeros = arena.allocate(shape.channels() * (long) Float.BYTES, LINE);
              return (values, dy, x, dx, fromPanel, toPanel) ->
                  sweep.run(values, zeros, dy, x, dx, End.GATED, fromPanel, toPanel);
            });
    return all(own, base.inputGradient(shape, pattern), filled.inputGradient(shape, pattern));
  }

  private static <T> List<Variant<T>> all(
      Variant<T> own, List<Variant<T>> portable, List<Variant<T>> dense) {
    return Stream.of(List.of(own), portable, dense).flatMap(List::stream).toList();
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern) {
    return all(
        new Variant<>(name, arena -> new SlotSweep(shape, pattern, slots, lines, arena)::run),
        List.of(),
        filled.weightGradient(shape, pattern));
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
