package tombola.lab.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import tombola.sparse.LiveActivation;

/** Nodes and tensors of an ONNX model. */
final class OnnxParts {
  private OnnxParts() {}

  static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  /** Adds an activation; returns the name of what it gives. */
  static String activation(
      GraphProto.Builder graph, LiveActivation.Kind kind, String x, String name) {
    switch (kind) {
      case TANH -> graph.addNode(node("Tanh", name, x));
      case GELU -> {
        float[][] numbers = {{(float) Math.sqrt(2)}, {1}, {0.5f}};
        for (int i = 0; i < numbers.length; i++) {
          graph.addInitializer(floats(name + ".c" + i, List.of(), numbers[i]));
        }
        graph.addNode(node("Div", name + ".div", x, name + ".c0"));
        graph.addNode(node("Erf", name + ".erf", name + ".div"));
        graph.addNode(node("Add", name + ".add", name + ".erf", name + ".c1"));
        graph.addNode(node("Mul", name + ".mul", x, name + ".add"));
        graph.addNode(node("Mul", name, name + ".mul", name + ".c2"));
      }
    }
    return name;
  }

  static NodeProto cast(String output, String input, TensorProto.DataType to) {
    return node("Cast", output, input).toBuilder()
        .addAttribute(whole("to", to.getNumber()))
        .build();
  }

  static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** Returns the attribute of {@code count} numbers that are all {@code value}. */
  static AttributeProto wholes(String name, int count, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Collections.nCopies(count, value))
        .build();
  }

  static TensorProto floats(String name, List<Integer> shape, float[] values) {
    ByteBuffer raw = room(4, values.length);
    raw.asFloatBuffer().put(values);
    return tensor(name, TensorProto.DataType.FLOAT, shape, raw);
  }

  static TensorProto doubles(String name, List<Integer> shape, double[] values) {
    ByteBuffer raw = room(8, values.length);
    raw.asDoubleBuffer().put(values);
    return tensor(name, TensorProto.DataType.DOUBLE, shape, raw);
  }

  static SparseTensorProto sparse(String name, List<Integer> shape, BitSet live, float[] all) {
    int[] places = live.stream().toArray();
    float[] values = new float[places.length];
    ByteBuffer indices = room(8, places.length);
    for (int k = 0; k < places.length; k++) {
      values[k] = all[places[k]];
      indices.putLong(8 * k, places[k]);
    }
    List<Integer> count = List.of(places.length);
    SparseTensorProto.Builder tensor =
        SparseTensorProto.newBuilder()
            .setValues(floats(name, count, values))
            .setIndices(tensor(name + ".places", TensorProto.DataType.INT64, count, indices));
    shape.forEach(tensor::addDims);
    return tensor.build();
  }

  private static ByteBuffer room(int bytes, int values) {
    return ByteBuffer.allocate(Math.multiplyExact(bytes, values)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto tensor(
      String name, TensorProto.DataType type, List<Integer> shape, ByteBuffer raw) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(raw));
    shape.forEach(tensor::addDims);
    return tensor.build();
  }
}
