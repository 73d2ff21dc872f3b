package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;

/** The definition of pooling, one value after the other. */
public final class ScalarPools implements Pools {

  @Override
  public void max(Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    eachWindow(
        shape,
        fromPanel,
        toPanel,
        (window, line) -> y.set(FLOAT, line, x.get(FLOAT, greatest(shape, x, window))));
  }

  @Override
  public void maxGradient(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    long panel = Panels.bytes(shape.in());
    dx.asSlice(fromPanel * panel, (toPanel - fromPanel) * panel).fill((byte) 0);
    eachWindow(
        shape,
        fromPanel,
        toPanel,
        (window, line) -> {
          long to = greatest(shape, x, window);
          dx.set(FLOAT, to, dx.get(FLOAT, to) + dy.get(FLOAT, line));
        });
  }

  /** Returns the place of the first of a window's values than which no later one is greater. */
  private static long greatest(Pooling shape, MemorySegment x, long window) {
    long place = window;
    for (int k = 1; k < shape.size() * shape.size(); k++) {
      long other = window + inWindow(shape, k / shape.size(), k % shape.size());
      if (x.get(FLOAT, other) > x.get(FLOAT, place)) {
        place = other;
      }
    }
    return place;
  }

  @Override
  public void average(Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    eachWindow(
        shape,
        fromPanel,
        toPanel,
        (window, line) -> {
          float sum = 0f;
          for (int k = 0; k < shape.size() * shape.size(); k++) {
            sum += x.get(FLOAT, window + inWindow(shape, k / shape.size(), k % shape.size()));
          }
          y.set(FLOAT, line, sum * shape.share() + 0f);
        });
  }

  @Override
  public void averageGradient(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    long panel = Panels.bytes(shape.in());
    dx.asSlice(fromPanel * panel, (toPanel - fromPanel) * panel).fill((byte) 0);
    eachWindow(
        shape,
        fromPanel,
        toPanel,
        (window, line) -> {
          for (int k = 0; k < shape.size() * shape.size(); k++) {
            long to = window + inWindow(shape, k / shape.size(), k % shape.size());
            dx.set(FLOAT, to, dx.get(FLOAT, to) + dy.get(FLOAT, line));
          }
        });
    for (long at = fromPanel * panel; at < toPanel * panel; at += Float.BYTES) {
      boolean shut = x.get(FLOAT, at) <= 0f;
      dx.set(FLOAT, at, shut ? 0f : dx.get(FLOAT, at) * shape.share() + 0f);
    }
  }

  private static long inWindow(Pooling shape, int ky, int kx) {
    return ((long) ky * shape.width() + kx) * shape.channels() * LINE;
  }

  /** What is done for one channel and one sample of a window. */
  private interface Window {
    void at(long window, long line);
  }

  /** Goes through the windows, oy and ox ascending, lane by lane. */
  private static void eachWindow(Pooling shape, int fromPanel, int toPanel, Window action) {
    int places = shape.outHeight() * shape.outWidth();
    for (int p = fromPanel; p < toPanel; p++) {
      for (int place = 0; place < places; place++) {
        int iy = place / shape.outWidth() * shape.stride();
        int ix = place % shape.outWidth() * shape.stride();
        for (int c = 0; c < shape.channels(); c++) {
          long window =
              p * Panels.bytes(shape.in())
                  + (((long) iy * shape.width() + ix) * shape.channels() + c) * LINE;
          long line = p * Panels.bytes(shape.out()) + ((long) place * shape.channels() + c) * LINE;
          for (int l = 0; l < LANES; l++) {
            action.at(window + 4L * l, line + 4L * l);
          }
        }
      }
    }
  }
}
