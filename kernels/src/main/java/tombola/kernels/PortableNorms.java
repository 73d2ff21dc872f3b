package tombola.kernels;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Norm;
import tombola.kernel.Norms;
import tombola.kernel.Panels;
import tombola.math.Tree;

/**
 * Batch normalisation at one vector width; see {@link VectorWidths}. The accumulators of all
 * channels lie in a thread's room, which a cache holds, so that memory is read in its own order.
 * What padding samples have is replaced by +0.0 before it is added, which changes no accumulator.
 */
final class PortableNorms implements Norms {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  PortableNorms() {}

  /** Returns the lanes of the vector at {@code lane} of a line that are samples of the batch. */
  private static VectorMask<Float> real(Norm shape, int panel, int lane) {
    return SPECIES.indexInRange(lane, Math.max(lane, shape.lanes(panel)));
  }

  @Override
  public void moments(
      Norm shape,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment squares,
      int fromPanel,
      int toPanel) {
    MemorySegment room = Room.of(Panels.bytes(shape.channels()));
    for (int p = fromPanel; p < toPanel; p++) {
      boolean full = shape.lanes(p) == LANES;
      clear(room, shape.channels());
      if (full) {
        sumLines(shape, x, room, p);
      } else {
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          sum(shape, x, room, p, lane);
        }
      }
      finish(shape, room, 0, shape.count(p), mean, p);
      clear(room, shape.channels());
      if (full) {
        squareLines(shape, x, mean, room, p);
      } else {
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          squares(shape, x, mean, room, p, lane);
        }
      }
      finish(shape, room, 0, 1, squares, p);
    }
  }

  /** As {@link #sum} for all lanes of a panel that is full: memory is read once, as it lies. */
  private static void sumLines(Norm shape, MemorySegment x, MemorySegment room, int panel) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment sums = OffHeap.base(room);
    long at = OffHeap.at(room, 0);
    long bytes = Panels.bytes(shape.channels());
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long line = OffHeap.at(x, line(shape, panel, pixel, 0, 0));
      for (long j = 0; j < bytes; j += BYTES) {
        FloatVector sum = vector(sums, at + j).add(vector(xs, line + j));
        sum.intoMemorySegment(sums, at + j & OffHeap.RANGE, ORDER);
      }
    }
  }

  private static void sum(Norm shape, MemorySegment x, MemorySegment room, int panel, int lane) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment sums = OffHeap.base(room);
    VectorMask<Float> real = real(shape, panel, lane);
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long line = OffHeap.at(x, line(shape, panel, pixel, 0, lane));
      long at = OffHeap.at(room, 4L * lane);
      for (int c = 0; c < shape.channels(); c++, line += LINE, at += LINE) {
        FloatVector value = FloatVector.zero(SPECIES).blend(vector(xs, line), real);
        vector(sums, at).add(value).intoMemorySegment(sums, at & OffHeap.RANGE, ORDER);
      }
    }
  }

  /** As {@link #squares}, likewise. */
  private static void squareLines(
      Norm shape, MemorySegment x, MemorySegment mean, MemorySegment room, int panel) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment sums = OffHeap.base(room);
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long line = OffHeap.at(x, line(shape, panel, pixel, 0, 0));
      long at = OffHeap.at(room, 0);
      for (int c = 0; c < shape.channels(); c++, line += LINE, at += LINE) {
        FloatVector middle = FloatVector.broadcast(SPECIES, of(mean, panel * shape.stride() + c));
        for (long j = 0; j < LINE; j += BYTES) {
          FloatVector d = vector(xs, line + j).sub(middle);
          FloatVector sum = d.fma(d, vector(sums, at + j));
          sum.intoMemorySegment(sums, at + j & OffHeap.RANGE, ORDER);
        }
      }
    }
  }

  private static void squares(
      Norm shape, MemorySegment x, MemorySegment mean, MemorySegment room, int panel, int lane) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment sums = OffHeap.base(room);
    VectorMask<Float> real = real(shape, panel, lane);
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long line = OffHeap.at(x, line(shape, panel, pixel, 0, lane));
      long at = OffHeap.at(room, 4L * lane);
      for (int c = 0; c < shape.channels(); c++, line += LINE, at += LINE) {
        FloatVector d = vector(xs, line).sub(of(mean, panel * shape.stride() + c));
        d = FloatVector.zero(SPECIES).blend(d, real);
        d.fma(d, vector(sums, at)).intoMemorySegment(sums, at & OffHeap.RANGE, ORDER);
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
    MemorySegment xs = OffHeap.base(x);
    MemorySegment others = OffHeap.base(other);
    MemorySegment ys = OffHeap.base(y);
    for (int pixel = fromPanel * shape.pixels(); pixel < toPanel * shape.pixels(); pixel++) {
      long from = OffHeap.at(x, line(shape, 0, pixel, 0, 0));
      long with = OffHeap.at(other, line(shape, 0, pixel, 0, 0));
      long to = OffHeap.at(y, line(shape, 0, pixel, 0, 0));
      for (int c = 0; c < shape.channels(); c++, from += LINE, with += LINE, to += LINE) {
        FloatVector middle = FloatVector.broadcast(SPECIES, of(mean, c));
        FloatVector factor = FloatVector.broadcast(SPECIES, of(scale, c));
        FloatVector summand = FloatVector.broadcast(SPECIES, of(shift, c));
        for (long j = 0; j < LINE; j += BYTES) {
          FloatVector value = vector(xs, from + j).sub(middle).fma(factor, summand).add(0f);
          if (adds) {
            value = value.add(vector(others, with + j));
          }
          if (relu) {
            value = value.blend(0f, value.compare(VectorOperators.LE, 0f));
          }
          value.intoMemorySegment(ys, to + j & OffHeap.RANGE, ORDER);
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
    MemorySegment room = Room.of(2 * Panels.bytes(shape.channels()));
    for (int p = fromPanel; p < toPanel; p++) {
      clear(room, 2 * shape.channels());
      if (shape.lanes(p) == LANES) {
        gradientLines(shape, dy, x, mean, room, p);
      } else {
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          gradients(shape, dy, x, mean, room, p, lane);
        }
      }
      finish(shape, room, 0, 1, sum, p);
      finish(shape, room, Panels.bytes(shape.channels()), 1, product, p);
    }
  }

  /** As {@link #gradients}, likewise. */
  private static void gradientLines(
      Norm shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment room,
      int panel) {
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment sums = OffHeap.base(room);
    long products = Panels.bytes(shape.channels());
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long place = line(shape, panel, pixel, 0, 0);
      long gradient = OffHeap.at(dy, place);
      long line = OffHeap.at(x, place);
      long at = OffHeap.at(room, 0);
      for (int c = 0; c < shape.channels(); c++, gradient += LINE, line += LINE, at += LINE) {
        FloatVector middle = FloatVector.broadcast(SPECIES, of(mean, c));
        for (long j = 0; j < LINE; j += BYTES) {
          FloatVector d = vector(ds, gradient + j);
          FloatVector sum = vector(sums, at + j).add(d);
          sum.intoMemorySegment(sums, at + j & OffHeap.RANGE, ORDER);
          FloatVector product =
              d.fma(vector(xs, line + j).sub(middle), vector(sums, at + products + j));
          product.intoMemorySegment(sums, at + products + j & OffHeap.RANGE, ORDER);
        }
      }
    }
  }

  private static void gradients(
      Norm shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment room,
      int panel,
      int lane) {
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment sums = OffHeap.base(room);
    VectorMask<Float> real = real(shape, panel, lane);
    long products = Panels.bytes(shape.channels());
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      long place = line(shape, panel, pixel, 0, lane);
      long at = OffHeap.at(room, 4L * lane);
      for (int c = 0; c < shape.channels(); c++, place += LINE, at += LINE) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector d = zero.blend(vector(ds, OffHeap.at(dy, place)), real);
        FloatVector value = zero.blend(vector(xs, OffHeap.at(x, place)).sub(of(mean, c)), real);
        vector(sums, at).add(d).intoMemorySegment(sums, at & OffHeap.RANGE, ORDER);
        d.fma(value, vector(sums, at + products))
            .intoMemorySegment(sums, at + products & OffHeap.RANGE, ORDER);
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
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment all = OffHeap.base(dx);
    for (int pixel = fromPanel * shape.pixels(); pixel < toPanel * shape.pixels(); pixel++) {
      long line = line(shape, 0, pixel, 0, 0);
      for (int c = 0; c < shape.channels(); c++, line += LINE) {
        FloatVector middle = FloatVector.broadcast(SPECIES, of(mean, c));
        FloatVector less = FloatVector.broadcast(SPECIES, of(offset, c));
        FloatVector along = FloatVector.broadcast(SPECIES, of(slope, c));
        float factor = of(scale, c);
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          long place = line + 4L * lane;
          FloatVector value = vector(xs, OffHeap.at(x, place));
          FloatVector rest = vector(ds, OffHeap.at(dy, place)).sub(less);
          rest = value.sub(middle).fma(along, rest).mul(factor).add(0f);
          if (gated) {
            rest = rest.blend(0f, value.compare(VectorOperators.LE, 0f));
          }
          rest.intoMemorySegment(all, OffHeap.at(dx, place) & OffHeap.RANGE, ORDER);
        }
      }
    }
    if (fromPanel < toPanel && shape.lanes(toPanel - 1) < LANES) {
      clearPadding(shape, toPanel - 1, dx);
    }
  }

  /**
   * Makes the gradients +0.0 that are no sample's. A test for them in the loop would have the
   * compiler guess for each panel that it is like the last, and compile anew where it is not.
   */
  private static void clearPadding(Norm shape, int panel, MemorySegment dx) {
    for (int feature = 0; feature < shape.features(); feature++) {
      for (int lane = shape.lanes(panel); lane < LANES; lane++) {
        dx.set(Panels.FLOAT, line(shape, panel, 0, feature, lane), 0f);
      }
    }
  }

  /** Writes the tree of each channel's accumulators, by {@code count}. */
  private static void finish(
      Norm shape, MemorySegment room, long offset, int count, MemorySegment to, int panel) {
    for (int c = 0; c < shape.channels(); c++) {
      float sum = Tree.sum(room, offset + c * LINE);
      to.set(Panels.FLOAT, 4L * (panel * shape.stride() + c), sum / count);
    }
  }

  private static void clear(MemorySegment room, int lines) {
    MemorySegment all = OffHeap.base(room);
    for (long at = 0; at < lines * LINE; at += BYTES) {
      FloatVector.zero(SPECIES).intoMemorySegment(all, OffHeap.at(room, at) & OffHeap.RANGE, ORDER);
    }
  }

  private static long line(Norm shape, int panel, int pixel, int channel, int lane) {
    return panel * Panels.bytes(shape.features())
        + ((long) pixel * shape.channels() + channel) * LINE
        + 4L * lane;
  }

  private static float of(MemorySegment values, int at) {
    return values.get(Panels.FLOAT, 4L * at);
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place & OffHeap.RANGE, ORDER);
  }
}
