package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the paths through a graph, node by node in the order of the file: a node takes what a
 * node before it gives, and what the model stores. Paths part and meet as in residual blocks.
 */
final class GraphReader {
  private static final Set<DataType> INPUT_TYPES = Set.of(DataType.FLOAT, DataType.DOUBLE);

  private final GraphProto graph;
  private final Refusal refusal;
  private final Constants constants;

  GraphReader(GraphProto graph, Refusal refusal) {
    this.graph = graph;
    this.refusal = refusal;
    this.constants = new Constants(graph, refusal);
  }

  /** Returns what the nodes do to a sample. */
  SampleSteps read() {
    ValueInfoProto input = input();
    for (NodeProto proto : graph.getNodeList()) {
      if (proto.getOpType().equals("Constant") && proto.getOutputCount() > 0) {
        Node node = new Node(proto, refusal);
        constants.put(node.output(), stored(node));
      }
    }
    GeluNodes gelus = new GeluNodes(graph, constants);
    Branches branches =
        new Branches(new SampleSteps(constants, input.getName(), shape(input)), gelus.uses());
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (!gelus.isInner(i)) {
        follow(i, gelus, branches);
      }
    }
    if (graph.getOutputCount() != 1 || !graph.getOutput(0).getName().equals(branches.value())) {
      throw refusal.of(
          "outputs",
          "one, the last node's " + Refusal.quote(branches.value()),
          graph.getOutputCount() == 1
              ? Refusal.quote(graph.getOutput(0).getName())
              : Integer.toString(graph.getOutputCount()));
    }
    return branches
        .whole()
        .orElseThrow(() ->
            refusal.of("outputs", "paths that all meet in an Add", "one that another node left"));
  }

  private void follow(int index, GeluNodes gelus, Branches branches) {
    Node node = new Node(graph.getNode(index), refusal);
    Optional<String> gelu = gelus.endingAt(index);
    if (gelu.isPresent()) {
      branches.gelu(node, gelu.get());
      return;
    }
    Operator operator = node.operator();
    if (node.proto().getOutputCount() < 1) {
      throw node.refused("an output", "none");
    }
    if (operator == Operator.CONSTANT) {
      return; // it is there already
    }
    if (isStored(node)) {
      constants.put(node.output(), derived(operator, node));
    } else {
      branches.follow(operator, node);
    }
  }

  private ValueInfoProto input() {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> constants.find(input.getName()).isEmpty())
            .toList();
    if (inputs.size() != 1) {
      throw refusal.of("inputs", "one, the samples", Integer.toString(inputs.size()));
    }
    return inputs.getFirst();
  }

  private SampleShape shape(ValueInfoProto input) {
    TypeProto.Tensor type = input.getType().getTensorType();
    DataType element = DataType.forNumber(type.getElemType());
    if (element == null || !INPUT_TYPES.contains(element)) {
      throw refusal.of(
          "input " + Refusal.quote(input.getName()),
          "a tensor of FLOAT or DOUBLE",
          element == null ? "another type" : element.toString());
    }
    return type.hasShape() ? SampleShape.of(type.getShape()) : SampleShape.flat(SampleShape.OPEN);
  }

  /** Returns whether a node has a stored tensor as its one input. */
  private boolean isStored(Node node) {
    return node.inputs() == 1 && constants.find(node.input(0)).isPresent();
  }

  private static Constant stored(Node node) {
    Optional<AttributeProto> value = node.attribute("value").filter(AttributeProto::hasT);
    Optional<AttributeProto> sparse =
        node.attribute("sparse_value").filter(AttributeProto::hasSparseTensor);
    if (sparse.isPresent()) {
      return new Constant.Sparse(sparse.get().getSparseTensor());
    }
    return new Constant.Dense(
        value
            .map(AttributeProto::getT)
            .orElseThrow(() -> node.refused("a tensor as value or sparse_value", "none")));
  }

  private Constant derived(Operator operator, Node node) {
    Constant stored = constants.find(node.input(0)).orElseThrow();
    if (operator == Operator.IDENTITY) {
      return stored;
    }
    if (operator == Operator.TRANSPOSE) {
      return new Constant.Transposed(stored); // of two axes: a weight has no more
    }
    throw node.refused(
        "the samples as input", Refusal.quote(node.input(0)) + ", which the model stores");
  }
}
