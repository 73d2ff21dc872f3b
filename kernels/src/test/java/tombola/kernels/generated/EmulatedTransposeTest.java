package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.kernels.Numbers;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Emulator;
import tombola.kernels.x86.InstructionSet;

/** The code that turns rows into panels and back, emulated, moves every value as defined. */
@ParameterizedClass
@EnumSource(InstructionSet.class)
class EmulatedTransposeTest {
  private static final Kernels SCALAR = Kernels.scalar();
  private static final int MOST_SQUARES = 3;

  @Parameter InstructionSet set = InstructionSet.AVX512;

  private void run(
      Consumer<Assembler> function, MemorySegment rows, MemorySegment panel, int features) {
    int squares = features / (set.bits() / Float.SIZE);
    run(function, rows, 4L * Panels.stride(features), panel, squares);
  }

  private void run(
      Consumer<Assembler> function,
      MemorySegment rows,
      long stride,
      MemorySegment panel,
      int squares) {
    Assembler code = set.assembler();
    function.accept(code);
    new Emulator(code.bytes(), List.of(rows, panel))
        .call(0, rows.address(), panel.address(), stride, squares, 0, 0);
  }

  @Test
  void bytesToPanel() {
    for (int squares = 1; squares <= MOST_SQUARES; squares++) {
      int features = 4 * squares * set.bits() / Float.SIZE;
      long stride = Panels.byteStride(features);
      MemorySegment rows = new Numbers(squares, true).bytes(LANES * stride);
      MemorySegment expected = Numbers.guarded((long) features * LANES);
      MemorySegment found = Numbers.guarded((long) features * LANES);
      SCALAR.layouts().bytesToPanels(features, rows, 0.7f, expected, 0, 1);
      found.set(Panels.FLOAT, 0, 0.7f);
      found.set(ValueLayout.JAVA_INT, Float.BYTES, 0xFF);
      run(TransposeCode::bytesToPanel, rows, stride, found, squares);

      Numbers.assertSameBits(features + " features", expected, found);
    }
  }

  @Test
  void rowsToPanel() {
    for (int squares = 1; squares <= MOST_SQUARES; squares++) {
      int features = squares * set.bits() / Float.SIZE;
      MemorySegment rows = new Numbers(squares, true).rows(LANES, features, 0);
      MemorySegment expected = Numbers.guarded((long) features * LANES);
      MemorySegment found = Numbers.guarded((long) features * LANES);
      SCALAR.layouts().rowsToPanels(features, rows, expected, 0, 1);
      run(TransposeCode::rowsToPanel, rows, found, features);

      Numbers.assertSameBits(features + " features", expected, found);
    }
  }

  @Test
  void panelToRows() {
    for (int squares = 1; squares <= MOST_SQUARES; squares++) {
      int features = squares * set.bits() / Float.SIZE;
      MemorySegment panel = new Numbers(squares, true).any((long) features * LANES);
      MemorySegment expected = Numbers.guarded((long) LANES * Panels.stride(features));
      MemorySegment found = Numbers.guarded((long) LANES * Panels.stride(features));
      SCALAR.layouts().panelsToRows(features, panel, expected, 0, 1);
      run(TransposeCode::panelToRows, found, panel, features);

      Numbers.assertSameBits(features + " features", expected, found);
    }
  }
}
