package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import tombola.math.Tree;

/** The definition of batch normalisation, one value after the other. */
public final class ScalarNorms implements Norms {

  /** What is done with one value of a channel; the accumulator's new value. */
  private interface Term {
    float added(long place, float sum);
  }

  private static float sum(Norm shape, int panel, int channel, Term term) {
    float[] sums = new float[LANES];
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long line = line(shape, panel, pixel, channel);
      for (int l = 0; l < shape.lanes(panel); l++) {
        sums[l] = term.added(line + 4L * l, sums[l]);
      }
    }
    return Tree.sum(sums, 0);
  }

  private static long line(Norm shape, int panel, int pixel, int channel) {
    return panel * Panels.bytes(shape.features())
        + ((long) pixel * shape.channels() + channel) * LINE;
  }

  private static float of(MemorySegment values, int channel) {
    return values.get(FLOAT, 4L * channel);
  }

  @Override
  public void moments(
      Norm shape,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment squares,
      int fromPanel,
      int toPanel) {
    for (int p = fromPanel; p < toPanel; p++) {
      for (int c = 0; c < shape.channels(); c++) {
        float middle = sum(shape, p, c, (place, sum) -> sum + x.get(FLOAT, place)) / shape.count(p);
        long at = 4L * (p * shape.stride() + c);
        mean.set(FLOAT, at, middle);
        squares.set(
            FLOAT,
            at,
            sum(
                shape,
                p,
                c,
                (place, sum) -> {
                  float d = x.get(FLOAT, place) - middle;
                  return Math.fma(d, d, sum);
                }));
      }
    }
  }

  @Override
  public void normalise(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment shift,
      MemorySegment x,
      MemorySegment other,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    boolean adds = !other.equals(MemorySegment.NULL);
    for (int line = fromPanel * shape.pixels(); line < toPanel * shape.pixels(); line++) {
      for (int c = 0; c < shape.channels(); c++) {
        long at = line(shape, 0, line, c);
        for (long place = at; place < at + LINE; place += 4) {
          float d = x.get(FLOAT, place) - of(mean, c);
          float value = Math.fma(d, of(scale, c), of(shift, c)) + 0f;
          value += adds ? other.get(FLOAT, place) : 0f;
          y.set(FLOAT, place, relu && value <= 0f ? 0f : value);
        }
      }
    }
  }

  @Override
  public void gradientSums(
      Norm shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment sum,
      MemorySegment product,
      int fromPanel,
      int toPanel) {
    for (int p = fromPanel; p < toPanel; p++) {
      for (int c = 0; c < shape.channels(); c++) {
        float middle = of(mean, c);
        long at = 4L * (p * shape.stride() + c);
        sum.set(FLOAT, at, sum(shape, p, c, (place, all) -> all + dy.get(FLOAT, place)));
        product.set(
            FLOAT,
            at,
            sum(
                shape,
                p,
                c,
                (place, all) -> Math.fma(dy.get(FLOAT, place), x.get(FLOAT, place) - middle, all)));
      }
    }
  }

  @Override
  public void inputGradient(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment offset,
      MemorySegment slope,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      boolean gated,
      int fromPanel,
      int toPanel) {
    for (int p = fromPanel; p < toPanel; p++) {
      for (int pixel = 0; pixel < shape.pixels(); pixel++) {
        for (int c = 0; c < shape.channels(); c++) {
          for (int l = 0; l < LANES; l++) {
            long place = line(shape, p, pixel, c) + 4L * l;
            float value = x.get(FLOAT, place);
            float rest =
                Math.fma(value - of(mean, c), of(slope, c), dy.get(FLOAT, place) - of(offset, c));
            boolean none = l >= shape.lanes(p) || (gated && value <= 0f);
            dx.set(FLOAT, place, none ? 0f : of(scale, c) * rest + 0f);
          }
        }
      }
    }
  }
}
