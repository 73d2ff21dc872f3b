package tombola.lab.store;

import java.util.BitSet;
import java.util.List;

/** A named array in a safetensors file, row-major. Scalars have the empty shape. */
public sealed interface Tensor {

  /** Returns the length of each axis. */
  List<Integer> shape();

  /** Returns the number of values. */
  default int count() {
    return shape().stream().reduce(1, Math::multiplyExact);
  }

  private static void requireCount(Tensor tensor, int values) {
    if (values != tensor.count()) {
      throw new IllegalArgumentException(
          "tensor: expected %d values for %s, got %d"
              .formatted(tensor.count(), tensor.shape(), values));
    }
  }

  /** 32-bit floats. */
  final class F32 implements Tensor {
    private final List<Integer> shape;
    private final float[] values;

    /**
     * Wraps {@code values} without copying.
     *
     * @throws IllegalArgumentException if their number is not that of the shape
     */
    public F32(List<Integer> shape, float[] values) {
      this.shape = List.copyOf(shape);
      this.values = values;
      Tensor.requireCount(this, values.length);
    }

    @Override
    public List<Integer> shape() {
      return shape;
    }

    /** Returns the values themselves. */
    public float[] values() {
      return values;
    }
  }

  /** 32-bit whole numbers. */
  final class I32 implements Tensor {
    private final List<Integer> shape;
    private final int[] values;

    /**
     * Wraps {@code values} without copying.
     *
     * @throws IllegalArgumentException if their number is not that of the shape
     */
    public I32(List<Integer> shape, int[] values) {
      this.shape = List.copyOf(shape);
      this.values = values;
      Tensor.requireCount(this, values.length);
    }

    @Override
    public List<Integer> shape() {
      return shape;
    }

    /** Returns the values themselves. */
    public int[] values() {
      return values;
    }
  }

  /**
   * Truth values, a byte each in the file.
   *
   * @param set the indices of those that are true
   */
  record Bool(List<Integer> shape, BitSet set) implements Tensor {
    /** Copies shape and set. */
    public Bool {
      shape = List.copyOf(shape);
      set = (BitSet) set.clone();
      int count = shape.stream().reduce(1, Math::multiplyExact);
      if (set.length() > count) {
        throw new IllegalArgumentException(
            "tensor: expected indices below "
                + count
                + " for "
                + shape
                + ", got "
                + (set.length() - 1));
      }
    }

    @Override
    public BitSet set() {
      return (BitSet) set.clone();
    }
  }
}
