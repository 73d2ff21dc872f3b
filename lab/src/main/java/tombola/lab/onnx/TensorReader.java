package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads tensors. Room is made when the numbers of a tensor are known to be as many as its shape
 * says.
 */
final class TensorReader {
  private final Refusal refusal;

  TensorReader(Refusal refusal) {
    this.refusal = refusal;
  }

  /** Returns {@code dims} if their product is below 2^31. */
  List<Integer> dims(String name, List<Long> dims) {
    long count = 1;
    List<Integer> checked = new ArrayList<>();
    for (long dim : dims) {
      count = dim < 0 || dim > Integer.MAX_VALUE ? -1 : count * dim;
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw refusal.of(name, "a shape of fewer than 2^31 numbers", dims.toString());
      }
      checked.add((int) dim);
    }
    return checked;
  }

  private int count(String name, TensorProto tensor) {
    return dims(name, tensor.getDimsList()).stream().reduce(1, (a, b) -> a * b);
  }

  /** Returns a dense weight of {@code axes} axes. */
  Weight weight(String name, int axes, TensorProto tensor) {
    List<Integer> dims = weightDims(name, axes, tensor.getDimsList());
    return new Weight(dims, floats(name, tensor));
  }

  /** Returns a sparse weight of {@code axes} axes with +0.0 in the places that it leaves out. */
  Weight weight(String name, int axes, SparseTensorProto tensor) {
    List<Integer> dims = weightDims(name, axes, tensor.getDimsList());
    float[] values = floats(name, tensor.getValues());
    List<Long> places = places(name, tensor, dims, values.length);
    float[] all = new float[dims.stream().reduce(1, (a, b) -> a * b)];
    long before = -1;
    for (int k = 0; k < values.length; k++) {
      long place = places.get(k);
      if (place <= before || place >= all.length) {
        throw refusal.of(
            name, "rising indices from 0 to " + (all.length - 1), before + ", " + place);
      }
      all[(int) place] = values[k];
      before = place;
    }
    return new Weight(dims, all);
  }

  private List<Integer> weightDims(String name, int axes, List<Long> claimed) {
    List<Integer> dims = dims(name, claimed);
    if (dims.size() != axes || dims.contains(0)) {
      throw refusal.of(
          name,
          axes == 2 ? "a matrix with two axes" : "a weight with %d axes".formatted(axes),
          "shape " + dims);
    }
    return dims;
  }

  /** Returns the places of a sparse tensor's values, row-major; their order is not checked. */
  private List<Long> places(String name, SparseTensorProto tensor, List<Integer> dims, int values) {
    TensorProto indices = tensor.getIndices();
    List<Integer> shape = dims(name, indices.getDimsList());
    List<Long> numbers = whole(name, indices);
    if (shape.equals(List.of(values))) {
      return numbers;
    }
    int axes = dims.size();
    if (!shape.equals(List.of(values, axes))) {
      throw refusal.of(
          name, "indices of shape [%d] or [%1$d, %d]".formatted(values, axes), shape.toString());
    }
    List<Long> places = new ArrayList<>();
    for (int k = 0; k < values; k++) {
      long place = 0;
      List<Long> index = numbers.subList(k * axes, (k + 1) * axes);
      for (int axis = 0; axis < axes; axis++) {
        if (index.get(axis) < 0 || index.get(axis) >= dims.get(axis)) {
          String found = index.stream().map(String::valueOf).collect(Collectors.joining(", "));
          throw refusal.of(name, "indices within " + dims, found);
        }
        place = place * dims.get(axis) + index.get(axis);
      }
      places.add(place);
    }
    return places;
  }

  /** Returns the floats of a tensor, all finite. */
  float[] floats(String name, TensorProto tensor) {
    if (type(tensor) != DataType.FLOAT) {
      throw refusal.of(name, "numbers of type FLOAT", type(tensor).toString());
    }
    int count = count(name, tensor);
    float[] values;
    if (tensor.hasRawData()) {
      ByteBuffer raw = raw(name, tensor, count, 4);
      values = new float[count];
      raw.asFloatBuffer().get(values);
    } else {
      check(name, count, tensor.getFloatDataCount());
      values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = tensor.getFloatData(i);
      }
    }
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        throw refusal.of(name + "[" + i + "]", "a finite number", Float.toString(values[i]));
      }
    }
    return values;
  }

  /** Returns the numbers of a tensor of floats or doubles, all finite. */
  Numbers numbers(String name, TensorProto tensor) {
    List<Integer> dims = dims(name, tensor.getDimsList());
    if (type(tensor) != DataType.DOUBLE) {
      float[] floats = floats(name, tensor);
      double[] values = new double[floats.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
      return new Numbers(dims, values);
    }
    int count = count(name, tensor);
    double[] values;
    if (tensor.hasRawData()) {
      ByteBuffer raw = raw(name, tensor, count, 8);
      values = new double[count];
      raw.asDoubleBuffer().get(values);
    } else {
      check(name, count, tensor.getDoubleDataCount());
      values = tensor.getDoubleDataList().stream().mapToDouble(Double::doubleValue).toArray();
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw refusal.of(name, "finite numbers", Double.toString(value));
      }
    }
    return new Numbers(dims, values);
  }

  /** Returns the whole numbers of a tensor. */
  List<Long> whole(String name, TensorProto tensor) {
    if (type(tensor) != DataType.INT64) {
      throw refusal.of(name, "indices or a shape of type INT64", type(tensor).toString());
    }
    int count = count(name, tensor);
    if (!tensor.hasRawData()) {
      check(name, count, tensor.getInt64DataCount());
      return tensor.getInt64DataList();
    }
    ByteBuffer raw = raw(name, tensor, count, 8);
    List<Long> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(raw.getLong());
    }
    return numbers;
  }

  private static DataType type(TensorProto tensor) {
    DataType type = DataType.forNumber(tensor.getDataType());
    return type == null ? DataType.UNDEFINED : type;
  }

  private ByteBuffer raw(String name, TensorProto tensor, int count, int bytes) {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (raw.remaining() != (long) count * bytes) {
      throw refusal.of(
          name,
          "%d bytes for shape %s".formatted((long) count * bytes, tensor.getDimsList()),
          Integer.toString(raw.remaining()));
    }
    return raw;
  }

  private void check(String name, int expected, int found) {
    if (found != expected) {
      throw refusal.of(name, expected + " numbers in the model itself", Integer.toString(found));
    }
  }
}
