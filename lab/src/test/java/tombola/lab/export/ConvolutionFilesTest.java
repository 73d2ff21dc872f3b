package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.data.InputUnits;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.onnx.OrtModel;
import tombola.lab.store.Safetensors;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.runtime.Tombola;

/** Every format, for networks of convolutions. */
class ConvolutionFilesTest {
  private static final InputUnits BYTES = new InputUnits.Bytes();

  @TempDir private Path folder;

  /** Returns tickets of all networks at densities from 0 to 1. */
  private static List<Packed> tickets() {
    List<Packed> tickets = new ArrayList<>();
    for (NetworkSpec network : PictureNetworks.all()) {
      for (double density : new double[] {0, 0.05, 0.2, 0.6, 1}) {
        tickets.add(Packed.of(tickets.size(), density, BYTES, network));
      }
    }
    return tickets;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onnxRuntimeAgrees(boolean sparse) throws OrtException {
    for (Packed packed : tickets()) {
      byte[] file = new OnnxFile(sparse).write(packed.ticket(WeightValues.FLOAT32));
      double[][] samples = packed.samples(5);
      try (OrtModel model = new OrtModel(file)) {
        assertThat(Packed.difference(model.predict(samples), packed.expected(samples)))
            .as(packed.network().name())
            .isLessThan(1e-4);
      }
    }
  }

  @Test
  void aModelHasTheNodesAndTheInputOfItsKind() throws Exception {
    Packed packed = Packed.of(1, 0.5, BYTES, PictureNetworks.averaged());
    byte[] file = new OnnxFile(false).write(packed.ticket(WeightValues.FLOAT32));
    GraphProto graph = ModelProto.parseFrom(file).getGraph();

    assertThat(graph.getNodeList().stream().map(NodeProto::getOpType))
        .containsExactly(
            "Mul",
            "Conv",
            "Relu",
            "AveragePool",
            "Conv",
            "Relu",
            "GlobalAveragePool",
            "Flatten",
            "Gemm");
    try (OrtModel model = new OrtModel(file)) {
      assertThat(model.inputShape()).containsExactly(-1, 2, 7, 7);
    }
  }

  /** A filter of two channels, {@code [ky][kx][channel]} 1 … 8, and what looks at 2x2 pictures. */
  @Test
  void weightsStandInTheOrderOfPlanes() throws InvalidProtocolBufferException {
    NetworkSpec network =
        new Stack(new Volume(3, 3, 2)).convolution(2, 2, 1, 0).flatten().classes("hand", 1);
    Packed packed = Packed.of(1, 1, BYTES, network);
    for (int i = 0; i < 8; i++) {
      packed.weights().get("conv1.weight")[i] = i + 1;
      packed.weights().get("fc1.weight")[i] = i + 1;
    }
    PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);
    Safetensors tensors = Safetensors.of("a", new SafetensorsFile().write(ticket));
    GraphProto graph = ModelProto.parseFrom(new OnnxFile(false).write(ticket)).getGraph();

    assertThat(tensors.floats("conv1.weight")).startsWith(1, 3, 5, 7, 2, 4, 6, 8);
    assertThat(tensors.floats("fc1.weight")).containsExactly(1, 3, 5, 7, 2, 4, 6, 8);
    assertThat(graph.getInitializer(1).getDimsList()).containsExactly(2L, 2L, 2L, 2L);
    ByteBuffer raw = graph.getInitializer(1).getRawData().asReadOnlyByteBuffer();
    assertThat(raw.order(java.nio.ByteOrder.LITTLE_ENDIAN).getFloat(4)).isEqualTo(3f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsReadBackFromOnnxHasTheBitsOfTheTicket(boolean sparse) {
    for (Packed packed : tickets()) {
      PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);
      OnnxNetwork read = OnnxReader.of("a", new OnnxFile(sparse).write(ticket));

      assertThat(read.units()).containsInstanceOf(InputUnits.Bytes.class);
      assertThat(read.network().input()).isEqualTo(packed.network().input());
      List<Layer.Weighted> layers = read.network().weighted();
      assertThat(layers).hasSameSizeAs(ticket.layers());
      for (int i = 0; i < layers.size(); i++) {
        PackedLayer layer = ticket.layers().get(i);
        float[] expected = new float[layer.inputs() * layer.outputs()];
        for (int k = 0; k < layer.live(); k++) {
          expected[layer.rows()[k] * layer.inputs() + layer.columns()[k]] = layer.weights()[k];
        }
        String name = layers.get(i).name();
        assertThat(read.weights().get(name + ".weight")).containsExactly(expected);
        assertThat(read.weights().get(name + ".bias")).containsExactly(layer.bias());
      }
    }
  }

  @Test
  void aFloat32FileGivesTheBitsOfTheSparseNetwork() {
    for (Packed packed : tickets()) {
      double[][] samples = packed.samples(40);
      Tombola runtime = PackedRuntime.of(packed.ticket(WeightValues.FLOAT32));

      assertThat(Predictor.of(runtime).predict(samples))
          .as(packed.network().name())
          .isDeepEqualTo(packed.expected(samples));
      assertThat(runtime.predict(samples)).isDeepEqualTo(packed.expected(samples));
    }
  }

  @Test
  void narrowerValuesStayWithinTheirRounding() {
    for (Packed packed : tickets()) {
      double[][] samples = packed.samples(20);
      float[][] expected = packed.expected(samples);
      for (WeightValues values : WeightValues.values()) {
        float[][] found = Predictor.of(PackedRuntime.of(packed.ticket(values))).predict(samples);
        double bound =
            switch (values) {
              case FLOAT32 -> 0;
              case FLOAT16 -> 0.02;
              case INT8 -> 0.4;
            };
        assertThat(Packed.difference(expected, found)).as("%s", values).isLessThanOrEqualTo(bound);
      }
    }
  }

  @Test
  void compressedRowsThatAreReadBackPredictTheSame() {
    for (Packed packed : tickets()) {
      PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);
      Safetensors file = Safetensors.of("a", new SafetensorsFile().write(ticket));
      double[][] samples = packed.samples(5);

      assertThat(
              Predictor.of(PackedRuntime.of(SafetensorsFile.read(file, ticket))).predict(samples))
          .isDeepEqualTo(packed.expected(samples));
    }
  }

