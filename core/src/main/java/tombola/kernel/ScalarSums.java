package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.MemorySegment;

/** The definition of sums, one value after the other. */
public final class ScalarSums implements Sums {

  @Override
  public void add(
      int features,
      MemorySegment a,
      MemorySegment b,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    long end = toPanel * Panels.bytes(features);
    for (long at = fromPanel * Panels.bytes(features); at < end; at += 4) {
      float sum = a.get(FLOAT, at) + b.get(FLOAT, at) + 0f;
      y.set(FLOAT, at, relu && sum <= 0f ? 0f : sum);
    }
  }

  @Override
  public void back(
      int features,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      boolean adds,
      boolean gated,
      int fromPanel,
      int toPanel) {
    long end = toPanel * Panels.bytes(features);
    for (long at = fromPanel * Panels.bytes(features); at < end; at += 4) {
      float before = adds ? dx.get(FLOAT, at) : 0f;
      float brought = gated && x.get(FLOAT, at) <= 0f ? 0f : dy.get(FLOAT, at);
      dx.set(FLOAT, at, before + brought + 0f);
    }
  }
}
