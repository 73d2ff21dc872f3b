package tombola.lab.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tombola.lab.onnx.Models.wholes;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tombola.lab.config.InputException;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Layer;
import tombola.sparse.SparseNetwork;

/** Models with residual sums, tanh and GELU. */
class OnnxBlocksTest {
  private static OnnxNetwork read(Models model) {
    return OnnxReader.of("a", model.bytes("y"));
  }

  private static float[][] samples(int count, int inputs) {
    RandomStream stream = new Seed(3).child("samples").generator();
    float[][] samples = new float[count][inputs];
    for (float[] sample : samples) {
      for (int i = 0; i < inputs; i++) {
        sample[i] = (float) stream.nextGaussian();
      }
    }
    return samples;
  }

  /** Checks that the network predicts what ONNX Runtime does with the model. */
  private static OnnxNetwork assertAgrees(Models model) throws Exception {
    OnnxNetwork read = read(model);
    SparseNetwork network = SparseNetwork.compile(read.network(), read.weights(), read.mask());
    float[][] samples = samples(12, network.inputs());
    double[][] raw = new double[samples.length][network.inputs()];
    for (int s = 0; s < samples.length; s++) {
      for (int i = 0; i < raw[s].length; i++) {
        raw[s][i] = samples[s][i];
      }
    }
    try (OrtModel runtime = new OrtModel(model.bytes("y"))) {
      float[][] expected = runtime.predict(raw);
      float[][] found = network.predict(samples);
      for (int s = 0; s < samples.length; s++) {
        for (int c = 0; c < expected[s].length; c++) {
          float size = Math.max(1, Math.abs(expected[s][c]));
          assertThat(found[s][c]).isCloseTo(expected[s][c], within(2e-5f * size));
        }
      }
    }
    return read;
  }

  /** Begins with three pictures of 5x5 behind a rectifier, {@code r}. */
  private static Models begun() {
    return new Models(0, 2, 5, 5)
        .random("w", 3, 2, 3, 3)
        .random("v", 3, 3, 3, 3)
        .random("u", 3, 3, 3, 3)
        .random("p", 3, 3, 1, 1)
        .random("f", 3, 2)
        .node("Conv", "a", List.of("x", "w"), wholes("pads", 1, 1, 1, 1))
        .node("Relu", "r", List.of("a"));
  }

  private static Models ended(Models model, String value) {
    return model
        .node("Relu", "last", List.of(value))
        .node("GlobalAveragePool", "mean", List.of("last"))
        .node("Flatten", "flat", List.of("mean"))
        .node("MatMul", "y", List.of("flat", "f"));
  }

  private static Models conv(Models model, String y, String x, String weight) {
    return model.node("Conv", y, List.of(x, weight), wholes("pads", 1, 1, 1, 1));
  }

  /** x is 2: 3 · 2 and what it was are 8, and tanh of nothing more than that. */
  @Test
  void aSumIsTheOneComputedByHand() {
    Models model =
        new Models(0, 1)
            .floats("w", new float[] {1}, 1, 1)
            .floats("v", new float[] {3}, 1, 1)
            .floats("u", new float[] {1, -1}, 1, 2)
            .node("MatMul", "a", List.of("x", "w"))
            .node("Relu", "r", List.of("a"))
            .node("MatMul", "b", List.of("r", "v"))
            .node("Add", "c", List.of("r", "b"))
            .node("Relu", "d", List.of("c"))
            .node("MatMul", "y", List.of("d", "u"));
    OnnxNetwork read = read(model);

    assertThat(read.network().name()).isEqualTo("onnx:1-1-1-2");
    assertThat(read.network().layers().get(2))
        .isEqualTo(new Layer.Residual("block1", List.of(new Layer.Dense("fc2", 1, 1)), List.of()));
    assertThat(
            SparseNetwork.compile(read.network(), read.weights(), read.mask())
                .predict(new float[] {2}))
        .containsExactly(8, -8);
  }

  @Test
  void identityProjectionAndBlocksInBlocksAgreeWithOnnxRuntime() throws Exception {
    Models model = begun();
    conv(model, "b", "r", "v").node("Add", "c", List.of("b", "r")).node("Relu", "d", List.of("c"));
    model.node("Conv", "e", List.of("d", "p")); // both paths go on by turns
    conv(model, "g", "d", "u").node("Add", "h", List.of("g", "e"));
    OnnxNetwork read = assertAgrees(ended(model, "h"));

    assertThat(read.network().layers().stream().filter(Layer.Residual.class::isInstance))
        .hasSize(2);
    Models nested = begun();
    conv(nested, "b", "r", "v").node("Relu", "c", List.of("b"));
    conv(nested, "d", "c", "u").node("Add", "e", List.of("c", "d")).node("Relu", "g", List.of("e"));
    nested.node("Conv", "h", List.of("g", "p")).node("Add", "i", List.of("r", "h"));
    assertAgrees(ended(nested, "i"));
  }

