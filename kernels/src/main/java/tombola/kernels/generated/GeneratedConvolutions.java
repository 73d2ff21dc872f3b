package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.x86.InstructionSet;

/**
 * The dense products of convolutions around machine code for their inner loops, the same for every
 * shape.
 */
final class GeneratedConvolutions implements Convolutions {
  private final PlaceCode places;
  private final ColumnSweep.Functions columns;
  private final LineFunctions lines;
  private final Map<Convolution, Sweeps> sweeps = new ConcurrentHashMap<>();

  private record Sweeps(PlaceSweep forward, PlaceSweep inputGradient, ColumnSweep weightGradient) {}

  GeneratedConvolutions(InstructionSet set) {
    this.places = new PlaceCode(set.assembler(), Arena.global());
    this.columns = new ColumnSweep.Functions(set.assembler(), Arena.global());
    this.lines = new LineFunctions(set.assembler(), Arena.global());
  }

  private Sweeps sweeps(Convolution shape) {
    Sweeps known = sweeps.get(shape);
    return known != null ? known : sweeps.computeIfAbsent(shape, this::make);
  }

  private Sweeps make(Convolution shape) {
    return new Sweeps(
        new PlaceSweep(true, shape, places),
        new PlaceSweep(false, shape, places),
        new ColumnSweep(shape, columns, lines));
  }

  @Override
  public void forward(
      Convolution shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    End end = relu ? End.RECTIFIED : End.SUMS;
    sweeps(shape).forward.run(w, bias, x, y, y, end, fromPanel, toPanel);
  }

  @Override
  public void inputGradient(
      Convolution shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    sweeps(shape).inputGradient.run(w, dx, dy, x, dx, End.GATED, fromPanel, toPanel);
  }

  @Override
  public void weightGradient(
      Convolution shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromFilter,
      int toFilter) {
    sweeps(shape).weightGradient.run(dy, x, dw, fromPanel, toPanel, fromFilter, toFilter);
  }
}
