package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.sparse.LiveActivation;

/** What the nodes on a path through a graph do to a sample, one after the other. */
final class SampleSteps {
  private final Constants constants;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private String value; // what the last node gave
  private SampleShape shape;
  private final PictureSteps pictures;
  private final boolean begun; // whether a layer with weights is before this path
  private final int depth;

  SampleSteps(Constants constants, String input, SampleShape shape) {
    this(constants, input, shape, false, 0);
  }

  private SampleSteps(
      Constants constants, String input, SampleShape shape, boolean begun, int depth) {
    this.constants = constants;
    this.value = input;
    this.shape = shape;
    this.begun = begun;
    this.depth = depth;
    this.pictures = new PictureSteps(constants);
  }

  /** Returns a path that begins at what this one has come to. */
  SampleSteps branch() {
    return new SampleSteps(constants, value, shape, hasLayer(), depth + 1);
  }

  /** Returns in how many blocks this path is. */
  int depth() {
    return depth;
  }

  /** Returns the steps. */
  List<Step> all() {
    return List.copyOf(steps);
  }

  /** Returns the operators at the end that no class depends on. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Returns the name of what the last node gave. */
  String value() {
    return value;
  }

  /** Adds what {@code node} does. */
  void follow(Operator operator, Node node) {
    if (!leftOut.isEmpty() && operator != Operator.IDENTITY) {
      throw node.refused("nothing after " + leftOut.getFirst(), "this node");
    }
    switch (operator) {
      case GEMM -> gemm(node);
      case MATMUL -> matmul(node);
      case ADD -> add(node);
      case SUB -> scale(Step.Operation.LESS, node, false);
      case MUL -> scale(Step.Operation.TIMES, node, true);
      case DIV -> scale(Step.Operation.OVER, node, false);
      case RELU -> relu(node);
      case TANH -> smooth(node, LiveActivation.Kind.TANH);
      case GELU -> {
        String form =
            node.attribute("approximate").map(a -> a.getS().toStringUtf8()).orElse("none");
        if (!form.equals("none")) {
          throw node.refused("approximate none", Refusal.quote(form));
        }
        smooth(node, LiveActivation.Kind.GELU);
      }
      case CONV, MAX_POOL, AVERAGE_POOL, GLOBAL_AVERAGE_POOL -> {
        node.takes(1, 3);
        takesValue(node, 0);
        Step step = pictures.step(operator, node, shape);
        steps.add(step);
        shape = SampleShape.of(pictures.gives(step));
      }
      case BATCH_NORMALISATION -> normalise(node);
      case FLATTEN -> flatten(node);
      case RESHAPE -> reshape(node);
      case CAST -> cast(node);
      case DROPOUT -> {
        node.takes(1, 3);
        takesValue(node, 0);
      }
      case IDENTITY -> {
        node.takes(1, 1);
        takesValue(node, 0);
      }
      case SOFTMAX, LOG_SOFTMAX -> softmax(node);
      case TRANSPOSE -> throw node.refused("a stored weight as input", "the samples");
      case CONSTANT -> throw new AssertionError(operator);
    }
    value = node.output();
  }

  private void takesValue(Node node, int index) {
    if (!node.input(index).equals(value)) {
      throw node.refused(
          "%s, which the node before it gives, without branches".formatted(Refusal.quote(value)),
          Refusal.quote(node.input(index)));
    }
  }

  private boolean hasLayer() {
    return begun || hasWeights();
  }

  private boolean hasWeights() {
    return steps.stream()
        .anyMatch(step -> step instanceof Step.Linear || step instanceof Step.Convolution);
  }

  /** Goes on with the sum, which {@code node} makes, of two paths that began here. */
  void join(Node node, SampleSteps one, SampleSteps other) {
    for (SampleSteps path : List.of(this, one, other)) {
      if (!path.hasLayer() || !path.leftOut.isEmpty()) {
        throw node.refused(
            "a layer with weights before the value that both paths take, and sums that end them",
            path.hasLayer() ? path.leftOut.getFirst() : "none");
      }
    }
    if (!one.shape.equals(other.shape)) {
      throw node.refused(
          "a sum of equal shapes", "%s and %s".formatted(one.shape.dims(), other.shape.dims()));
    }
    boolean turned = !one.hasWeights() && other.hasWeights();
    SampleSteps body = turned ? other : one;
    SampleSteps shortcut = turned ? one : other;
    steps.add(new Step.Residual(node.where(), body.steps, shortcut.steps));
    shape = one.shape;
    value = node.output();
  }