  @Test
  void linesOfPythonSayEachStep() {
    Packed packed = Packed.of(1, 1, BYTES, PictureNetworks.averaged());

    assertThat(SafetensorsFile.python(packed.ticket(WeightValues.FLOAT32), Path.of("t")))
        .contains(
            "    x = F.relu(F.conv2d(x, t[\"conv1.weight\"], t[\"conv1.bias\"], 1, 0))",
            "    x = F.avg_pool2d(x, 2, 2)",
            "    x = x.flatten(1)",
            "    x = F.linear(x, t[\"fc1.weight\"], t[\"fc1.bias\"])");
  }

  @Test
  void linesOfPythonKeepTheValuesThatAreAddedLater() {
    Packed packed = Packed.of(1, 1, BYTES, PictureNetworks.residual());

    assertThat(SafetensorsFile.python(packed.ticket(WeightValues.FLOAT32), Path.of("t")))
        .containsSubsequence(
            "    x1 = x",
            "    x2 = x",
            "    x = F.relu(x + x2)",
            "    x = F.relu(x + x1)",
            "    x6 = x",
            "    x8 = x",
            "    x = x6",
            "    x = F.relu(x + x8)",
            "    x = x.flatten(1)");
    Packed smooth = Packed.of(1, 1, BYTES, PictureNetworks.smooth());
    assertThat(SafetensorsFile.python(smooth.ticket(WeightValues.FLOAT32), Path.of("t")))
        .contains("    x = F.gelu(x)", "    x = x.tanh()");
  }

  @Test
  void onlyFilesWithBlocksOrSmoothActivationsHaveVersion3() {
    for (NetworkSpec network : PictureNetworks.all()) {
      PackedTicket ticket = Packed.of(1, 0.5, BYTES, network).ticket(WeightValues.FLOAT32);
      boolean blocks = List.of("residual", "smooth", "features").contains(network.name());

      assertThat((int) new TombolaFile().write(ticket)[7])
          .as(network.name())
          .isEqualTo(blocks ? 3 : 2);
    }
  }

