package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import tombola.lab.config.InputException;

/**
 * A node and what messages call it.
 *
 * @param proto the node
 * @param refusal says what a node has that cannot be worked with
 */
record Node(NodeProto proto, Refusal refusal) {

  /** Returns what messages call this, {@code node "fc1" (Gemm)}. */
  String where() {
    String name =
        proto.getName().isEmpty() && proto.getOutputCount() > 0
            ? proto.getOutput(0)
            : proto.getName();
    return "node %s (%s)".formatted(Refusal.quote(name), type());
  }

  /**
   * Returns the operator.
   *
   * @throws InputException in one line if it cannot be worked with
   */
  Operator operator() {
    boolean standard = proto.getDomain().isEmpty() || proto.getDomain().equals("ai.onnx");
    return (standard ? Operator.named(proto.getOpType()) : Optional.<Operator>empty())
        .orElseThrow(() ->
            refused(
                "one of the operators " + Operator.all(),
                standard ? type() : type() + " of " + Refusal.quote(proto.getDomain())));
  }

  private String type() {
    String type = proto.getOpType();
    return type.matches("[A-Za-z0-9_]{1,60}") ? type : Refusal.quote(type);
  }

  /** Returns how many inputs there are. */
  int inputs() {
    return proto.getInputCount();
  }

  /** Returns the name of input {@code index}. */
  String input(int index) {
    return proto.getInput(index);
  }

  /** Returns the name of the first output. */
  String output() {
    return proto.getOutput(0);
  }

  /** Checks the number of inputs. */
  void takes(int least, int most) {
    if (inputs() < least || inputs() > most) {
      throw refused(
          least == most ? least + " inputs" : "%d or %d inputs".formatted(least, most),
          Integer.toString(inputs()));
    }
  }

  /** Returns the whole number called {@code name}, or {@code usual} if it is not given. */
  long whole(String name, long usual) {
    return attribute(name).map(AttributeProto::getI).orElse(usual);
  }

  /** Returns the number called {@code name}, or {@code usual} if it is not given. */
  float number(String name, float usual) {
    return attribute(name).map(AttributeProto::getF).orElse(usual);
  }

  /**
   * Returns the one value of the list of numbers called {@code name}, or {@code usual} if it is not
   * given.
   *
   * @throws InputException in one line if there are not {@code count} that are all the same, from 0
   *     to 2^31 - 1
   */
  int same(String name, int count, int usual) {
    return attribute(name)
        .map(attribute -> {
          List<Long> numbers = attribute.getIntsList();
          if (numbers.size() != count
              || numbers.stream().distinct().count() != 1
              || numbers.getFirst() < 0
              || numbers.getFirst() > Integer.MAX_VALUE) {
            throw refused(
                "%s of %d equal numbers".formatted(name, count), Refusal.quote(numbers.toString()));
          }
          return numbers.getFirst().intValue();
        })
        .orElse(usual);
  }

  /** Returns what the node says of {@code name}, if anything. */
  Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  /** Returns the exception that says what this node has. */
  InputException refused(String expected, String found) {
    return refusal.of(where(), expected, found);
  }
}