  private void gemm(Node node) {
    node.takes(2, 3);
    takesValue(node, 0);
    if (node.whole("transA", 0) != 0) {
      throw node.refused("samples by rows, transA 0", "transA " + node.whole("transA", 0));
    }
    Matrix stored = constants.weight(node.where(), node.input(1));
    Matrix weight = node.whole("transB", 0) == 0 ? stored.transposed() : stored;
    times(node, weight.values(), node.number("alpha", 1));
    float[] bias = new float[weight.rows()];
    if (node.inputs() == 3 && !node.input(2).isEmpty()) {
      add(node, bias, numbers(node, 2));
      times(node, bias, node.number("beta", 1));
    }
    linear(node, weight, bias);
  }

  private void matmul(Node node) {
    node.takes(2, 2);
    takesValue(node, 0);
    Matrix weight = constants.weight(node.where(), node.input(1)).transposed();
    linear(node, weight, new float[weight.rows()]);
  }

  private void linear(Node node, Matrix weight, float[] bias) {
    if (!shape.isFlat()) {
      throw node.refused(
          "samples of one axis (Flatten or Reshape makes one)", "samples of shape " + shape.dims());
    }
    if (shape.features() != SampleShape.OPEN && shape.features() != weight.columns()) {
      throw node.refused(
          "a weight for the %d values of a sample".formatted(shape.features()),
          "one of %d outputs and %d inputs".formatted(weight.rows(), weight.columns()));
    }
    steps.add(new Step.Linear(node.where(), inOrder(weight), bias));
    shape = SampleShape.flat(weight.rows());
  }

  /** Returns {@code weight} for the values of flattened pictures in our order, if they are that. */
  private Matrix inOrder(Matrix weight) {
    if (!steps.isEmpty() && steps.getLast() instanceof Step.Flatten(Volume takes)) {
      return new Matrix(
          weight.rows(),
          weight.columns(),
          PixelOrder.rows(weight.values(), takes.channels(), takes.pixels()));
    }
    return weight;
  }

  private void normalise(Node node) {
    node.takes(5, 5);
    takesValue(node, 0);
    if (node.whole("training_mode", 0) != 0) {
      throw node.refused("training_mode 0", "training_mode " + node.whole("training_mode", 0));
    }
    Step before = steps.isEmpty() ? new Step.Relu() : steps.getLast(); // of a path that begins
    switch (before) {
      case Step.Convolution(_, Kernel weight, _, _, _, float[] bias) ->
          normalisation(node).fold(weight.values(), bias);
      case Step.Linear(_, Matrix weight, float[] bias) ->
          normalisation(node).fold(weight.values(), bias);
      case Step.Scaling _,
          Step.Pool _,
          Step.Flatten _,
          Step.Relu _,
          Step.Norm _,
          Step.Smooth _,
          Step.Residual _ -> {
        Optional<Volume> takes = before instanceof Step.Flatten ? Optional.empty() : volume();
        steps.add(
            normalisation(node)
                .alone(
                    takes
                        .filter(_ -> hasLayer())
                        .orElseThrow(() ->
                            node.refused(
                                "a layer with weights before it, and pictures or what never were",
                                "other samples"))));
      }
    }
  }

  /** Returns the shape of the value at hand, if it is known. */
  private Optional<Volume> volume() {
    return shape.isFlat() && shape.features() != SampleShape.OPEN
        ? Optional.of(Volume.flat(shape.features()))
        : shape.pictures();
  }

  private Normalisation normalisation(Node node) {
    List<Numbers> all = IntStream.range(1, 5).mapToObj(input -> numbers(node, input)).toList();
    return new Normalisation(node, all, node.number("epsilon", 1e-5f));
  }

  private static void times(Node node, float[] values, float factor) {
    for (int i = 0; factor != 1 && i < values.length; i++) {
      values[i] = finite(node, values[i] * factor);
    }
  }

  private static void add(Node node, float[] bias, Numbers numbers) {
    List<Integer> sample = List.of(bias.length);
    if (!numbers.fits(sample)) {
      throw node.refused("a bias for %d outputs".formatted(bias.length), "shape " + numbers.dims());
    }
    double[] all = numbers.over(sample);
    for (int o = 0; o < bias.length; o++) {
      bias[o] = finite(node, (float) (bias[o] + all[o]));
    }
  }

  private static float finite(Node node, float value) {
    if (!Float.isFinite(value)) {
      throw node.refused("finite weights and biases", Float.toString(value));
    }
    return value;
  }

  private Numbers numbers(Node node, int index) {
    return constants
        .numbers(node.where(), node.input(index))
        .orElseThrow(() ->
            node.refused(
                "numbers that the model stores beside %s, without branches"
                    .formatted(Refusal.quote(value)),
                Refusal.quote(node.input(index))));
  }

  /** Returns the numbers of a node with two inputs of which the other is a sample. */
  private Numbers operand(Node node, boolean eitherWay) {
    node.takes(2, 2);
    int other = eitherWay && !node.input(0).equals(value) ? 0 : 1;
    takesValue(node, 1 - other);
    return numbers(node, other);
  }