  @Test
  void aNormalisationInAPathIsFolded() throws Exception {
    Models model = begun().random("n", 3).floats("s", new float[] {1, 2, 3}, 3);
    conv(model, "b", "r", "v")
        .node("BatchNormalization", "c", List.of("b", "n", "n", "n", "s"))
        .node("Add", "d", List.of("c", "r"));

    OnnxNetwork read = assertAgrees(ended(model, "d"));
    assertThat(read.network().flat()).noneMatch(Layer.BatchNorm.class::isInstance);
  }

  @Test
  void aNormalisationThatIsNoLayersOwnIsALayer() throws Exception {
    Models model = begun().random("n", 3).floats("s", new float[] {1, 2, 3}, 3).random("m", 3, 3);
    model
        .node("BatchNormalization", "b", List.of("r", "n", "n", "n", "s"))
        .node("Relu", "c", List.of("b"));
    conv(model, "d", "c", "v").node("Add", "e", List.of("d", "r"));

    OnnxNetwork read = assertAgrees(ended(model, "e"));
    assertThat(read.network().flat().stream().filter(Layer.BatchNorm.class::isInstance)).hasSize(1);
    Models flat =
        new Models(0, 4)
            .random("w", 4, 3)
            .random("n", 3)
            .floats("s", new float[] {1, 2, 3}, 3)
            .random("u", 3, 2)
            .node("MatMul", "a", List.of("x", "w"))
            .node("Relu", "b", List.of("a"))
            .node("BatchNormalization", "c", List.of("b", "n", "n", "n", "s"))
            .node("MatMul", "y", List.of("c", "u"));
    assertAgrees(flat);
  }

  @Test
  void geluIsFoundInItsFormsAndTanhIsOne() throws Exception {
    for (int form = 0; form < 4; form++) {
      boolean divided = form % 2 == 0;
      boolean halfFirst = form > 1;
      Models model =
          new Models(0, 3)
              .floats("root", new float[] {(float) (divided ? Math.sqrt(2) : Math.sqrt(0.5))})
              .floats("one", new float[] {1})
              .floats("half", new float[] {0.5f})
              .random("w", 3, 4)
              .random("v", 4, 4)
              .random("u", 4, 2)
              .node("MatMul", "a", List.of("x", "w"))
              .node(divided ? "Div" : "Mul", "b", List.of("a", "root"))
              .node("Erf", "c", List.of("b"))
              .node("Add", "d", List.of("c", "one"))
              .node("Mul", "e", halfFirst ? List.of("d", "half") : List.of("a", "d"))
              .node("Mul", "f", halfFirst ? List.of("a", "e") : List.of("e", "half"))
              .node("MatMul", "g", List.of("f", "v"))
              .node("Tanh", "h", List.of("g"))
              .node("MatMul", "y", List.of("h", "u"));

      assertThat(assertAgrees(model).network().layers())
          .containsExactly(
              new Layer.Dense("fc1", 3, 4),
              new Layer.Gelu(),
              new Layer.Dense("fc2", 4, 4),
              new Layer.Tanh(),
              new Layer.Dense("fc3", 4, 2));
    }
  }

  private static void refused(String expected, UnaryOperator<Models> nodes) {
    assertThatThrownBy(() -> read(nodes.apply(begun())))
        .isInstanceOf(InputException.class)
        .message()
        .startsWith("a: ")
        .contains(expected)
        .doesNotContain("\n");
  }

  @Test
  void pathsThatDoNotMeetAsInABlockAreRefused() {
    refused(
        "(Add): expected a sum of equal shapes, found [3, 3, 3] and [3, 5, 5]",
        m ->
            ended(m.node("Conv", "b", List.of("r", "v")).node("Add", "c", List.of("b", "r")), "c"));
    refused(
        "(Add): expected a residual sum: two paths from one value that no other node takes",
        m -> { // what began two blocks ago is added once more
          conv(m, "b", "r", "v")
              .node("Add", "c", List.of("b", "r"))
              .node("Relu", "d", List.of("c"));
          return ended(conv(m, "e", "d", "u").node("Add", "g", List.of("e", "r")), "g");
        });
    refused(
        "outputs: expected paths that all meet in an Add",
        m -> ended(m.node("Tanh", "b", List.of("r")), "r"));
    refused(
        "(Mul): expected",
        m -> ended(conv(m, "b", "r", "v").node("Mul", "c", List.of("b", "r")), "c"));
    refused(
        "expected a name of its own for what it gives, found \"r\" once more",
        m -> conv(m, "r", "r", "v"));
    refused(
        "layers: expected a network that can be trained here",
        m -> ended(m.node("Add", "c", List.of("r", "r")), "c"));
    refused(
        "and sums that end them, found Softmax",
        m -> {
          m.node("Flatten", "b", List.of("r")).random("k", 75, 2).random("l", 75, 2);
          m.node("MatMul", "c", List.of("b", "k")).node("Softmax", "d", List.of("c"));
          return m.node("MatMul", "e", List.of("b", "l")).node("Add", "y", List.of("d", "e"));
        });
  }

  @Test
  void anErfThatIsNoGeluIsRefused() {
    refused(
        "(Erf): expected one of the operators", m -> ended(m.node("Erf", "c", List.of("r")), "c"));
    refused(
        "(Gelu): expected approximate none, found \"tanh\"",
        m -> m.node("Gelu", "y", List.of("r"), Models.text("approximate", "tanh")));
  }
}
