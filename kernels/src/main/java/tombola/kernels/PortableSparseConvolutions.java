package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Variant;

/** The products of a sparse convolution, around loops defined for one vector width. */
final class PortableSparseConvolutions implements SparseConvolutions {
  private final String name;
  private final RowLoops loops;

  PortableSparseConvolutions(int bits, RowLoops loops) {
    this.name = "portable:" + bits + " rows";
    this.loops = loops;
  }

  @Override
  public List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu) {
    RowLoops.End end = relu ? RowLoops.End.RECTIFIED : RowLoops.End.KEPT;
    return List.of(
        new Variant<>(
            name,
            arena -> {
              RowGather gather = RowGather.forward(shape, pattern, loops, arena);
              return (values, bias, x, y, fromPanel, toPanel) ->
                  gather.run(values, bias, x, y, y, end, fromPanel, toPanel);
            }));
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern) {
    return List.of(
        new Variant<>(
            name,
            arena -> {
              RowGather gather = RowGather.inputGradient(shape, pattern, loops, arena);
              MemorySegment zeros = arena.allocate(shape.channels() * (long) Float.BYTES, LINE);
              return (values, dy, x, dx, fromPanel, toPanel) ->
                  gather.run(values, zeros, dy, dx, x, RowLoops.End.GATED, fromPanel, toPanel);
            }));
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern) {
    return List.of(
        new Variant<>(name, arena -> new RowGradient(shape, pattern, loops, arena)::run));
  }
}
