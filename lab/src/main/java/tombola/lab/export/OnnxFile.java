package tombola.lab.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * An ONNX model, opset 17 in IR version 8: {@code input}, float {@code [batch][feature]} in the
 * units of the data; what training did to it as {@code Mul}, or as {@code Cast}, {@code Sub},
 * {@code Mul}, {@code Cast} in double precision; a {@code Gemm} with weights {@code [out][in]} for
 * each layer and {@code Relu} between; {@code logits}, {@code [batch][class]}.
 *
 * @param sparse whether a weight that takes fewer bytes so is a sparse initialiser: the values of
 *     its live weights and their row-major places, eight bytes each, rising
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html">The format</a>
 */
record OnnxFile(boolean sparse) implements Exporter {
  static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final String INPUT = "input";
  private static final String OUTPUT = "logits";
  private static final String BATCH = "batch";
  private static final int SPARSE_BYTES = 12; // of a value and its place

  @Override
  public byte[] write(PackedTicket ticket) {
    checkSize(ticket);
    List<PackedLayer> layers = ticket.layers();
    GraphProto.Builder graph = GraphProto.newBuilder().setName("ticket");
    graph.setDocString(ticket.origin());
    graph.addInput(value(INPUT, ticket.inputs()));
    graph.addOutput(value(OUTPUT, ticket.classes().size()));
    String x = scaled(graph, ticket.units());
    for (int i = 0; i < layers.size(); i++) {
      x = add(graph, layers.get(i), x, i == layers.size() - 1);
    }
    return model(ticket, graph.build()).toByteArray();
  }

  private void checkSize(PackedTicket ticket) {
    long bytes = 1 << 20; // texts and nodes
    for (PackedLayer layer : ticket.layers()) {
      bytes += isSparse(layer) ? (long) SPARSE_BYTES * layer.live() : denseBytes(layer);
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          "format: expected a ticket below 2 GiB for onnx, got one of about " + bytes + " bytes");
    }
  }

  private static long denseBytes(PackedLayer layer) {
    return 4L * layer.inputs() * layer.outputs();
  }

  private boolean isSparse(PackedLayer layer) {
    return sparse && layer.live() > 0 && (long) SPARSE_BYTES * layer.live() < denseBytes(layer);
  }

  private static ModelProto model(PackedTicket ticket, GraphProto graph) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("tombola")
            .setProducerVersion(ticket.facts().getOrDefault("version", ""))
            .setDocString("A ticket found by Tombola: " + ticket.origin())
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph);
    ticket.facts().forEach((name, text) -> model.addMetadataProps(entry("tombola." + name, text)));
    String classes = new JsonMapper().writeValueAsString(ticket.classes());
    model.addMetadataProps(entry(OnnxReader.CLASSES, classes));
    model.addMetadataProps(entry("tombola.input", ticket.units().words()));
    return model.build();
  }

  private static StringStringEntryProto entry(String name, String text) {
    return StringStringEntryProto.newBuilder().setKey(name).setValue(text).build();
  }

  private static ValueInfoProto value(String name, int width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Adds what training did to the input; returns the name of the result. */
  private static String scaled(GraphProto.Builder graph, InputUnits units) {
    switch (units) {
      case InputUnits.Bytes _ -> {
        graph.addInitializer(
            floats("input.scale", List.of(), new float[] {InputUnits.Bytes.FACTOR}));
        graph.addNode(node("Mul", "scaled", INPUT, "input.scale"));
      }
      case InputUnits.Columns columns -> {
        double[] scale = columns.deviation();
        for (int f = 0; f < scale.length; f++) {
          scale[f] = scale[f] == 0 ? 0 : 1 / scale[f];
        }
        graph.addInitializer(doubles("input.shift", columns.shift()));
        graph.addInitializer(doubles("input.scale", scale));
        graph.addNode(cast("input.wide", INPUT, TensorProto.DataType.DOUBLE));
        graph.addNode(node("Sub", "input.centred", "input.wide", "input.shift"));
        graph.addNode(node("Mul", "scaled.wide", "input.centred", "input.scale"));
        graph.addNode(cast("scaled", "scaled.wide", TensorProto.DataType.FLOAT));
      }
    }
    return "scaled";
  }

  private String add(GraphProto.Builder graph, PackedLayer layer, String x, boolean last) {
    String weight = layer.name() + ".weight";
    String bias = layer.name() + ".bias";
    List<Integer> shape = List.of(layer.outputs(), layer.inputs());
    BitSet live = new BitSet();
    float[] values = new float[Math.multiplyExact(layer.outputs(), layer.inputs())];
    for (int k = 0; k < layer.live(); k++) {
      int place = layer.rows()[k] * layer.inputs() + layer.columns()[k];
      live.set(place);
      values[place] = layer.weights()[k];
    }
    if (isSparse(layer)) {
      graph.addSparseInitializer(sparse(weight, shape, live, values));
    } else {
      graph.addInitializer(floats(weight, shape, values));
    }
    graph.addInitializer(floats(bias, List.of(layer.outputs()), layer.bias()));
    String y = last && !layer.relu() ? OUTPUT : layer.name();
    graph.addNode(
        node("Gemm", y, x, weight, bias).toBuilder()
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("transB")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(1)));
    if (!layer.relu()) {
      return y;
    }
    String rectified = last ? OUTPUT : layer.name() + ".relu";
    graph.addNode(node("Relu", rectified, y));
    return rectified;
  }

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static NodeProto cast(String output, String input, TensorProto.DataType to) {
    return node("Cast", output, input).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(to.getNumber()))
        .build();
  }

  private static TensorProto floats(String name, List<Integer> shape, float[] values) {
    ByteBuffer raw = room(4, values.length);
    raw.asFloatBuffer().put(values);
    return tensor(name, TensorProto.DataType.FLOAT, shape, raw);
  }

  private static TensorProto doubles(String name, double[] values) {
    ByteBuffer raw = room(8, values.length);
    raw.asDoubleBuffer().put(values);
    return tensor(name, TensorProto.DataType.DOUBLE, List.of(values.length), raw);
  }

  private static SparseTensorProto sparse(
      String name, List<Integer> shape, BitSet live, float[] all) {
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

  /** Returns the network in {@code file}, which was written from {@code like}, as a ticket. */
  static PackedTicket read(Path file, PackedTicket like) throws IOException {
    OnnxNetwork read = OnnxReader.read(file);
    return PackedTicket.of(
        read.network(),
        read.weights(),
        read.mask(),
        read.classes().orElse(like.classes()),
        read.units().orElse(like.units()),
        like.origin(),
        like.facts(),
        WeightValues.FLOAT32);
  }
}
