package tombola.lab.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tombola.lab.onnx.Models.number;
import static tombola.lab.onnx.Models.whole;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Layer;
import tombola.sparse.SparseNetwork;

class OnnxReaderTest {

  private static OnnxNetwork read(Models model, String output) {
    return OnnxReader.of("m.onnx", model.bytes(output));
  }

  /** Compares the network with ONNX Runtime on samples drawn at random. */
  private static OnnxNetwork agreed(Models model, String output) throws OrtException {
    byte[] bytes = model.bytes(output);
    OnnxNetwork read = OnnxReader.of("m.onnx", bytes);
    RandomStream stream = new Seed(9).child("samples").generator();
    double[][] samples = new double[1][read.network().inputs()];
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < samples[0].length; i++) {
        samples[0][i] = (float) stream.nextGaussian();
      }
      try (OrtModel runtime = new OrtModel(bytes)) {
        float[] expected = runtime.predict(samples)[0];
        assertThat(predict(read, samples[0])).containsExactly(expected, within(1e-4f));
      }
    }
    return read;
  }

  private static float[] predict(OnnxNetwork read, double[] sample) {
    float[] seen = new float[sample.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = (float) scaled(read.units(), sample[i], i);
    }
    return SparseNetwork.compile(read.network(), read.weights(), read.mask()).predict(seen);
  }

  private static double scaled(Optional<InputUnits> units, double value, int feature) {
    if (units.orElse(null) instanceof InputUnits.Columns columns) {
      double deviation = columns.deviation()[feature];
      return deviation == 0 ? 0 : (value - columns.shift()[feature]) / deviation;
    }
    assertThat(units).isEmpty();
    return value;
  }

  /** The weight 1 2 / 3 4 / 5 6 by inputs, so that an output is a column. */
  @Test
  void aProductAndASumAreALayer() {
    Models model =
        new Models(0, 3)
            .floats("w", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .floats("b", new float[] {7, 8}, 2)
            .node("MatMul", "p", List.of("x", "w"))
            .node("Add", "y", List.of("b", "p"));

    OnnxNetwork read = read(model, "y");

    assertThat(read.network().name()).isEqualTo("mlp:3-2");
    assertThat(read.weights().get("fc1.weight")).containsExactly(1, 3, 5, 2, 4, 6);
    assertThat(read.weights().get("fc1.bias")).containsExactly(7, 8);
    assertThat(read.units()).isEmpty();
    assertThat(read.classes()).isEmpty();
    assertThat(read.leftOut()).isEmpty();
  }

  @Test
  void whatPyTorchWritesIsRead() throws OrtException {
    Models model =
        new Models(1, 1, 4, 4)
            .random("0.weight", 7, 16)
            .random("0.bias", 7)
            .random("2.weight", 3, 7)
            .random("2.bias", 3)
            .node("Flatten", "f", List.of("x"), whole("axis", 1))
            .node(
                "Gemm",
                "h",
                List.of("f", "0.weight", "0.bias"),
                number("alpha", 1),
                number("beta", 1),
                whole("transB", 1))
            .node("Relu", "r", List.of("h"))
            .node("Gemm", "y", List.of("r", "2.weight", "2.bias"), whole("transB", 1));

    OnnxNetwork read = agreed(model, "y");

    assertThat(read.network().layers())
        .containsExactly(
            new Layer.Dense("fc1", 16, 7), new Layer.Relu(), new Layer.Dense("fc2", 7, 3));
  }

  @Test
  void scalesReshapesConstantsAndSoftmaxAreRead() throws OrtException {
    Models model =
        new Models(1, 2, 3)
            .floats("mean", new float[] {0.5f, -1}, 2, 1)
            .floats("std", new float[] {2}, 1)
            .floats("zero", new float[] {1, 0, 1, 1, 1, 3}, 1, 2, 3)
            .shape("s", -1, 6)
            .random("w", 6, 4)
            .random("b", 1, 4)
            .random("v", 5, 4)
            .node("Sub", "c", List.of("x", "mean"))
            .node("Div", "d", List.of("c", "std"))
            .node("Mul", "z", List.of("zero", "d"))
            .node("Reshape", "f", List.of("z", "s"))
            .node("MatMul", "p", List.of("f", "w"))
            .node("Add", "h", List.of("p", "b"))
            .node("Relu", "r", List.of("h"))
            .node("Relu", "rr", List.of("r"))
            .node("Transpose", "vt", List.of("v"))
            .node("Identity", "vi", List.of("vt"))
            .node("Gemm", "g", List.of("rr", "vi"), number("alpha", 0.5f))
            .node("Identity", "y", List.of("g"));

    OnnxNetwork read = agreed(model, "y");
    Models ended = model.node("Softmax", "p2", List.of("y"), whole("axis", 1));

    assertThat(read.units()).get().isInstanceOf(InputUnits.Columns.class);
    assertThat(read(ended, "p2").leftOut()).containsExactly("Softmax");
    assertThat(read(ended, "p2").weights().sameBits(read.weights())).isTrue();
  }

  @Test
  void bytesAreKnownByTheirFactor() {
    Models by =
        new Models(0, 2)
            .floats("k", new float[] {255}, 1)
            .random("w", 2, 2)
            .node("Div", "d", List.of("x", "k"))
            .node("MatMul", "y", List.of("d", "w"));

    assertThat(read(by, "y").units()).containsInstanceOf(InputUnits.Bytes.class);
  }

  @Test
  void placesOfASparseWeightComeInEitherForm() {
    for (boolean pairs : List.of(false, true)) {
      Models model = new Models(0, 3).node("Gemm", "y", List.of("x", "w"), whole("transB", 1));
      model.graph.addSparseInitializer(
          sparse(List.of(2L, 3L), pairs ? List.of(0L, 1L, 1L, 2L) : List.of(1L, 5L), 2));

      assertThat(read(model, "y").weights().get("fc1.weight")).containsExactly(0, 1, 0, 0, 0, 2);
      assertThat(read(model, "y").mask().liveCount()).isEqualTo(2);
    }
  }

  /** Returns the sparse tensor {@code w} whose values are 1, 2 and so on. */
  private static SparseTensorProto sparse(List<Long> dims, List<Long> indices, int values) {
    TensorProto.Builder numbers =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(values);
    for (int k = 1; k <= values; k++) {
      numbers.addFloatData(k);
    }
    TensorProto.Builder places =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addAllInt64Data(indices)
            .addDims(values);
    if (indices.size() > values) {
      places.addDims(2);
    }
    return SparseTensorProto.newBuilder()
        .setValues(numbers)
        .setIndices(places)
        .addAllDims(dims)
        .build();
  }

  private static void refused(String expected, Consumer<Models> build) {
    Models model = new Models(0, 3).random("w", 3, 2).random("b", 2).random("v", 2, 2);
    build.accept(model);
    assertThatThrownBy(() -> read(model, "y"))
        .isInstanceOf(InputException.class)
        .message()
        .startsWith("m.onnx: ")
        .contains(expected)
        .doesNotContain("\n");
  }

  @Test
  void whatCannotBeWorkedWithIsNamed() {
    refused(
        "node \"n0\" (Selu): expected one of the operators Add, AveragePool, BatchNormalization,"
            + " Cast, Constant, Conv, Div, Dropout, Flatten, Gelu, Gemm, GlobalAveragePool, Identity,"
            + " LogSoftmax, MatMul, MaxPool, Mul, Relu, Reshape, Softmax, Sub, Tanh, Transpose, found"
            + " Selu",
        m -> m.node("Selu", "y", List.of("x")));
    refused(
        "node \"n1\" (Add): expected a layer with weights before the value that both paths take",
        m -> m.node("MatMul", "h", List.of("x", "w")).node("Add", "y", List.of("h", "x")));
    refused(
        "expected a weight for the 3 values of a sample, found one of 2 outputs and 2 inputs",
        m -> m.node("MatMul", "y", List.of("x", "v")));
    refused(
        "expected a weight of its own, found \"v\", which another node has too",
        m ->
            m.node("MatMul", "h", List.of("x", "w"))
                .node("MatMul", "i", List.of("h", "v"))
                .node("MatMul", "y", List.of("i", "v")));
    refused(
        "expected a weight that the model stores, found \"x\" from a node",
        m -> m.node("MatMul", "y", List.of("x", "x")));
    refused(
        "outputs: expected the sums of a layer with weights, found a Relu",
        m -> m.node("MatMul", "h", List.of("x", "w")).node("Relu", "y", List.of("h")));
    refused(
        "expected a place before the first layer",
        m ->
            m.node("MatMul", "h", List.of("x", "w"))
                .node("Relu", "r", List.of("h"))
                .node("Mul", "y", List.of("r", "b")));
    refused(
        "expected a layer with weights before it, found none",
        m -> m.node("Relu", "y", List.of("x")));
    refused(
        "outputs: expected one, the last node's \"h\", found \"y\"",
        m -> m.node("MatMul", "h", List.of("x", "w")));
    refused(
        "expected nothing after Softmax",
        m ->
            m.node("MatMul", "h", List.of("x", "w"))
                .node("Softmax", "s", List.of("h"))
                .node("Relu", "y", List.of("s")));
    refused(
        "expected a bias for 2 outputs, found shape [3]",
        m ->
            m.random("c", 3)
                .node("MatMul", "h", List.of("x", "w"))
                .node("Add", "y", List.of("h", "c")));
    refused(
        "expected samples by rows, transA 0",
        m -> m.node("Gemm", "y", List.of("x", "w"), whole("transA", 1)));
  }

  /** A node that takes what a later one gives cannot be first. */
  @Test
  void cyclesAreRefused() {
    refused(
        "node \"n0\" (Relu): expected \"x\", which the node before it gives, without branches,"
            + " found \"y\"",
        m -> m.node("Relu", "h", List.of("y")).node("MatMul", "y", List.of("h", "w")));
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    refused(
        "\"n\"[1]: expected a finite number, found NaN",
        m ->
            m.floats("n", new float[] {1, Float.NaN, 1}, 3, 1)
                .node("MatMul", "y", List.of("x", "n")));
    refused(
        "\"n\": expected 6 numbers in the model itself, found 5",
        m -> m.floats("n", new float[5], 3, 2).node("MatMul", "y", List.of("x", "n")));
    refused(
        "\"n\": expected a shape of fewer than 2^31 numbers, found [65536, 65536]",
        m -> m.floats("n", new float[5], 65536, 65536).node("MatMul", "y", List.of("x", "n")));
    refused(
        "expected finite weights and biases, found Infinity",
        m ->
            m.floats("n", new float[] {1e38f, 1, 1}, 3, 1)
                .node("Gemm", "y", List.of("x", "n"), number("alpha", 10)));
    refused(
        "expected a finite scale, found 0.0",
        m ->
            m.floats("n", new float[1], 1)
                .node("Div", "d", List.of("x", "n"))
                .node("MatMul", "y", List.of("d", "w")));
    for (List<Long> places :
        List.of(List.of(1L, 1L), List.of(2L, 1L), List.of(-1L, 1L), List.of(0L, 6L))) {
      Models model = new Models(0, 3).node("Gemm", "y", List.of("x", "w"), whole("transB", 1));
      model.graph.addSparseInitializer(sparse(List.of(2L, 3L), places, 2));
      assertThatThrownBy(() -> read(model, "y"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected rising indices from 0 to 5, found ");
    }
  }

  @Test
  void aSparseTensorThatClaimsMuchMoreThanItHoldsIsRefused() {
    Models model = new Models(0, 40_000).node("Gemm", "y", List.of("x", "w"), whole("transB", 1));
    model.graph.addSparseInitializer(sparse(List.of(40_000L, 40_000L), List.of(1L), 1));

    assertThatThrownBy(() -> read(model, "y"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a value for each 1000 places at least")
        .hasMessageContaining("1 values for 1600000000 places");
  }

  @Test
  void filesThatAreNoModelsAreRefused(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> OnnxReader.of("a", new byte[0]))
        .hasMessage(
            "a: model: expected a graph with nodes, found none: it is damaged or no ONNX model");
    assertThatThrownBy(() -> OnnxReader.of("a", "PK no model".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it is damaged");
    assertThatThrownBy(() -> OnnxReader.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected an ONNX file");
    ModelProto old =
        new Models(0, 3).random("w", 3, 2).node("MatMul", "y", List.of("x", "w")).model("y", 6);
    Path file = Files.write(folder.resolve("old.onnx"), old.toByteArray());
    assertThatThrownBy(() -> OnnxReader.read(file))
        .hasMessageContaining("opset: expected 7 or later, found 6");
  }
}