  private void add(Node node) {
    Numbers numbers = operand(node, true);
    if (!steps.isEmpty() && steps.getLast() instanceof Step.Linear linear) {
      add(node, linear.bias(), numbers);
    } else if (!steps.isEmpty() && steps.getLast() instanceof Step.Convolution convolution) {
      add(node, convolution.bias(), perChannel(node, numbers));
    } else {
      double[] negative = Arrays.stream(numbers.values()).map(number -> -number).toArray();
      scaling(Step.Operation.LESS, node, new Numbers(numbers.dims(), negative));
    }
  }

  /** Returns numbers of shape {@code [channels, 1, 1]} as one axis. */
  private static Numbers perChannel(Node node, Numbers numbers) {
    List<Integer> dims = numbers.dims();
    if (dims.size() < 3 || dims.get(dims.size() - 1) != 1 || dims.get(dims.size() - 2) != 1) {
      throw node.refused("a number for each channel, [channels, 1, 1]", "shape " + dims);
    }
    return new Numbers(dims.subList(0, dims.size() - 2), numbers.values());
  }

  private void scale(Step.Operation operation, Node node, boolean eitherWay) {
    scaling(operation, node, operand(node, eitherWay));
  }

  private void scaling(Step.Operation operation, Node node, Numbers by) {
    if (hasLayer()) {
      throw node.refused("a place before the first layer, or an Add after its product", "another");
    }
    steps.add(new Step.Scaling(node.where(), operation, by, shape.dims()));
  }

  private void relu(Node node) {
    node.takes(1, 1);
    takesValue(node, 0);
    if (!hasLayer()) {
      throw node.refused("a layer with weights before it", "none");
    }
    int place = steps.size();
    while (place > 0 && isMaxPool(steps.get(place - 1))) { // a rectifier gives the same before it
      place--;
    }
    if (place == 0 || !(steps.get(place - 1) instanceof Step.Relu)) { // a second changes nothing
      steps.add(place, new Step.Relu());
    }
  }

  /** Adds an activation that is no rectifier to what {@code node} takes. */
  void smooth(Node node, LiveActivation.Kind kind) {
    node.takes(1, 1);
    takesValue(node, 0);
    if (!hasLayer()) {
      throw node.refused("a layer with weights before it", "none");
    }
    steps.add(new Step.Smooth(kind));
  }

  /** Adds GELU, which nodes from what this path has come to up to {@code last} make together. */
  void gelu(Node last) {
    if (!hasLayer()) {
      throw last.refused("a layer with weights before it", "none");
    }
    steps.add(new Step.Smooth(LiveActivation.Kind.GELU));
    value = last.output();
  }

  private static boolean isMaxPool(Step step) {
    return step instanceof Step.Pool(_, Layer.Pool shape) && shape.kind() == Layer.Pool.Kind.MAX;
  }

  private void flatten(Node node) {
    node.takes(1, 1);
    takesValue(node, 0);
    long axis = node.whole("axis", 1);
    if (axis != 1 && axis != -shape.dims().size()) {
      throw node.refused("axis 1: a row a sample", "axis " + axis);
    }
    flat(node, shape.flattened());
  }

  /** Goes on with {@code flattened}, pictures that convolutions gave along one axis. */
  private void flat(Node node, SampleShape flattened) {
    if (hasLayer() && !shape.isFlat()) {
      if (!flattened.isFlat()) {
        throw node.refused("pictures along one axis", "samples of shape " + flattened.dims());
      }
      steps.add(new Step.Flatten(shape.pictures().orElseThrow()));
    }
    shape = flattened;
  }

  private void reshape(Node node) {
    node.takes(2, 2);
    takesValue(node, 0);
    List<Long> target = constants.shape(node.where(), node.input(1));
    Optional<SampleShape> shaped =
        node.whole("allowzero", 0) == 0 ? shape.reshaped(target) : Optional.empty();
    SampleShape reshaped =
        shaped.orElseThrow(() ->
            node.refused(
                "a row a sample, such as [-1, %s]"
                    .formatted(
                        shape.features() == SampleShape.OPEN ? "features" : shape.features()),
                Refusal.quote(target.toString())));
    flat(node, reshaped);
  }

  private void cast(Node node) {
    node.takes(1, 1);
    takesValue(node, 0);
    DataType to = DataType.forNumber((int) node.whole("to", 0));
    boolean wide = to == DataType.DOUBLE && !hasLayer();
    if (to != DataType.FLOAT && !wide) {
      throw node.refused(
          "a cast to FLOAT, or to DOUBLE before the first layer", String.valueOf(to));
    }
  }

  private void softmax(Node node) {
    node.takes(1, 1);
    takesValue(node, 0);
    long axis = node.whole("axis", -1);
    if (!hasLayer() || (axis != 1 && axis != -1)) {
      throw node.refused("the classes of a sample as its axis, 1 or -1", "axis " + axis);
    }
    leftOut.add(node.proto().getOpType());
  }
}
