package tombola.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
  private static final Layer RELU = new Layer.Relu();

  private static void refuses(String message, Layer... layers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkSpec("net", List.of(layers)))
        .withMessage(message);
  }

  @Test
  void aLayerMustTakeWhatTheOneBeforeItGives() {
    refuses(
        "fc2: expected 5 inputs as the layer before it gives, got 6",
        new Layer.Dense("fc1", 4, 5),
        RELU,
        new Layer.Dense("fc2", 6, 2));
  }

  @Test
  void aRectifierNeedsALayerBeforeIt() {
    refuses("relu: expected a layer with weights before it", RELU, new Layer.Dense("fc1", 4, 5));
    refuses(
        "relu: expected a layer with weights before it",
        new Layer.Dense("fc1", 4, 5),
        RELU,
        RELU,
        new Layer.Dense("fc2", 5, 2));
  }

  @Test
  void theLastLayerGivesTheLogits() {
    String message = "net: expected a layer with weights at the end, which gives the logits";
    refuses(message, new Layer.Dense("fc1", 4, 5), RELU);
    refuses(message);
  }

  @Test
  void aLayerHasInputsAndOutputs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Layer.Dense("fc1", 0, 5))
        .withMessage("fc1: expected at least one input and one output, got 0 and 5");
  }

  private static final Volume PICTURE = new Volume(6, 6, 2);
  private static final Layer CONV = new Layer.Conv2d("conv1", PICTURE, 3, 3, 1, 1, true);

  @Test
  void aConvolutionThatTakesAnotherPictureIsNamed() {
    refuses(
        "conv2: expected 6x6x3 as the layer before it gives, got 6x6x4",
        CONV,
        RELU,
        new Layer.Conv2d("conv2", new Volume(6, 6, 4), 3, 3, 1, 1, true));
  }

  @Test
  void aPictureIsFlattenedBeforeALinearLayer() {
    refuses(
        "fc1: expected 6x6x3 as the layer before it gives, got 108 (a flatten is missing)",
        CONV,
        RELU,
        new Layer.Dense("fc1", 108, 2));
  }

  @Test
  void aPoolThatDoesNotFitIsNamedByTheLayerBeforeIt() {
    refuses(
        "max-pool after conv1: expected 6x6x3 as the layer before it gives, got 5x5x3",
        CONV,
        RELU,
        new Layer.Pool(Layer.Pool.Kind.MAX, new Volume(5, 5, 3), 2, 2));
    refuses(
        "average-pool after conv1: expected a layer with weights and its relu before it",
        CONV,
        new Layer.Pool(Layer.Pool.Kind.AVERAGE, new Volume(6, 6, 3), 2, 2));
    refuses("flatten: expected a layer with weights before it", new Layer.Flatten(PICTURE));
  }

  @Test
  void twoLayersWithWeightsHaveARectifierBetweenThem() {
    refuses(
        "fc2: expected a relu between it and fc1, the layer before it",
        new Layer.Dense("fc1", 4, 5),
        new Layer.Dense("fc2", 5, 2));
  }

  @Test
  void layersThatGiveNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Layer.Conv2d("conv1", new Volume(2, 9, 1), 3, 5, 1, 1, true))
        .withMessage(
            "conv1: expected pictures of at least 3x3 for a kernel of 5 with padding 1, got 2x9x1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Layer.Conv2d("conv1", PICTURE, 3, 3, 1, 3, true))
        .withMessage("conv1: expected a padding from 0 to 2, below the kernel, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Layer.Pool(Layer.Pool.Kind.MAX, PICTURE, 7, 1))
        .withMessageStartingWith("pool: expected windows of 1 to 6 pixels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layer.Pool.global(new Volume(2, 3, 1)))
        .withMessage("pool: expected square pictures, got 2x3x1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Volume(0, 3, 1))
        .withMessage("expected at least 1x1 pixels and one channel, got 0x3x1");
  }

  @Test
  void shapesFollowFromLayerToLayer() {
    NetworkSpec network =
        new Stack(new Volume(9, 7, 2))
            .convolution(4, 3, 2, 1) // 5x4
            .pool(Layer.Pool.Kind.MAX, 2, 2) // 2x2
            .globalPool()
            .flatten()
            .classes("c", 3);

    assertThat(network.inputs()).isEqualTo(126);
    assertThat(network.widths()).isEqualTo("9x7x2-4-3");
    assertThat(network.isPerceptron()).isFalse();
    assertThat(network.parameters())
        .containsExactly(
            new Parameter("conv1.weight", "conv1", 4, 18, true, false, 9, true),
            new Parameter("conv1.bias", "conv1", 4, 1, false, false, 1, true),
            new Parameter("fc1.weight", "fc1", 3, 4, true, true),
            new Parameter("fc1.bias", "fc1", 3, 1, false, true));
    assertThatIllegalArgumentException()
        .isThrownBy(network::dense)
        .withMessage(
            "network: expected fully connected layers and rectifiers alone, got c, which has others");
  }

  private static Layer.Residual residual(List<Layer> body, List<Layer> shortcut) {
    return new Layer.Residual("res1", body, shortcut);
  }

  private static Layer conv(String name, int filters, int stride) {
    return new Layer.Conv2d(name, new Volume(6, 6, 3), filters, 3, stride, 1, false);
  }

  @Test
  void aSumOfUnequalShapesIsNamedWithBoth() {
    refuses(
        "res1: expected a sum of equal shapes, got 3x3x3 of its body and 6x6x3 of its shortcut (a"
            + " projection is missing)",
        CONV,
        RELU,
        residual(List.of(conv("conv2", 3, 2)), List.of()));
    refuses(
        "res1: expected a sum of equal shapes, got 6x6x4 of its body and 6x6x5 of its shortcut",
        CONV,
        RELU,
        residual(List.of(conv("conv2", 4, 1)), List.of(conv("conv3", 5, 1))));
  }

  @Test
  void aResidualBlockHasWeightsInItAndBeforeIt() {
    refuses("res1: expected a layer with weights before it", residual(List.of(CONV), List.of()));
    refuses(
        "res1: expected a layer with weights in its body",
        CONV,
        RELU,
        residual(List.of(), List.of()));
    refuses(
        "conv3: expected a relu between it and conv2, the layer before it",
        CONV,
        RELU,
        residual(List.of(conv("conv2", 3, 1), conv("conv3", 3, 1)), List.of()));
    refuses(
        "fc1: expected a relu between it and res1, the layer before it",
        CONV,
        RELU,
        residual(List.of(conv("conv2", 3, 1)), List.of()),
        new Layer.Flatten(new Volume(6, 6, 3)),
        new Layer.Dense("fc1", 108, 2));
  }

  @Test
  void normalisationsAndDropoutsStandWhereTheyCan() {
    refuses(
        "bn1 after conv1: expected 6x6x3 as the layer before it gives, got 6x6x2",
        CONV,
        new Layer.BatchNorm("bn1", PICTURE));
    refuses("bn1: expected a layer with weights before it", new Layer.BatchNorm("bn1", PICTURE));
    refuses(
        "drop1: expected a layer with weights and its relu before it",
        CONV,
        new Layer.Dropout("drop1", 0.5));
    refuses("gelu: expected a layer with weights before it", CONV, RELU, new Layer.Gelu());
    refuses(
        "layers: expected a name of its own for each, got conv1 twice",
        CONV,
        RELU,
        residual(List.of(conv("conv1", 3, 1)), List.of()),
        RELU,
        new Layer.Flatten(new Volume(6, 6, 3)),
        new Layer.Dense("fc1", 108, 2));
  }

  @Test
  void parametersOfResidualNetworksHaveTheNamesThatPyTorchGivesThem() {
    NetworkSpec network = Networks.named("resnet-20", 784, 10);

    assertThat(network.parameters().stream().map(Parameter::name))
        .startsWith(
            "conv1.weight",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var",
            "layer1.0.conv1.weight",
            "layer1.0.bn1.weight")
        .contains("layer2.0.downsample.0.weight", "layer2.0.downsample.1.running_var")
        .endsWith("layer3.2.bn2.running_var", "fc1.weight", "fc1.bias")
        .doesNotContain("conv1.bias");
    assertThat(network.prunable().stream().filter(p -> p.role() == ParameterRole.PROJECTION))
        .extracting(Parameter::layer)
        .containsExactly("layer2.0.downsample.0", "layer3.0.downsample.0");
  }
}
