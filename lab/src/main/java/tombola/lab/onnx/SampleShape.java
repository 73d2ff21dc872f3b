package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.nn.Volume;

/**
 * The shape of a sample within a batch.
 *
 * @param dims the length of each axis but the batch's, {@link #OPEN} where a model leaves it open
 */
record SampleShape(List<Integer> dims) {
  static final int OPEN = -1;

  /** Copies the list. */
  SampleShape {
    dims = List.copyOf(dims);
  }

  /** Returns the shape of one axis of {@code features} values. */
  static SampleShape flat(int features) {
    return new SampleShape(List.of(features));
  }

  /** Returns that of an input declared so, whose first axis is the batch. */
  static SampleShape of(TensorShapeProto shape) {
    List<Integer> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dimension : shape.getDimList()) {
      long length = dimension.hasDimValue() ? dimension.getDimValue() : OPEN;
      dims.add(length > 0 && length <= Integer.MAX_VALUE ? (int) length : OPEN);
    }
    return dims.isEmpty()
        ? new SampleShape(List.of())
        : new SampleShape(dims.subList(1, dims.size()));
  }

  /** Returns the shape of pictures. */
  static SampleShape of(Volume pictures) {
    return new SampleShape(List.of(pictures.channels(), pictures.height(), pictures.width()));
  }

  /** Returns the pictures that a sample is, if all of its three axes have a length. */
  Optional<Volume> pictures() {
    return dims.size() == 3 && features() != OPEN
        ? Optional.of(new Volume(dims.get(1), dims.get(2), dims.get(0)))
        : Optional.empty();
  }

  /** Returns whether a sample has one axis. */
  boolean isFlat() {
    return dims.size() == 1;
  }

  /** Returns the number of values, {@link #OPEN} if it is open or 2^31 or more. */
  int features() {
    long features = 1;
    for (int dim : dims) {
      features *= dim;
      if (dim == OPEN || features > Integer.MAX_VALUE) {
        return OPEN;
      }
    }
    return (int) features;
  }

  /**
   * Returns what {@code target} makes of a sample, or nothing if its first axis is not the batch's
   * or it has another number of values.
   */
  Optional<SampleShape> reshaped(List<Long> target) {
    if (target.size() < 2 || target.getFirst() > 0) {
      return Optional.empty();
    }
    boolean open = target.getFirst() == -1; // the batch, so that no other axis can be
    long known = 1;
    List<Integer> shaped = new ArrayList<>();
    for (long length : target.subList(1, target.size())) {
      boolean rest = length == OPEN && !open;
      if (!rest && (length < 1 || length > Integer.MAX_VALUE / known)) {
        return Optional.empty();
      }
      open |= rest;
      known *= rest ? 1 : length;
      shaped.add((int) length);
    }
    return filled(shaped, (int) known);
  }

  private Optional<SampleShape> filled(List<Integer> shaped, int known) {
    int features = features();
    int rest = shaped.indexOf(OPEN);
    if (features == OPEN || rest < 0) {
      return features == OPEN || features == known
          ? Optional.of(new SampleShape(shaped))
          : Optional.empty();
    }
    shaped.set(rest, features / known);
    return features % known == 0 ? Optional.of(new SampleShape(shaped)) : Optional.empty();
  }

  /** Returns the same values along one axis. */
  SampleShape flattened() {
    return flat(features());
  }
}
