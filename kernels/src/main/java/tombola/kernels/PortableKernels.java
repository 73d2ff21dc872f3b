package tombola.kernels;

import java.lang.foreign.MemorySegment;
import tombola.kernel.AdamStep;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Linear;
import tombola.kernel.Products;
import tombola.kernel.SgdStep;
import tombola.kernel.Updates;

/**
 * The kernels in the Vector API at one width.
 *
 * @param name such as {@code portable:256}
 */
record PortableKernels(String name, Layouts layouts, Products products, Updates updates)
    implements Kernels {

  @Override
  public void load(
      byte[] source, int from, int count, float scale, MemorySegment row, long offset) {
    layouts.load(source, from, count, scale, row, offset);
  }

  @Override
  public void rowsToPanels(
      int features, MemorySegment rows, MemorySegment panels, int fromPanel, int toPanel) {
    layouts.rowsToPanels(features, rows, panels, fromPanel, toPanel);
  }

  @Override
  public void panelsToRows(
      int features, MemorySegment panels, MemorySegment rows, int fromPanel, int toPanel) {
    layouts.panelsToRows(features, panels, rows, fromPanel, toPanel);
  }

  @Override
  public void forward(
      Linear shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    products.forward(shape, w, bias, x, y, relu, fromPanel, toPanel);
  }

  @Override
  public void inputGradient(
      Linear shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    products.inputGradient(shape, w, dy, x, dx, fromPanel, toPanel);
  }

  @Override
  public void weightGradient(
      Linear shape,
      int samples,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromRow,
      int toRow) {
    products.weightGradient(shape, samples, dy, x, dw, fromRow, toRow);
  }

  @Override
  public void biasGradient(int out, int panels, MemorySegment dy, MemorySegment db) {
    products.biasGradient(out, panels, dy, db);
  }

  @Override
  public void adam(
      AdamStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      MemorySegment live,
      long from,
      long to) {
    updates.adam(step, w, g, m, v, live, from, to);
  }

  @Override
  public void sgd(
      SgdStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment live,
      long from,
      long to) {
    updates.sgd(step, w, g, m, live, from, to);
  }
}
