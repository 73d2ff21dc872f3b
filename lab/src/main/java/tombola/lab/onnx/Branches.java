package tombola.lab.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values at hand while a graph is followed, and the path to each. At a value that several nodes
 * take, the path to it waits and each of them begins one of its own; an {@code Add} of two of these
 * is a residual sum, with which the path that waited goes on.
 */
final class Branches {
  private static final int DEEPEST = 100; // blocks in each other

  private final Map<String, Integer> uses; // of each value
  private final Map<String, Path> open = new HashMap<>();
  private final Map<String, Fork> forks = new HashMap<>();
  private Path latest;

  /** A value that several nodes take. */
  private static final class Fork {
    private final Path before;
    private int left; // nodes that have not taken it yet

    Fork(Path before, int left) {
      this.before = before;
      this.left = left;
    }
  }

  /** A path since the value at which it began, the input if that is none that several take. */
  private record Path(SampleSteps steps, Optional<Fork> from) {}

  /**
   * Begins with the input.
   *
   * @param uses how many nodes take each value
   */
  Branches(SampleSteps input, Map<String, Integer> uses) {
    this.uses = uses;
    this.latest = new Path(input, Optional.empty());
    put(latest);
  }

  private void put(Path path) {
    String name = path.steps.value();
    int count = uses.getOrDefault(name, 0);
    if (count > 1) {
      forks.put(name, new Fork(path, count));
    } else {
      open.put(name, path);
    }
    latest = path;
  }

  private boolean isHere(String name) {
    return open.containsKey(name) || forks.containsKey(name);
  }

  /** Adds what {@code node} does to the value that it takes. */
  void follow(Operator operator, Node node) {
    checkOutput(node);
    if (operator == Operator.ADD
        && node.inputs() == 2
        && isHere(node.input(0))
        && isHere(node.input(1))) {
      join(node);
      return;
    }
    Path path = latest; // which says that it cannot be, if nothing is here
    for (String name : node.proto().getInputList()) {
      if (isHere(name)) {
        path = take(node, name);
        break;
      }
    }
    path.steps.follow(operator, node);
    put(path);
  }

  /** Adds GELU of the value {@code name}, which {@code last} ends. */
  void gelu(Node last, String name) {
    checkOutput(last);
    if (!isHere(name)) {
      throw last.refused("a value that a node before it gives", Refusal.quote(name));
    }
    Path path = take(last, name);
    path.steps.gelu(last);
    put(path);
  }

  private void checkOutput(Node node) {
    if (isHere(node.output())) {
      throw node.refused(
          "a name of its own for what it gives", Refusal.quote(node.output()) + " once more");
    }
  }

  /** Returns the path that goes on from {@code name}. */
  private Path take(Node node, String name) {
    Fork fork = forks.get(name);
    if (fork == null) {
      return Objects.requireNonNull(open.remove(name), "is here");
    }
    fork.left--;
    SampleSteps branch = fork.before.steps.branch();
    if (branch.depth() > DEEPEST) {
      throw node.refused("blocks at most %d deep in each other".formatted(DEEPEST), "one in more");
    }
    return new Path(branch, Optional.of(fork));
  }

  private void join(Node node) {
    Path one = take(node, node.input(0));
    Path other = take(node, node.input(1));
    if (one.from.isEmpty()
        || other.from.isEmpty()
        || one.from.get() != other.from.get()
        || one.from.get().left != 0) {
      throw node.refused(
          "a residual sum: two paths from one value that no other node takes", "other branches");
    }
    Path before = one.from.get().before;
    before.steps.join(node, one.steps, other.steps);
    put(before);
  }

  /** Returns the path that was followed last, if it comes from the input. */
  Optional<SampleSteps> whole() {
    return latest.from.isEmpty() ? Optional.of(latest.steps) : Optional.empty();
  }

  /** Returns the name of what the last node gave. */
  String value() {
    return latest.steps.value();
  }
}
