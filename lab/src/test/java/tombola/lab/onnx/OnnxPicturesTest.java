package tombola.lab.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tombola.lab.onnx.Models.whole;
import static tombola.lab.onnx.Models.wholes;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tombola.lab.config.InputException;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.sparse.SparseNetwork;

/** Models of convolutions as other programs write them. */
class OnnxPicturesTest {

  /** Reads a model and compares the network with ONNX Runtime on samples drawn at random. */
  private static OnnxNetwork agreed(Models model, String output) throws OrtException {
    byte[] bytes = model.bytes(output);
    OnnxNetwork read = OnnxReader.of("m.onnx", bytes);
    SparseNetwork network = SparseNetwork.compile(read.network(), read.weights(), read.mask());
    RandomStream stream = new Seed(9).child("samples").generator();
    double[][] samples = new double[6][read.network().inputs()];
    float[][] seen = new float[6][read.network().inputs()];
    for (int s = 0; s < samples.length; s++) {
      for (int i = 0; i < seen[s].length; i++) {
        seen[s][i] = (float) stream.nextGaussian();
        samples[s][i] = seen[s][i];
      }
    }
    try (OrtModel runtime = new OrtModel(bytes)) {
      float[][] expected = runtime.predict(samples);
      for (int s = 0; s < samples.length; s++) {
        assertThat(network.predict(seen[s])).containsExactly(expected[s], within(1e-4f));
      }
    }
    return read;
  }

  /** Begins as PyTorch exports a convolution with a batch normalisation behind it. */
  private static Models normalised() {
    return new Models(0, 3, 9, 11)
        .random("w", 5, 3, 3, 3)
        .random("b", 5)
        .random("scale", 5)
        .random("shift", 5)
        .random("mean", 5)
        .floats("variance", new float[] {0.5f, 1, 2, 0.1f, 4}, 5)
        .node(
            "Conv",
            "c",
            List.of("x", "w", "b"),
            wholes("pads", 1, 1, 1, 1),
            wholes("strides", 2, 2))
        .node("BatchNormalization", "n", List.of("c", "scale", "shift", "mean", "variance"));
  }

  @Test
  void whatPyTorchWritesOfConvolutionsIsReadAndBatchNormalisationIsFolded() throws OrtException {
    Models model =
        normalised()
            .random("v", 4, 5, 2, 2)
            .random("fc", 3, 24)
            .random("d", 3)
            .node("Relu", "r", List.of("n"))
            .node("MaxPool", "p", List.of("r"), wholes("kernel_shape", 2, 2), whole("ceil_mode", 0))
            .node(
                "Conv",
                "e",
                List.of("p", "v"),
                wholes("kernel_shape", 2, 2),
                wholes("dilations", 1, 1),
                whole("group", 1))
            .node("Relu", "s", List.of("e"))
            .node("AveragePool", "q", List.of("s"), wholes("kernel_shape", 2, 2))
            .node("Flatten", "f", List.of("q"))
            .node("Gemm", "y", List.of("f", "fc", "d"), whole("transB", 1));

    OnnxNetwork read = agreed(model, "y");

    assertThat(read.network().layers())
        .containsExactly(
            new Layer.Conv2d("conv1", new Volume(9, 11, 3), 5, 3, 2, 1, true),
            new Layer.Relu(),
            new Layer.Pool(Layer.Pool.Kind.MAX, new Volume(5, 6, 5), 2, 1),
            new Layer.Conv2d("conv2", new Volume(4, 5, 5), 4, 2, 1, 0, true),
            new Layer.Relu(),
            new Layer.Pool(Layer.Pool.Kind.AVERAGE, new Volume(3, 4, 4), 2, 1),
            new Layer.Flatten(new Volume(2, 3, 4)),
            new Layer.Dense("fc1", 24, 3));
    assertThat(read.network().name()).isEqualTo("onnx:9x11x3-5-4-3");
  }

  /** Factor 3 / sqrt(8.99999 + 0.00001) = 1, summand 10 - 4. */
  @Test
  void aFoldedNormalisationIsTheOneComputedByHand() {
    Models model =
        new Models(0, 1, 2, 2)
            .floats("w", new float[] {2}, 1, 1, 1, 1)
            .floats("b", new float[] {5}, 1)
            .floats("scale", new float[] {3}, 1)
            .floats("shift", new float[] {10}, 1)
            .floats("mean", new float[] {4}, 1)
            .floats("variance", new float[] {8.99999f}, 1)
            .random("fc", 4, 2)
            .node("Conv", "c", List.of("x", "w", "b"))
            .node("BatchNormalization", "n", List.of("c", "scale", "shift", "mean", "variance"))
            .node("Relu", "r", List.of("n"))
            .shape("flat", 0, -1)
            .node("Reshape", "f", List.of("r", "flat"))
            .node("MatMul", "y", List.of("f", "fc"));

    OnnxNetwork read = OnnxReader.of("a", model.bytes("y"));

    assertThat(read.weights().get("conv1.weight")).containsExactly(new float[] {2}, within(1e-6f));
    assertThat(read.weights().get("conv1.bias")).containsExactly(new float[] {11}, within(1e-5f));
  }

  @Test
  void aRectifierBehindMaxPoolingIsTheSameBeforeIt() throws OrtException {
    Models model =
        new Models(0, 2, 7, 7)
            .random("w", 3, 2, 3, 3)
            .random("bias", 3, 1, 1)
            .random("fc", 27, 4)
            .node("Conv", "c", List.of("x", "w"), wholes("pads", 1, 1, 1, 1))
            .node("Add", "a", List.of("c", "bias"))
            .node(
                "MaxPool", "p", List.of("a"), wholes("kernel_shape", 2, 2), wholes("strides", 2, 2))
            .node("Relu", "r", List.of("p"))
            .node("Flatten", "f", List.of("r"))
            .node("MatMul", "y", List.of("f", "fc"));

    OnnxNetwork read = agreed(model, "y");

    assertThat(read.network().layers().get(1)).isEqualTo(new Layer.Relu());
    assertThat(read.network().layers().get(2)).isInstanceOf(Layer.Pool.class);
  }

