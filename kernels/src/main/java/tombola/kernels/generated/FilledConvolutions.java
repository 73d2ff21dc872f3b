package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Variant;
import tombola.kernel.SparseProducts.WeightGradient;
import tombola.kernels.Room;

/**
 * The products of a sparse convolution by dense ones, whose W is filled with the live weights at
 * every call: with so many live weights that this pays. Both have one order of sums, so their bits
 * are equal.
 */
final class FilledConvolutions implements SparseConvolutions {
  private static final double DENSE_ENOUGH = 0.25;
  private static final String NAME = "filled";

  private final Convolutions dense;

  FilledConvolutions(Convolutions dense) {
    this.dense = dense;
  }

  /** Returns whether enough weights are live for this to be worth trying. */
  private static boolean pays(Convolution shape, SparsePattern pattern) {
    return pattern.live() >= DENSE_ENOUGH * shape.columns() * shape.filters();
  }

  /** Where in W, as dense products have it, the value of each slot stands. */
  private static final class Places {
    private final long bytes; // of W
    private final long[] ofSlots; // floats from the beginning of W, plus 1; 0 in padding

    Places(Convolution shape, SparsePattern pattern) {
      this.bytes = shape.filters() * shape.rowBytes();
      this.ofSlots = new long[pattern.slots()];
      long row = shape.rowBytes() / Float.BYTES;
      pattern.forEach((slot, filter, column) -> ofSlots[slot] = 1 + filter * row + column);
    }

    /** Returns W in a thread's room. */
    MemorySegment fill(MemorySegment values) {
      MemorySegment w = Room.forWeights(bytes);
      for (long at = 0; at < bytes; at += Float.BYTES) {
        w.set(FLOAT, at, 0f);
      }
      for (int slot = 0; slot < ofSlots.length; slot++) {
        if (ofSlots[slot] > 0) {
          w.set(FLOAT, 4 * (ofSlots[slot] - 1), values.get(FLOAT, 4L * slot));
        }
      }
      return w;
    }

    void take(MemorySegment w, MemorySegment values, int fromSlot, int toSlot) {
      for (int slot = fromSlot; slot < toSlot; slot++) {
        if (ofSlots[slot] > 0) {
          values.set(FLOAT, 4L * slot, w.get(FLOAT, 4 * (ofSlots[slot] - 1)));
        }
      }
    }
  }

  @Override
  public List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu) {
    return pays(shape, pattern)
        ? List.of(new Variant<>(NAME, _ -> forward(shape, new Places(shape, pattern), relu)))
        : List.of();
  }

  private Forward forward(Convolution shape, Places places, boolean relu) {
    return (values, bias, x, y, fromPanel, toPanel) ->
        dense.forward(shape, places.fill(values), bias, x, y, relu, fromPanel, toPanel);
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern) {
    return pays(shape, pattern)
        ? List.of(new Variant<>(NAME, _ -> inputGradient(shape, new Places(shape, pattern))))
        : List.of();
  }

  private InputGradient inputGradient(Convolution shape, Places places) {
    return (values, dy, x, dx, fromPanel, toPanel) ->
        dense.inputGradient(shape, places.fill(values), dy, x, dx, fromPanel, toPanel);
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern) {
    return pays(shape, pattern)
        ? List.of(
            new Variant<>(NAME, _ -> weightGradient(shape, pattern, new Places(shape, pattern))))
        : List.of();
  }

  private WeightGradient weightGradient(Convolution shape, SparsePattern pattern, Places places) {
    int[] rows = pattern.rows();
    return (dy, x, dw, fromPanel, toPanel, fromUnit, toUnit) -> {
      if (toUnit > fromUnit) {
        int from = rows[pattern.unitStart(fromUnit)];
        int to = rows[pattern.unitEnd(toUnit - 1) - 1] + 1;
        MemorySegment gradients = Room.forWeights(places.bytes);
        dense.weightGradient(shape, dy, x, gradients, fromPanel, toPanel, from, to);
        places.take(gradients, dw, pattern.unitStart(fromUnit), pattern.unitStart(toUnit));
      }
    };
  }
}
