package tombola.lab.export;

import static tombola.lab.export.OnnxParts.cast;
import static tombola.lab.export.OnnxParts.doubles;
import static tombola.lab.export.OnnxParts.floats;
import static tombola.lab.export.OnnxParts.node;
import static tombola.lab.export.OnnxParts.whole;
import static tombola.lab.export.OnnxParts.wholes;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tools.jackson.databind.json.JsonMapper;

/**
 * An ONNX model, opset 17 in IR version 8: {@code input}, float {@code [batch][feature]} in the
 * units of the data; what training did to it as {@code Mul}, or as {@code Cast}, {@code Sub},
 * {@code Mul}, {@code Cast} in double precision; a {@code Gemm} with weights {@code [out][in]} for
 * each layer and {@code Relu} between; {@code logits}, {@code [batch][class]}. Where convolutions
 * take pictures these are {@code [batch][channel][y][x]}, weights of a {@code Conv} are {@code
 * [out][in][ky][kx]}, and a {@code Flatten} is before the first {@code Gemm}, whose columns follow.
 * A residual block ends with {@code Add}; GELU is {@code x / √2}, {@code Erf}, 1 more, times x,
 * times a half, as PyTorch writes it.
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
    GraphProto.Builder graph = GraphProto.newBuilder().setName("ticket");
    graph.setDocString(ticket.origin());
    graph.addInput(value(INPUT, axes(ticket)));
    graph.addOutput(value(OUTPUT, List.of(ticket.classes().size())));
    String x = scaled(graph, ticket);
    Iterator<PlaneOrder> orders = PlaneOrder.of(ticket).iterator();
    List<PackedStep> steps = ticket.steps();
    OnnxValues values = new OnnxValues(ticket, x);
    for (int i = 0; i < steps.size(); i++) {
      String taken = values.name(i);
      boolean flat = values.isFlat(i);
      String given =
          switch (steps.get(i)) {
            case PackedLayer layer when layer.norm() && flat -> norm(graph, layer, taken);
            case PackedConvolution convolution when convolution.matrix().norm() ->
                norm(graph, convolution.matrix(), taken);
            case PackedLayer layer ->
                add(graph, layer, orders.next(), values.flat(graph, i), i + 1 == steps.size());
            case PackedConvolution convolution -> add(graph, convolution, orders.next(), taken);
            case PackedPool(Layer.Pool pool) ->
                add(graph, pool, taken, values.free(taken + ".pool"));
            case PackedActivation activation ->
                OnnxParts.activation(graph, activation.kind(), taken, "act" + (i + 1));
            case PackedRecall recall -> values.name(recall.value());
            case PackedSum sum -> {
              boolean projected = steps.get(sum.other()) instanceof PackedRecall;
              String other = values.name(sum.other()); // of a projection the body, which is first
              yield projected
                  ? add(graph, sum, other, taken, "sum" + (i + 1))
                  : add(graph, sum, taken, other, "sum" + (i + 1));
            }
          };
      values.gave(given);
    }
    return model(ticket, graph.build()).toByteArray();
  }

  /** Returns the axes of a sample. */
  private static List<Integer> axes(PackedTicket ticket) {
    Volume input = ticket.input();
    return ticket.pictures()
        ? List.of(input.channels(), input.height(), input.width())
        : List.of(input.channels());
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

  private static ValueInfoProto value(String name, List<Integer> axes) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    axes.forEach(axis -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(axis)));
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
  private static String scaled(GraphProto.Builder graph, PackedTicket ticket) {
    switch (ticket.units()) {
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
        graph.addInitializer(doubles("input.shift", axes(ticket), columns.shift()));
        graph.addInitializer(doubles("input.scale", axes(ticket), scale));
        graph.addNode(cast("input.wide", INPUT, TensorProto.DataType.DOUBLE));
        graph.addNode(node("Sub", "input.centred", "input.wide", "input.shift"));
        graph.addNode(node("Mul", "scaled.wide", "input.centred", "input.scale"));
        graph.addNode(cast("scaled", "scaled.wide", TensorProto.DataType.FLOAT));
      }
    }
    return "scaled";
  }

  private String add(
      GraphProto.Builder graph, PackedLayer layer, PlaneOrder order, String x, boolean last) {
    addWeights(graph, layer, order, List.of(layer.outputs(), layer.inputs()));
    String y = last && !layer.relu() ? OUTPUT : layer.name();
    graph.addNode(weighted("Gemm", layer, y, x).toBuilder().addAttribute(whole("transB", 1)));
    return rectified(graph, layer.relu(), y, last ? OUTPUT : layer.name() + ".relu");
  }

  private String add(
      GraphProto.Builder graph, PackedConvolution convolution, PlaneOrder order, String x) {
    Layer.Conv2d shape = convolution.shape();
    PackedLayer layer = convolution.matrix();
    int kernel = shape.kernel();
    addWeights(
        graph, layer, order, List.of(layer.outputs(), shape.takes().channels(), kernel, kernel));
    graph.addNode(
        weighted("Conv", layer, layer.name(), x).toBuilder()
            .addAttribute(wholes("kernel_shape", 2, kernel))
            .addAttribute(wholes("strides", 2, shape.stride()))
            .addAttribute(wholes("pads", 4, shape.padding())));
    return rectified(graph, layer.relu(), layer.name(), layer.name() + ".relu");
  }

  /** Adds a normalisation of mean 0 and variance 1, which leaves a factor and a summand. */
  private static String norm(GraphProto.Builder graph, PackedLayer layer, String x) {
    String name = layer.name();
    int channels = layer.outputs();
    float[] scale = new float[channels];
    for (int k = 0; k < layer.live(); k++) {
      scale[layer.rows()[k]] = layer.weights()[k];
    }
    float[] ones = new float[channels];
    Arrays.fill(ones, 1f);
    List<Integer> shape = List.of(channels);
    graph.addInitializer(floats(name + ".weight", shape, scale));
    graph.addInitializer(floats(name + ".bias", shape, layer.bias()));
    graph.addInitializer(floats(name + ".mean", shape, new float[channels]));
    graph.addInitializer(floats(name + ".variance", shape, ones));
    graph.addNode(
        node(
                "BatchNormalization",
                name,
                x,
                name + ".weight",
                name + ".bias",
                name + ".mean",
                name + ".variance")
            .toBuilder()
            .addAttribute(OnnxParts.number("epsilon", 0)));
    return rectified(graph, layer.relu(), name, name + ".relu");
  }

  private static String add(
      GraphProto.Builder graph, PackedSum sum, String x, String other, String y) {
    graph.addNode(node("Add", y, x, other));
    return rectified(graph, sum.relu(), y, y + ".relu");
  }

  private static String add(GraphProto.Builder graph, Layer.Pool pool, String x, String y) {
    boolean all = pool.gives().pixels() == 1 && pool.takes().pixels() == pool.size() * pool.size();
    switch (pool.kind()) {
      case MAX -> graph.addNode(windows("MaxPool", pool, y, x));
      case AVERAGE ->
          graph.addNode(all ? node("GlobalAveragePool", y, x) : windows("AveragePool", pool, y, x));
    }
    return y;
  }

  private static NodeProto windows(String type, Layer.Pool pool, String y, String x) {
    return node(type, y, x).toBuilder()
        .addAttribute(wholes("kernel_shape", 2, pool.size()))
        .addAttribute(wholes("strides", 2, pool.stride()))
        .build();
  }

  /** Adds weights and biases, inputs in the order of planes. */
  private void addWeights(
      GraphProto.Builder graph, PackedLayer layer, PlaneOrder order, List<Integer> shape) {
    String weight = layer.name() + ".weight";
    BitSet live = new BitSet();
    float[] values = new float[Math.multiplyExact(layer.outputs(), layer.inputs())];
    for (int k = 0; k < layer.live(); k++) {
      int place = layer.rows()[k] * layer.inputs() + order.toPlanes(layer.columns()[k]);
      live.set(place);
      values[place] = layer.weights()[k];
    }
    if (isSparse(layer)) {
      graph.addSparseInitializer(OnnxParts.sparse(weight, shape, live, values));
    } else {
      graph.addInitializer(floats(weight, shape, values));
    }
    graph.addInitializer(floats(layer.name() + ".bias", List.of(layer.outputs()), layer.bias()));
  }

  private static NodeProto weighted(String type, PackedLayer layer, String y, String x) {
    return node(type, y, x, layer.name() + ".weight", layer.name() + ".bias");
  }

  private static String rectified(
      GraphProto.Builder graph, boolean relu, String y, String rectified) {
    if (!relu) {
      return y;
    }
    graph.addNode(node("Relu", rectified, y));
    return rectified;
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
