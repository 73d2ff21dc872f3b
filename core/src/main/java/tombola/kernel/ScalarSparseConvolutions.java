package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.ScalarConvolutions.accumulate;
import static tombola.kernel.ScalarConvolutions.pixel;
import static tombola.kernel.ScalarConvolutions.place;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Variant;
import tombola.math.Tree;

/** The definition of a sparse convolution's products, one value after the other. */
final class ScalarSparseConvolutions implements SparseConvolutions {

  @Override
  public List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu) {
    return List.of(
        new Variant<>(
            "scalar",
            _ ->
                (values, bias, x, y, fromPanel, toPanel) -> {
                  for (int p = fromPanel; p < toPanel; p++) {
                    for (int place = 0; place < shape.outHeight() * shape.outWidth(); place++) {
                      for (int o = 0; o < shape.filters(); o++) {
                        forward(shape, pattern, relu, values, bias, x, y, p, place, o);
                      }
                    }
                  }
                }));
  }

  private static void forward(
      Convolution shape,
      SparsePattern pattern,
      boolean relu,
      MemorySegment values,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      int panel,
      int place,
      int filter) {
    float[] sums = new float[LANES];
    Arrays.fill(sums, bias.get(FLOAT, 4L * filter));
    int oy = place / shape.outWidth();
    int ox = place % shape.outWidth();
    for (int b = 0; b < pattern.blocks(); b++) {
      for (int slot = pattern.start(b, filter); slot < pattern.end(b, filter); slot++) {
        int column = pattern.column(b, slot);
        int tap = column / shape.channels();
        int iy = oy * shape.stride() + tap / shape.kernel() - shape.padding();
        int ix = ox * shape.stride() + tap % shape.kernel() - shape.padding();
        if (iy >= 0 && iy < shape.height() && ix >= 0 && ix < shape.width()) {
          long line = pixel(shape, panel, iy, ix, column % shape.channels());
          accumulate(sums, values.get(FLOAT, 4L * slot), x, line);
        }
      }
    }
    long line = place(shape, panel, oy, ox, filter);
    for (int l = 0; l < LANES; l++) {
      float sum = sums[l] + 0f;
      y.set(FLOAT, line + 4L * l, relu && sum <= 0f ? 0f : sum);
    }
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern) {
    SparsePattern.Columns columns = pattern.columns();
    return List.of(
        new Variant<>(
            "scalar",
            _ ->
                (values, dy, x, dx, fromPanel, toPanel) -> {
                  for (int p = fromPanel; p < toPanel; p++) {
                    for (int pixel = 0; pixel < shape.height() * shape.width(); pixel++) {
                      for (int c = 0; c < shape.channels(); c++) {
                        inputGradient(shape, columns, values, dy, x, dx, p, pixel, c);
                      }
                    }
                  }
                }));
  }

  private static void inputGradient(
      Convolution shape,
      SparsePattern.Columns columns,
      MemorySegment values,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int panel,
      int pixel,
      int channel) {
    float[] sums = new float[LANES];
    int iy = pixel / shape.width();
    int ix = pixel % shape.width();
    int firstY = shape.firstTapOver(iy, shape.outHeight());
    int firstX = shape.firstTapOver(ix, shape.outWidth());
    for (int ky = firstY; ky < shape.endTapOver(iy); ky += shape.stride()) {
      for (int kx = firstX; kx < shape.endTapOver(ix); kx += shape.stride()) {
        int oy = (iy + shape.padding() - ky) / shape.stride();
        int ox = (ix + shape.padding() - kx) / shape.stride();
        int column = (ky * shape.kernel() + kx) * shape.channels() + channel;
        for (int k = columns.first(column); k < columns.first(column + 1); k++) {
          long line = place(shape, panel, oy, ox, columns.row(k));
          accumulate(sums, values.get(FLOAT, 4L * columns.slot(k)), dy, line);
        }
      }
    }
    long line = pixel(shape, panel, iy, ix, channel);
    for (int l = 0; l < LANES; l++) {
      boolean shut = x.get(FLOAT, line + 4L * l) <= 0f;
      dx.set(FLOAT, line + 4L * l, shut ? 0f : sums[l] + 0f);
    }
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern) {
    return List.of(
        new Variant<>(
            "scalar",
            _ ->
                (dy, x, dw, fromPanel, toPanel, fromUnit, toUnit) -> {
                  for (int unit = fromUnit; unit < toUnit; unit++) {
                    pattern.forEach(
                        unit,
                        (slot, filter, column) -> {
                          float sum = 0f;
                          for (int p = fromPanel; p < toPanel; p++) {
                            sum += weightGradient(shape, p, dy, x, filter, column);
                          }
                          dw.set(FLOAT, 4L * slot, sum);
                        });
                  }
                }));
  }

  private static float weightGradient(
      Convolution shape, int panel, MemorySegment dy, MemorySegment x, int filter, int column) {
    float[] lanes = new float[LANES];
    int tap = column / shape.channels();
    int ky = tap / shape.kernel();
    int kx = tap % shape.kernel();
    for (int oy = shape.firstPlace(ky); oy < shape.endPlace(ky, shape.height()); oy++) {
      for (int ox = shape.firstPlace(kx); ox < shape.endPlace(kx, shape.width()); ox++) {
        int iy = oy * shape.stride() + ky - shape.padding();
        int ix = ox * shape.stride() + kx - shape.padding();
        long from = place(shape, panel, oy, ox, filter);
        long pixel = pixel(shape, panel, iy, ix, column % shape.channels());
        for (int l = 0; l < LANES; l++) {
          lanes[l] = Math.fma(dy.get(FLOAT, from + 4L * l), x.get(FLOAT, pixel + 4L * l), lanes[l]);
        }
      }
    }
    return Tree.sum(lanes, 0);
  }
}
