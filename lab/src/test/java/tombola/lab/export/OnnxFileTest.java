package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.kernel.Linear;
import tombola.lab.data.InputUnits;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.onnx.OrtModel;
import tombola.sparse.LiveLayer;

class OnnxFileTest {
  private static final InputUnits BYTES = new InputUnits.Bytes();

  /** Returns a ticket with the weights {@code 5 0 6 0 0 0 0 0 / 0 7 0 0 0 0 0 0}. */
  private static PackedTicket byHand() {
    BitSet live = new BitSet();
    live.set(0);
    live.set(2);
    live.set(9);
    float[] weights = new float[16];
    Arrays.fill(weights, 9);
    weights[0] = 5;
    weights[2] = 6;
    weights[9] = 7;
    LiveLayer layer =
        new LiveLayer("fc1", new Linear(8, 2), false, live, weights, new float[] {1, 2});
    return new PackedTicket(
        List.of(PackedLayer.of(layer, WeightValues.FLOAT32)),
        List.of("a", "b"),
        BYTES,
        "test",
        Map.of("run", "mnist-x", "level", "7"),
        WeightValues.FLOAT32);
  }

  private static float[] floats(ByteString raw) {
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }

  @Test
  void theDenseModelHoldsZerosWhereWeightsArePruned() throws InvalidProtocolBufferException {
    ModelProto model = ModelProto.parseFrom(new OnnxFile(false).write(byHand()));
    GraphProto graph = model.getGraph();

    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(graph.getNodeList().stream().map(NodeProto::getOpType))
        .containsExactly("Mul", "Gemm");
    assertThat(graph.getSparseInitializerCount()).isZero();
    assertThat(graph.getInitializer(1).getName()).isEqualTo("fc1.weight");
    assertThat(graph.getInitializer(1).getDimsList()).containsExactly(2L, 8L);
    assertThat(floats(graph.getInitializer(1).getRawData()))
        .containsExactly(5, 0, 6, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0);
    assertThat(floats(graph.getInitializer(2).getRawData())).containsExactly(1, 2);
  }

