package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The nodes that make GELU of a value x, as models have it that know no operator of that name: x /
 * √2 (or times 1 / √2), {@code Erf}, 1 more, and times x and a half, whichever is first.
 */
final class GeluNodes {
  private static final double CLOSE = 1e-6;
  private static final int MANY = -1; // nodes that take a value

  private final GraphProto graph;
  private final Constants constants;
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, Integer> taker = new HashMap<>(); // the one node that takes a value
  private final Map<String, Integer> giver = new HashMap<>();
  private final Map<Integer, String> ends = new HashMap<>(); // x by the last node
  private final BitSet inner = new BitSet();

  /** Finds them in {@code graph}, whose constants are known. */
  GeluNodes(GraphProto graph, Constants constants) {
    this.graph = graph;
    this.constants = constants;
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      for (int k = 0; k < node.getInputCount(); k++) {
        uses.merge(node.getInput(k), 1, Integer::sum);
        taker.merge(node.getInput(k), i, (_, _) -> MANY);
      }
      if (node.getOutputCount() > 0) {
        giver.put(node.getOutput(0), i);
      }
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getOpType().equals("Erf")) {
        find(i);
      }
    }
  }

  /** Returns how many nodes take each value, those of one GELU counted once. */
  Map<String, Integer> uses() {
    return uses;
  }

  /** Returns whether node {@code index} is a part of a GELU and not its last. */
  boolean isInner(int index) {
    return inner.get(index);
  }

  /** Returns the value of which node {@code index} ends the GELU, if it does. */
  Optional<String> endingAt(int index) {
    return Optional.ofNullable(ends.get(index));
  }

  private void find(int erf) {
    NodeProto node = graph.getNode(erf);
    if (node.getInputCount() != 1 || node.getOutputCount() != 1) {
      return;
    }
    Integer scale = giver.get(node.getInput(0));
    OptionalInt add = next(node);
    if (scale == null || add.isEmpty() || taker.getOrDefault(node.getInput(0), MANY) != erf) {
      return;
    }
    Optional<String> x = scaled(graph.getNode(scale));
    NodeProto plus = graph.getNode(add.getAsInt());
    OptionalInt first = next(plus);
    if (x.isEmpty() || first.isEmpty() || !is(plus, "Add", 1)) {
      return;
    }
    NodeProto times = graph.getNode(first.getAsInt());
    OptionalInt second = next(times);
    if (second.isEmpty()) {
      return;
    }
    NodeProto last = graph.getNode(second.getAsInt());
    boolean half = is(times, "Mul", 0.5) && isProduct(last, x.get());
    if ((half || (isProduct(times, x.get()) && is(last, "Mul", 0.5)))
        && last.getOutputCount() == 1) {
      inner.set(scale);
      inner.set(erf);
      inner.set(add.getAsInt());
      inner.set(first.getAsInt());
      ends.put(second.getAsInt(), x.get());
      uses.merge(x.get(), -1, Integer::sum);
    }
  }

  /** Returns the one node that takes what {@code node} gives. */
  private OptionalInt next(NodeProto node) {
    int next = node.getOutputCount() == 1 ? taker.getOrDefault(node.getOutput(0), MANY) : MANY;
    return next == MANY ? OptionalInt.empty() : OptionalInt.of(next);
  }

  /** Returns what {@code node} divides by √2, if it does that. */
  private Optional<String> scaled(NodeProto node) {
    if (node.getInputCount() != 2) {
      return Optional.empty();
    }
    double root = Math.sqrt(2);
    boolean over = node.getOpType().equals("Div") && isNumber(node.getInput(1), root);
    if (over || (node.getOpType().equals("Mul") && isNumber(node.getInput(1), 1 / root))) {
      return Optional.of(node.getInput(0));
    }
    boolean turned = node.getOpType().equals("Mul") && isNumber(node.getInput(0), 1 / root);
    return turned ? Optional.of(node.getInput(1)) : Optional.empty();
  }

  /** Returns whether {@code node} is {@code type} of something and {@code number}. */
  private boolean is(NodeProto node, String type, double number) {
    return node.getOpType().equals(type)
        && node.getInputCount() == 2
        && (isNumber(node.getInput(0), number) || isNumber(node.getInput(1), number));
  }

  private static boolean isProduct(NodeProto node, String x) {
    return node.getOpType().equals("Mul")
        && node.getInputCount() == 2
        && (node.getInput(0).equals(x) || node.getInput(1).equals(x));
  }

  private boolean isNumber(String name, double number) {
    Optional<Numbers> stored =
        constants.find(name).filter(Constant.Dense.class::isInstance).isPresent()
            ? constants.numbers("node of a GELU", name)
            : Optional.empty();
    return stored
        .filter(numbers -> numbers.values().length == 1)
        .filter(numbers -> Math.abs(numbers.values()[0] - number) < CLOSE)
        .isPresent();
  }
}
