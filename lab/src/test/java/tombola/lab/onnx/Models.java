package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** Models as other programs write them, node by node. */
final class Models {
  final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
  private final RandomStream stream = new Seed(5).child("models").generator();

  /** Begins a model with the input {@code x} of shape {@code dims}, 0 for an open axis. */
  Models(long... dims) {
    graph.addInput(value("x", TensorProto.DataType.FLOAT, dims));
  }

  static ValueInfoProto value(String name, TensorProto.DataType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(
          dim == 0
              ? TensorShapeProto.Dimension.newBuilder().setDimParam("n")
              : TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Adds a node; an input that is not there yet may come later. */
  Models node(String type, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName("n" + graph.getNodeCount())
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto wholes(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** Adds floats drawn at random. */
  Models random(String name, int... dims) {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) stream.nextGaussian();
    }
    return floats(name, values, dims);
  }

  Models floats(String name, float[] values, int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (int dim : dims) {
      tensor.addDims(dim);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  Models shape(String name, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(dims.length);
    for (long dim : dims) {
      tensor.addInt64Data(dim);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** Returns the bytes of the model that gives {@code output}. */
  byte[] bytes(String output) {
    return model(output, 13).toByteArray();
  }

  ModelProto model(String output, long opset) {
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(
            graph
                .clone()
                .addOutput(
                    ValueInfoProto.newBuilder()
                        .setName(output)
                        .setType(
                            TypeProto.newBuilder()
                                .setTensorType(
                                    TypeProto.Tensor.newBuilder()
                                        .setElemType(TensorProto.DataType.FLOAT_VALUE)))))
        .build();
  }
}