  @Test
  void theSparseModelHoldsValuesAndRisingPlaces() throws InvalidProtocolBufferException {
    GraphProto graph = ModelProto.parseFrom(new OnnxFile(true).write(byHand())).getGraph();

    SparseTensorProto weight = graph.getSparseInitializer(0);
    assertThat(weight.getDimsList()).containsExactly(2L, 8L);
    assertThat(weight.getValues().getName()).isEqualTo("fc1.weight");
    assertThat(floats(weight.getValues().getRawData())).containsExactly(5, 6, 7);
    ByteBuffer places =
        weight.getIndices().getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(List.of(places.getLong(), places.getLong(), places.getLong()))
        .containsExactly(0L, 2L, 9L);
    assertThat(weight.getIndices().getDimsList()).containsExactly(3L);
    assertThat(graph.getInitializerCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onnxRuntimeComputesWhatWasComputedByHandAndReadsTheOrigin(boolean sparse)
      throws OrtException {
    try (OrtModel model = new OrtModel(new OnnxFile(sparse).write(byHand()))) {
      float[][] logits = model.predict(new double[][] {{255, 51, 0, 9, 9, 9, 9, 9}});

      assertThat(logits[0]).containsExactly(new float[] {6, 3.4f}, within(1e-6f));
      assertThat(model.inputShape()).containsExactly(-1, 8);
      assertThat(model.inputAxes()).containsExactly("batch", "");
      assertThat(model.metadata())
          .containsEntry("tombola.run", "mnist-x")
          .containsEntry("tombola.level", "7")
          .containsEntry("tombola.classes", "[\"a\",\"b\"]")
          .containsEntry("tombola.input", "values from 0 to 255");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onnxRuntimeAgreesWithRandomTickets(boolean sparse) throws OrtException {
    for (long seed = 0; seed < 40; seed++) {
      double density = List.of(0.0, 0.02, 0.1, 0.3, 0.6, 1.0).get((int) (seed % 6));
      Packed packed = Packed.of(seed, density, BYTES, 17, 23, 9, 4);
      byte[] file = new OnnxFile(sparse).write(packed.ticket(WeightValues.FLOAT32));
      for (int count : List.of(1, 3, 64)) {
        double[][] samples = packed.samples(count);
        try (OrtModel model = new OrtModel(file)) {
          assertThat(Packed.difference(model.predict(samples), packed.expected(samples)))
              .as("seed %d, density %s, %d samples", seed, density, count)
              .isLessThan(1e-4);
        }
      }
    }
  }

  @Test
  void columnsAreStandardisedInDoublePrecisionAndConstantOnesCountAsZero() throws OrtException {
    double[] shift = {1e7, -3, 0.5};
    double[] deviation = {0.25, 10, 0};
    InputUnits units = new InputUnits.Columns(shift, deviation);
    for (long seed = 0; seed < 10; seed++) {
      Packed packed = Packed.of(seed, 0.7, units, 3, 8, 2);
      byte[] file = new OnnxFile(false).write(packed.ticket(WeightValues.FLOAT32));
      double[][] samples = {{1e7 + 1, 4, 0.5}, {1e7 - 2, 17, 99}};
      float[][] seen = {{4, 0.7f, 0}, {-8, 2, 0}};

      try (OrtModel model = new OrtModel(file)) {
        assertThat(Packed.difference(model.predict(samples), packed.sparse().predict(seen)))
            .isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsReadBackHasTheBitsOfTheTicket(boolean sparse) {
    for (long seed = 0; seed < 20; seed++) {
      Packed packed = Packed.of(seed, 0.05 * (seed + 1), BYTES, 12, 9, 7, 4);
      PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);

      OnnxNetwork read = OnnxReader.of("a", new OnnxFile(sparse).write(ticket));

      assertThat(read.units()).containsInstanceOf(InputUnits.Bytes.class);
      assertThat(read.classes()).contains(ticket.classes());
      assertThat(read.opset()).isEqualTo(17);
      assertThat(read.network().dense()).hasSameSizeAs(ticket.layers());
      for (PackedLayer layer : ticket.layers()) {
        float[] weights = read.weights().get(layer.name() + ".weight");
        float[] expected = new float[layer.inputs() * layer.outputs()];
        IntStream.range(0, layer.live())
            .forEach(k ->
                expected[layer.rows()[k] * layer.inputs() + layer.columns()[k]] =
                    layer.weights()[k]);
        assertThat(weights).containsExactly(expected);
        assertThat(read.weights().get(layer.name() + ".bias")).containsExactly(layer.bias());
      }
    }
  }

  @Test
  void columnsThatAreReadBackAreTheSameUnits() {
    InputUnits units = new InputUnits.Columns(new double[] {3, -1e5, 7}, new double[] {0.3, 9, 0});
    Packed packed = Packed.of(3, 0.8, units, 3, 5, 2);

    OnnxNetwork read =
        OnnxReader.of("a", new OnnxFile(false).write(packed.ticket(WeightValues.FLOAT32)));

    assertThat(read.units()).get().isInstanceOf(InputUnits.Columns.class);
    InputUnits.Columns columns = (InputUnits.Columns) read.units().orElseThrow();
    assertThat(columns.shift()).containsExactly(new double[] {3, -1e5, 7}, within(1e-10));
    assertThat(columns.deviation()).containsExactly(new double[] {0.3, 9, 0}, within(1e-14));
  }

  @Test
  void aLayerThatPlacesWouldMakeLargerStaysDense() throws InvalidProtocolBufferException {
    Packed packed = Packed.of(1, 0.9, BYTES, 8, 6, 3);

    GraphProto graph =
        ModelProto.parseFrom(new OnnxFile(true).write(packed.ticket(WeightValues.FLOAT32)))
            .getGraph();

    assertThat(graph.getSparseInitializerCount()).isZero();
  }

  @Test
  void equalTicketsGiveEqualBytes() {
    byte[] one = new OnnxFile(true).write(byHand());
    assertThat(one).isEqualTo(new OnnxFile(true).write(byHand()));
    assertThat(one).isNotEqualTo(new OnnxFile(false).write(byHand()));
  }
}
