package tombola.lab.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.nn.Layer;
import tombola.nn.Weights;
import tombola.sparse.SparseNetwork;

/** Models that {@code dev/small_models.py} made with PyTorch, and what PyTorch predicts. */
class PyTorchModelTest {
  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PyTorchModelTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static float[] sample(int number, int inputs) {
    float[] sample = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      sample[i] = (number * 97 + i * 31) % 256 / 256f;
    }
    return sample;
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small-cnn", "small-resnet", "small-gelu", "small-mlp"})
  void aModelOfPyTorchPredictsAsThere(String name) throws IOException {
    OnnxNetwork read = OnnxReader.of(name, resource(name + ".onnx"));
    List<String> expected =
        new String(resource(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
    SparseNetwork network = SparseNetwork.compile(read.network(), read.weights(), read.mask());

    assertThat(expected).hasSize(10);
    for (int s = 0; s < expected.size(); s++) {
      float[] found = network.predict(sample(s, network.inputs()));
      double[] logits = numbers(expected.get(s));
      assertThat(found).hasSize(logits.length);
      for (int c = 0; c < found.length; c++) {
        assertThat((double) found[c]).isCloseTo(logits[c], within(2e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small-cnn", "small-resnet", "small-gelu", "small-mlp"})
  void otherWeightsPredictOtherwise(String name) throws IOException {
    OnnxNetwork read = OnnxReader.of(name, resource(name + ".onnx"));
    Layer.Weighted first = read.network().weighted().getFirst();
    Weights changed = read.weights().copy();
    Arrays.fill(changed.get(first.name() + ".weight"), 1f);
    float[] sample = sample(3, read.network().inputs());

    float[] before =
        SparseNetwork.compile(read.network(), read.weights(), read.mask()).predict(sample);
    float[] after = SparseNetwork.compile(read.network(), changed, read.mask()).predict(sample);

    assertThat(after[0]).isNotCloseTo(before[0], within(1e-3f));
  }
}