  @Test
  void aNormalisationOfUnitsAndAMeanOfPicturesAreRead() throws OrtException {
    Models model =
        new Models(0, 1, 5, 5)
            .random("w", 6, 1, 2, 2)
            .random("v", 4, 6)
            .random("scale", 4)
            .random("shift", 4)
            .random("mean", 4)
            .floats("variance", new float[] {1, 2, 3, 4}, 4)
            .random("fc", 4, 3)
            .node("Conv", "c", List.of("x", "w"), Models.text("auto_pad", "VALID"))
            .node("Relu", "r", List.of("c"))
            .node("GlobalAveragePool", "p", List.of("r"))
            .node("Flatten", "f", List.of("p"))
            .node("Gemm", "g", List.of("f", "v"), whole("transB", 1))
            .node(
                "BatchNormalization",
                "n",
                List.of("g", "scale", "shift", "mean", "variance"),
                Models.number("epsilon", 0.01f))
            .node("Relu", "s", List.of("n"))
            .node("MatMul", "y", List.of("s", "fc"));

    assertThat(agreed(model, "y").network().widths()).isEqualTo("5x5x1-6-4-3");
  }

  /** Adds to an input of 2x7x7 what is refused with a line that contains {@code line}. */
  private static void refused(String line, Consumer<Models> nodes) {
    Models model = new Models(0, 2, 7, 7).random("w", 3, 2, 3, 3);
    nodes.accept(model);
    assertThatThrownBy(() -> OnnxReader.of("m", model.bytes("y")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(line);
  }

  @Test
  void whatOurConvolutionsDoNotDoIsRefusedAndTheNodeNamed() {
    refused(
        "node \"n0\" (Conv): expected group 1, found group 2",
        m -> m.node("Conv", "y", List.of("x", "w"), whole("group", 2)));
    refused(
        "node \"n0\" (Conv): expected dilations 1, found dilations 2",
        m -> m.node("Conv", "y", List.of("x", "w"), wholes("dilations", 2, 2)));
    refused(
        "node \"n0\" (Conv): expected pads of 4 equal numbers, found \"[0, 1, 0, 1]\"",
        m -> m.node("Conv", "y", List.of("x", "w"), wholes("pads", 0, 1, 0, 1)));
    refused(
        "(Conv): expected auto_pad NOTSET, with pads, found \"SAME_UPPER\"",
        m -> m.node("Conv", "y", List.of("x", "w"), Models.text("auto_pad", "SAME_UPPER")));
    refused(
        "(Conv): expected filters as high as wide, found shape [3, 2, 3, 1]",
        m -> m.random("v", 3, 2, 3, 1).node("Conv", "y", List.of("x", "v")));
    refused(
        "(Conv): expected filters for 2 channels of 3 pixels a side, found filters for 1 of 3",
        m -> m.random("v", 3, 1, 3, 3).node("Conv", "y", List.of("x", "v")));
    refused(
        "(Conv): expected what fits pictures of 7x7x2, found",
        m -> m.random("v", 3, 2, 9, 9).node("Conv", "y", List.of("x", "v")));
    refused(
        "outputs: expected the sums of a fully connected layer (Gemm or MatMul), found pictures",
        m -> m.node("Conv", "y", List.of("x", "w")));
  }

  @Test
  void whatOurPoolsDoNotDoIsRefused() {
    refused(
        "(MaxPool): expected ceil_mode 0 and no padding, found ceil_mode 1 and pads 0",
        m ->
            m.node("Conv", "c", List.of("x", "w"))
                .node("Relu", "r", List.of("c"))
                .node(
                    "MaxPool",
                    "y",
                    List.of("r"),
                    wholes("kernel_shape", 2, 2),
                    whole("ceil_mode", 1)));
    refused(
        "(AveragePool): expected what fits pictures of 5x5x3, found",
        m ->
            m.node("Conv", "c", List.of("x", "w"))
                .node("Relu", "r", List.of("c"))
                .node("AveragePool", "y", List.of("r"), wholes("kernel_shape", 6, 6)));
    refused(
        "layers: expected a network that can be trained here, found",
        m ->
            m.random("fc", 48, 2)
                .node("Conv", "c", List.of("x", "w"))
                .node("AveragePool", "p", List.of("c"), wholes("kernel_shape", 2, 2))
                .node("Flatten", "f", List.of("p"))
                .node("MatMul", "y", List.of("f", "fc")));
  }

  @Test
  void aNormalisationThatCannotBeFoldedIsRefused() {
    refused(
        "(BatchNormalization): expected a layer with weights before it, and pictures",
        m ->
            m.floats("n", new float[] {1, 2}, 2)
                .node("BatchNormalization", "y", List.of("x", "n", "n", "n", "n")));
    refused(
        "(BatchNormalization): expected variances above 0, found -1",
        m ->
            m.floats("n", new float[] {-1, -1, -1}, 3)
                .node("Conv", "c", List.of("x", "w"))
                .node(
                    "BatchNormalization",
                    "y",
                    List.of("c", "n", "n", "n", "n"),
                    Models.number("epsilon", 0)));
    refused(
        "(BatchNormalization): expected numbers for 3 channels, found 2",
        m ->
            m.floats("n", new float[] {1, 1}, 2)
                .node("Conv", "c", List.of("x", "w"))
                .node("BatchNormalization", "y", List.of("c", "n", "n", "n", "n")));
  }
}
