package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernel.Layouts;
import tombola.kernel.Panels;
import tombola.kernel.ScalarKernels;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/** Transposes as machine code; what whole vectors leave over is done one by one. */
final class GeneratedLayouts implements Layouts {
  private final Layouts base;
  private final int width;
  private final CodeFunction rowsToPanel;
  private final CodeFunction panelToRows;
  private final CodeFunction bytesToPanel;
  private final ScalarKernels scalar = new ScalarKernels();

  GeneratedLayouts(InstructionSet set, Layouts base) {
    this.base = base;
    Assembler code = set.assembler();
    this.width = code.width();
    TransposeCode.rowsToPanel(code);
    code.align(64);
    int second = code.size();
    TransposeCode.panelToRows(code);
    code.align(64);
    int third = code.size();
    TransposeCode.bytesToPanel(code);
    MemorySegment memory = CodeMemory.install(code, Arena.global());
    this.rowsToPanel = new CodeFunction(memory);
    this.panelToRows = new CodeFunction(memory.asSlice(second));
    this.bytesToPanel = new CodeFunction(memory.asSlice(third));
  }

  @Override
  public void load(
      byte[] source, int from, int count, float scale, MemorySegment row, long offset) {
    base.load(source, from, count, scale, row, offset);
  }

  /** What is left over is less than a square: one that ends with the last feature has it too. */
  @Override
  public void bytesToPanels(
      int features,
      MemorySegment rows,
      float scale,
      MemorySegment panels,
      int fromPanel,
      int toPanel) {
    int square = 4 * width;
    if (features < square) {
      base.bytesToPanels(features, rows, scale, panels, fromPanel, toPanel);
      return;
    }
    long stride = Panels.byteStride(features);
    int last = features - square;
    for (int p = fromPanel; p < toPanel; p++) {
      long row = rows.address() + (long) p * Panels.LANES * stride;
      bytesToPanel(row, stride, features / square, scale, panels, p * Panels.bytes(features));
      if (features % square > 0) {
        long line = p * Panels.bytes(features) + last * Panels.LINE;
        bytesToPanel(row + last, stride, 1, scale, panels, line);
      }
    }
  }

  private void bytesToPanel(
      long row, long stride, int squares, float scale, MemorySegment panels, long line) {
    panels.set(Panels.FLOAT, line, scale);
    panels.set(ValueLayout.JAVA_INT, line + Float.BYTES, 0xFF);
    bytesToPanel.call(row, panels.address() + line, stride, squares, 0, 0);
  }

  @Override
  public void rowsToPanels(
      int features, MemorySegment rows, MemorySegment panels, int fromPanel, int toPanel) {
    call(rowsToPanel, features, rows, panels, fromPanel, toPanel);
    scalar.rowsToPanels(features, whole(features), rows, panels, fromPanel, toPanel);
  }

  @Override
  public void panelsToRows(
      int features, MemorySegment panels, MemorySegment rows, int fromPanel, int toPanel) {
    call(panelToRows, features, rows, panels, fromPanel, toPanel);
    scalar.panelsToRows(features, whole(features), panels, rows, fromPanel, toPanel);
  }

  private int whole(int features) {
    return features / width * width;
  }

  private void call(
      CodeFunction function,
      int features,
      MemorySegment rows,
      MemorySegment panels,
      int fromPanel,
      int toPanel) {
    long stride = 4L * Panels.stride(features);
    long squares = features / width;
    for (int p = fromPanel; p < toPanel && squares > 0; p++) {
      function.call(
          rows.address() + (long) p * Panels.LANES * stride,
          panels.address() + p * Panels.bytes(features),
          stride,
          squares,
          0,
          0);
    }
  }
}
