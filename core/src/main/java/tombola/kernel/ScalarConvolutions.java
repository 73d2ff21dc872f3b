package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tombola.math.Tree;

/** The definition of a convolution's products, one value after the other. */
public final class ScalarConvolutions implements Convolutions {
  private static final ThreadLocal<float[]> SUMS = // few filters are trained by this: a step
      ThreadLocal.withInitial(() -> new float[LANES]); // allocates nothing

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
    float[] sums = SUMS.get();
    for (int p = fromPanel; p < toPanel; p++) {
      for (int place = 0; place < shape.outHeight() * shape.outWidth(); place++) {
        for (int o = 0; o < shape.filters(); o++) {
          Arrays.fill(sums, bias.get(FLOAT, 4L * o));
          addTaps(shape, w, o, x, p, place / shape.outWidth(), place % shape.outWidth(), sums);
          long line = p * Panels.bytes(shape.out()) + ((long) place * shape.filters() + o) * LINE;
          for (int l = 0; l < LANES; l++) {
            float sum = sums[l] + 0f;
            y.set(FLOAT, line + 4L * l, relu && sum <= 0f ? 0f : sum);
          }
        }
      }
    }
  }

  private static void addTaps(
      Convolution shape,
      MemorySegment w,
      int filter,
      MemorySegment x,
      int panel,
      int oy,
      int ox,
      float[] sums) {
    for (int ky = shape.firstTap(oy); ky < shape.endTap(oy, shape.height()); ky++) {
      for (int kx = shape.firstTap(ox); kx < shape.endTap(ox, shape.width()); kx++) {
        int iy = oy * shape.stride() + ky - shape.padding();
        int ix = ox * shape.stride() + kx - shape.padding();
        for (int c = 0; c < shape.channels(); c++) {
          accumulate(sums, weight(shape, w, filter, ky, kx, c), x, pixel(shape, panel, iy, ix, c));
        }
      }
    }
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
    float[] sums = SUMS.get();
    for (int p = fromPanel; p < toPanel; p++) {
      for (int at = 0; at < shape.height() * shape.width(); at++) {
        int iy = at / shape.width();
        int ix = at % shape.width();
        for (int c = 0; c < shape.channels(); c++) {
          Arrays.fill(sums, 0f);
          addPlaces(shape, w, c, dy, p, iy, ix, sums);
          long line = pixel(shape, p, iy, ix, c);
          for (int l = 0; l < LANES; l++) {
            boolean shut = x.get(FLOAT, line + 4L * l) <= 0f;
            dx.set(FLOAT, line + 4L * l, shut ? 0f : sums[l] + 0f);
          }
        }
      }
    }
  }

  private static void addPlaces(
      Convolution shape,
      MemorySegment w,
      int channel,
      MemorySegment dy,
      int panel,
      int iy,
      int ix,
      float[] sums) {
    int firstY = shape.firstTapOver(iy, shape.outHeight());
    int firstX = shape.firstTapOver(ix, shape.outWidth());
    for (int ky = firstY; ky < shape.endTapOver(iy); ky += shape.stride()) {
      for (int kx = firstX; kx < shape.endTapOver(ix); kx += shape.stride()) {
        int oy = (iy + shape.padding() - ky) / shape.stride();
        int ox = (ix + shape.padding() - kx) / shape.stride();
        for (int o = 0; o < shape.filters(); o++) {
          accumulate(
              sums, weight(shape, w, o, ky, kx, channel), dy, place(shape, panel, oy, ox, o));
        }
      }
    }
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
    float[] sums = SUMS.get();
    Linear matrix = shape.matrix();
    for (int o = fromFilter; o < toFilter; o++) {
      for (int column = 0; column < matrix.in(); column++) {
        int tap = column / shape.channels();
        int ky = tap / shape.kernel();
        int kx = tap % shape.kernel();
        float sum = 0f;
        for (int p = fromPanel; p < toPanel; p++) {
          Arrays.fill(sums, 0f);
          addProducts(shape, dy, x, p, o, ky, kx, column % shape.channels(), sums);
          sum += Tree.sum(sums, 0);
        }
        dw.set(FLOAT, o * matrix.rowBytes() + 4L * column, sum);
      }
    }
  }

  private static void addProducts(
      Convolution shape,
      MemorySegment dy,
      MemorySegment x,
      int panel,
      int filter,
      int ky,
      int kx,
      int channel,
      float[] sums) {
    for (int oy = shape.firstPlace(ky); oy < shape.endPlace(ky, shape.height()); oy++) {
      for (int ox = shape.firstPlace(kx); ox < shape.endPlace(kx, shape.width()); ox++) {
        int iy = oy * shape.stride() + ky - shape.padding();
        int ix = ox * shape.stride() + kx - shape.padding();
        long from = place(shape, panel, oy, ox, filter);
        long pixel = pixel(shape, panel, iy, ix, channel);
        for (int l = 0; l < LANES; l++) {
          sums[l] = Math.fma(dy.get(FLOAT, from + 4L * l), x.get(FLOAT, pixel + 4L * l), sums[l]);
        }
      }
    }
  }

  /** Adds {@code weight} times a line of {@code x} to a sum in each lane. */
  static void accumulate(float[] sums, float weight, MemorySegment x, long from) {
    for (int l = 0; l < LANES; l++) {
      sums[l] = Math.fma(weight, x.get(FLOAT, from + 4L * l), sums[l]);
    }
  }

  private static float weight(
      Convolution shape, MemorySegment w, int filter, int ky, int kx, int channel) {
    int column = (ky * shape.kernel() + kx) * shape.channels() + channel;
    return w.get(FLOAT, filter * shape.rowBytes() + 4L * column);
  }

  /** Returns where the line of a channel of a pixel begins, in panels of pictures taken. */
  static long pixel(Convolution shape, int panel, int iy, int ix, int channel) {
    long feature = ((long) iy * shape.width() + ix) * shape.channels() + channel;
    return panel * Panels.bytes(shape.in()) + feature * LINE;
  }

  /** Returns where the line of a filter at a place begins, in panels of pictures given. */
  static long place(Convolution shape, int panel, int oy, int ox, int filter) {
    long feature = ((long) oy * shape.outWidth() + ox) * shape.filters() + filter;
    return panel * Panels.bytes(shape.out()) + feature * LINE;
  }
}
