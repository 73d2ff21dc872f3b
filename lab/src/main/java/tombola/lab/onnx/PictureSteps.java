package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import tombola.nn.Layer;
import tombola.nn.Volume;

/** What the nodes that look at pictures, {@code [channel][y][x]}, do to a sample. */
final class PictureSteps {
  private final Constants constants;

  PictureSteps(Constants constants) {
    this.constants = constants;
  }

  /** Returns what {@code node} does to samples of {@code shape}. */
  Step step(Operator operator, Node node, SampleShape shape) {
    Volume takes = volume(node, shape);
    try {
      return operator == Operator.CONV ? convolution(node, takes) : pool(operator, node, takes);
    } catch (IllegalArgumentException e) { // shapes that do not fit
      throw node.refused(
          "what fits pictures of " + takes, Refusal.quote(String.valueOf(e.getMessage())));
    }
  }

  private static Volume volume(Node node, SampleShape shape) {
    try {
      return shape
          .pictures()
          .orElseThrow(
              () -> node.refused("samples [channels, rows, columns]", "shape " + shape.dims()));
    } catch (IllegalArgumentException e) {
      throw node.refused("samples of fewer values", Refusal.quote(String.valueOf(e.getMessage())));
    }
  }

  /** Returns the shape of what {@code step} gives. */
  Volume gives(Step step) {
    return switch (step) {
      case Step.Convolution convolution -> layer("conv", convolution).gives();
      case Step.Pool(_, Layer.Pool shape) -> shape.gives();
      case Step.Linear _,
          Step.Scaling _,
          Step.Flatten _,
          Step.Relu _,
          Step.Norm _,
          Step.Smooth _,
          Step.Residual _ ->
          throw new AssertionError(step);
    };
  }

  /** Returns {@code step} as a layer called {@code name}. */
  static Layer.Conv2d layer(String name, Step.Convolution step) {
    return new Layer.Conv2d(
        name,
        step.takes(),
        step.weight().out(),
        step.weight().size(),
        step.stride(),
        step.padding(),
        true);
  }

  private Step convolution(Node node, Volume takes) {
    node.takes(2, 3);
    checkPlain(node);
    if (node.whole("group", 1) != 1) {
      throw node.refused("group 1", "group " + node.whole("group", 1));
    }
    Kernel weight = constants.kernel(node.where(), node.input(1));
    int size = node.same("kernel_shape", 2, weight.size());
    if (weight.in() != takes.channels() || weight.size() != size) {
      throw node.refused(
          "filters for %d channels of %d pixels a side".formatted(takes.channels(), size),
          "filters for %d of %d".formatted(weight.in(), weight.size()));
    }
    float[] bias = new float[weight.out()];
    if (node.inputs() == 3 && !node.input(2).isEmpty()) {
      Numbers numbers =
          constants
              .numbers(node.where(), node.input(2))
              .orElseThrow(
                  () -> node.refused("a bias that the model stores", Refusal.quote(node.input(2))));
      if (!numbers.dims().equals(List.of(bias.length))) {
        throw node.refused(
            "a bias for %d filters".formatted(bias.length), "shape " + numbers.dims());
      }
      for (int o = 0; o < bias.length; o++) {
        bias[o] = (float) numbers.values()[o];
      }
    }
    Step.Convolution step =
        new Step.Convolution(
            node.where(), weight, node.same("strides", 2, 1), node.same("pads", 4, 0), takes, bias);
    layer("conv", step); // fits
    return step;
  }

  private static Step pool(Operator operator, Node node, Volume takes) {
    node.takes(1, 1);
    if (operator == Operator.GLOBAL_AVERAGE_POOL) {
      return new Step.Pool(node.where(), Layer.Pool.global(takes));
    }
    checkPlain(node);
    if (node.whole("ceil_mode", 0) != 0 || node.same("pads", 4, 0) != 0) {
      throw node.refused(
          "ceil_mode 0 and no padding",
          "ceil_mode %d and pads %d"
              .formatted(node.whole("ceil_mode", 0), node.same("pads", 4, 0)));
    }
    Layer.Pool.Kind kind =
        operator == Operator.MAX_POOL ? Layer.Pool.Kind.MAX : Layer.Pool.Kind.AVERAGE;
    int size = node.same("kernel_shape", 2, 0);
    return new Step.Pool(
        node.where(), new Layer.Pool(kind, takes, size, node.same("strides", 2, 1)));
  }

  private static void checkPlain(Node node) {
    String pad =
        node.attribute("auto_pad")
            .map(AttributeProto::getS)
            .map(s -> s.toStringUtf8())
            .orElse("NOTSET");
    if (!pad.equals("NOTSET") && !pad.equals("VALID")) {
      throw node.refused("auto_pad NOTSET, with pads", Refusal.quote(pad));
    }
    if (node.same("dilations", 2, 1) != 1) {
      throw node.refused("dilations 1", "dilations " + node.same("dilations", 2, 1));
    }
  }
}