  /** A value of 8x8 pixels goes through both layers and lies until it is added. */
  @Test
  void buffersAreUsedAgainAndKeepWhatIsAddedLater() {
    UnaryOperator<Stack> body = path -> path.convolution(4, 3, 1, 1).biased(4, 3, 1, 1);
    NetworkSpec network =
        new Stack(new Volume(8, 8, 1))
            .convolution(4, 3, 1, 1)
            .residual("a", body, path -> path)
            .relu()
            .residual("b", body, path -> path)
            .relu()
            .globalPool()
            .flatten()
            .classes("two blocks", 3);
    PackedTicket ticket = Packed.of(1, 1, BYTES, network).ticket(WeightValues.FLOAT32);

    assertThat(new CBuffers(ticket).floats()).containsExactly(256, 256, 256);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "INT8"})
  void theProgramOfCPredictsAsTheRuntimeAndItsSelfTestEndsWell(WeightValues values)
      throws Exception {
    List<Packed> some = // each takes three runs of the compiler
        List.of(
            Packed.of(1, 0.2, BYTES, PictureNetworks.padded()),
            Packed.of(2, 0.5, BYTES, PictureNetworks.strided()),
            Packed.of(3, 1, BYTES, PictureNetworks.averaged()),
            Packed.of(4, 0, BYTES, PictureNetworks.wide()),
            Packed.of(5, 0.6, BYTES, PictureNetworks.residual()),
            Packed.of(6, 0.8, BYTES, PictureNetworks.smooth()),
            Packed.of(7, 0.7, BYTES, PictureNetworks.features()));
    for (Packed packed : some) {
      PackedTicket ticket = packed.ticket(values);
      double[][] samples = packed.samples(20);
      Path gcc = CompiledTicket.compiler().orElseThrow();
      CompiledTicket program =
          CompiledTicket.compile(gcc, ticket, new CFile().write(ticket), folder);

      assertThat(
              Packed.difference(
                  Predictor.of(PackedRuntime.of(ticket)).predict(samples),
                  program.predict(samples)))
          .as(packed.network().name())
          .isLessThan(5e-5);
      assertThat(new ProcessBuilder(folder.resolve("selftest").toString()).start().waitFor())
          .isZero();
    }
  }

  @Test
  void columnsOfPicturesComeInTheUnitsOfTheData() throws IOException, OrtException {
    int features = 5 * 12 * 3;
    double[] shift = new double[features];
    double[] deviation = new double[features];
    for (int f = 0; f < features; f++) {
      shift[f] = f;
      deviation[f] = f % 7;
    }
    InputUnits units = new InputUnits.Columns(shift, deviation);
    Packed packed = Packed.of(3, 0.6, units, PictureNetworks.wide());
    PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);
    double[][] samples = packed.samples(4);
    float[][] expected = Predictor.of(PackedRuntime.of(ticket)).predict(samples);

    try (OrtModel model = new OrtModel(new OnnxFile(false).write(ticket))) {
      float[][] found = model.predict(samples);
      for (int s = 0; s < samples.length; s++) {
        for (int c = 0; c < 4; c++) {
          float size = Math.max(1, Math.abs(expected[s][c]));
          assertThat(Math.abs(found[s][c] - expected[s][c])).isLessThan(1e-5f * size);
        }
      }
    }
    assertThat(OnnxReader.of("a", new OnnxFile(false).write(ticket)).units())
        .containsInstanceOf(InputUnits.Columns.class);
    Path gcc = CompiledTicket.compiler().orElseThrow();
    CompiledTicket program = CompiledTicket.compile(gcc, ticket, new CFile().write(ticket), folder);
    assertThat(Packed.difference(expected, program.predict(samples))).isLessThan(0.05);
  }

  @Test
  void filtersThatChangeNothingAreNotWritten() {
    Packed packed = Packed.of(2, 0.05, BYTES, PictureNetworks.strided());
    PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);

    assertThat(ticket.widths()).startsWith(363).isNotEqualTo(List.of(363, 6, 7, 8, 6, 3));
    assertThat(ticket.steps().getFirst()).isInstanceOf(PackedConvolution.class);
    assertThat(((PackedConvolution) ticket.steps().getFirst()).shape())
        .extracting(Layer.Conv2d::stride, Layer.Conv2d::padding)
        .containsExactly(2, 2);
  }
}
