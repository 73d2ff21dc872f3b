package tombola.lab.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of a model's values: 0 is the scaled sample, and step i gives value i + 1. */
final class OnnxValues {
  private final List<String> names = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private final PackedTicket ticket;
  private final Set<Integer> flat = new HashSet<>(); // values along one axis

  /** Begins with the name of the scaled sample. */
  OnnxValues(PackedTicket ticket, String sample) {
    this.ticket = ticket;
    names.add(sample);
    if (!ticket.pictures()) {
      flat.add(0);
    }
  }

  /** Returns the name of value {@code value}. */
  String name(int value) {
    return names.get(value);
  }

  /** Returns {@code name}, or the next like it that no value has. */
  String free(String name) {
    String free = name;
    for (int number = 2; !used.add(free); number++) {
      free = name + number;
    }
    return free;
  }

  /** Adds what a step has given. */
  void gave(String name) {
    PackedStep step = ticket.steps().get(names.size() - 1);
    boolean along =
        switch (step) {
          case PackedLayer _ -> true;
          case PackedConvolution _ -> false;
          case PackedPool _, PackedActivation _, PackedSum _ -> flat.contains(names.size() - 1);
          case PackedRecall recall -> flat.contains(recall.value());
        };
    if (along) {
      flat.add(names.size());
    }
    names.add(name);
  }

  /** Returns whether value {@code value} has one axis. */
  boolean isFlat(int value) {
    return flat.contains(value);
  }

  /** Returns the name of value {@code value} along one axis, which it may have to be given. */
  String flat(GraphProto.Builder graph, int value) {
    if (flat.contains(value)) {
      return names.get(value);
    }
    String name = free("flat");
    graph.addNode(OnnxParts.node("Flatten", name, names.get(value)));
    return name;
  }
}
