package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import tombola.math.Tree;

/** The definition of the sparse products, one value after the other. */
final class ScalarSparse implements SparseProducts {

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
    return List.of(
        new Variant<>(
            "scalar",
            _ ->
                (values, bias, x, y, fromPanel, toPanel) -> {
                  for (int p = fromPanel; p < toPanel; p++) {
                    forward(pattern, part, relu, values, bias, x, y, p);
                  }
                }));
  }

  private static void forward(
      SparsePattern pattern,
      int part,
      boolean relu,
      MemorySegment values,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      int p) {
    Linear shape = pattern.shape();
    float[] sums = new float[LANES];
    for (int o = pattern.firstRow(part); o < pattern.firstRow(part + 1); o++) {
      Arrays.fill(sums, bias.get(FLOAT, 4L * o));
      for (int b = 0; b < pattern.blocks(); b++) {
        for (int slot = pattern.start(b, o); slot < pattern.end(b, o); slot++) {
          long line = p * Panels.bytes(shape.in()) + pattern.column(b, slot) * LINE;
          accumulate(sums, values.get(FLOAT, 4L * slot), x, line);
        }
      }
      for (int l = 0; l < LANES; l++) {
        float sum = sums[l] + 0f;
        long at = p * Panels.bytes(shape.out()) + o * LINE + 4L * l;
        y.set(FLOAT, at, relu && sum <= 0f ? 0f : sum);
      }
    }
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    SparsePattern.Columns columns = pattern.columns();
    return List.of(
        new Variant<>(
            "scalar",
            _ ->
                (values, dy, x, dx, fromPanel, toPanel) -> {
                  for (int p = fromPanel; p < toPanel; p++) {
                    inputGradient(pattern, columns, values, dy, x, dx, p);
                  }
                }));
  }

  private static void inputGradient(
      SparsePattern pattern,
      SparsePattern.Columns columns,
      MemorySegment values,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int p) {
    Linear shape = pattern.shape();
    float[] sums = new float[LANES];
    for (int i = 0; i < shape.in(); i++) {
      Arrays.fill(sums, 0f);
      for (int k = columns.first(i); k < columns.first(i + 1); k++) {
        int slot = columns.slot(k);
        long line = p * Panels.bytes(shape.out()) + columns.row(k) * LINE;
        accumulate(sums, values.get(FLOAT, 4L * slot), dy, line);
      }
      for (int l = 0; l < LANES; l++) {
        long at = p * Panels.bytes(shape.in()) + i * LINE + 4L * l;
        dx.set(FLOAT, at, x.get(FLOAT, at) <= 0f ? 0f : sums[l] + 0f);
      }
    }
  }

  private static void accumulate(float[] sums, float weight, MemorySegment x, long line) {
    for (int l = 0; l < LANES; l++) {
      sums[l] = Math.fma(weight, x.get(FLOAT, line + 4L * l), sums[l]);
    }
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    return List.of(
        new Variant<>(
            "scalar",
            _ ->
                (dy, x, dw, fromUnit, toUnit) -> {
                  for (int unit = fromUnit; unit < toUnit; unit++) {
                    weightGradient(pattern, panels, dy, x, dw, unit);
                  }
                }));
  }

  private static void weightGradient(
      SparsePattern pattern,
      int panels,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int unit) {
    Linear shape = pattern.shape();
    float[] lanes = new float[LANES];
    pattern.forEach(
        unit,
        (slot, row, column) -> {
          Arrays.fill(lanes, 0f);
          for (int p = 0; p < panels; p++) {
            long dyLine = p * Panels.bytes(shape.out()) + row * LINE;
            long xLine = p * Panels.bytes(shape.in()) + column * LINE;
            for (int l = 0; l < LANES; l++) {
              lanes[l] =
                  Math.fma(dy.get(FLOAT, dyLine + 4L * l), x.get(FLOAT, xLine + 4L * l), lanes[l]);
            }
          }
          dw.set(FLOAT, 4L * slot, Tree.sum(lanes, 0));
        });
  }
}
