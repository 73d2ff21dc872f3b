package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import tombola.kernel.Linear;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.runtime.Tombola;
import tombola.sparse.LiveLayer;

class TombolaFileTest {
  private static final InputUnits BYTES = new InputUnits.Bytes();

  private static PackedLayer layer(int inputs, int outputs, int... places) {
    BitSet live = new BitSet();
    for (int place : places) {
      live.set(place);
    }
    float[] weights = new float[inputs * outputs];
    LiveLayer layer =
        new LiveLayer("fc1", new Linear(inputs, outputs), false, live, weights, new float[outputs]);
    return PackedLayer.of(layer, WeightValues.FLOAT32);
  }

  /** Weights (row, column) 0,0 1,1 and 0,2 of 2 x 3 are the places 0, 3, 4: 0 110 0 by gaps. */
  @Test
  void anIndexIsTheOneComputedByHand() {
    IndexCode gaps = IndexCode.of(layer(3, 2, 0, 4, 2));

    assertThat(gaps.coding()).isZero();
    assertThat(gaps.bytes()).containsExactly(0b00110);
    IndexCode mask = IndexCode.of(layer(3, 2, 0, 1, 2, 3, 5));
    assertThat(mask.coding()).isEqualTo(255);
    assertThat(mask.bytes()).containsExactly(0b110111);
  }

  @Test
  void anIndexComesNearToTheEntropyOfItsDensity() {
    for (double density : new double[] {0.5, 0.2, 0.05, 0.01}) {
      PackedLayer layer =
          Packed.of(3, density, BYTES, 784, 300).ticket(WeightValues.FLOAT32).layers().getFirst();
      double p = (double) layer.live() / (layer.inputs() * layer.outputs());
      double entropy = -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2) / p;

      assertThat(8.0 * IndexCode.of(layer).bytes().length / layer.live())
          .as("bits a weight at density %s", density)
          .isBetween(0.99 * entropy, 1.05 * entropy);
    }
  }

  @Test
  void aFloat32FileGivesTheBitsOfTheSparseNetwork() {
    for (long seed = 0; seed < 40; seed++) {
      double density = 0.02 + 0.025 * seed;
      Packed packed = Packed.of(seed, density, BYTES, 23, 19, 11, 5);
      double[][] samples = packed.samples(20);

      float[][] found =
          Predictor.of(PackedRuntime.of(packed.ticket(WeightValues.FLOAT32))).predict(samples);

      assertThat(found).as("seed %d", seed).isDeepEqualTo(packed.expected(samples));
    }
  }

  @Test
  void narrowerValuesStayWithinTheirRounding() {
    for (long seed = 0; seed < 20; seed++) {
      Packed packed = Packed.of(seed, 0.3, BYTES, 40, 20, 5);
      double[][] samples = packed.samples(20);
      float[][] expected = packed.expected(samples);
      for (WeightValues values : WeightValues.values()) {
        PackedTicket ticket = packed.ticket(values);
        float[][] found = Predictor.of(PackedRuntime.of(ticket)).predict(samples);
        double bound =
            switch (values) {
              case FLOAT32 -> 0;
              case FLOAT16 -> 0.01;
              case INT8 -> 0.2;
            };
        assertThat(Packed.difference(expected, found)).as("%s", values).isLessThanOrEqualTo(bound);
      }
    }
  }

  @Test
  void aRowsScaleReachesItsGreatestWeightInTwoBytes() {
    PackedLayer layer = Packed.of(1, 0.3, BYTES, 40, 20).ticket(WeightValues.INT8).layers().get(0);

    int most = 0;
    for (byte level : layer.levels()) {
      assertThat((int) level).isBetween(-127, 127);
      most = Math.max(most, Math.abs(level));
    }
    assertThat(most).isBetween(125, 127);
    for (float scale : layer.scales()) {
      assertThat(Float.floatToRawIntBits(scale) & 0xFFFF).isZero();
    }
  }

  @Test
  void columnsComeInTheUnitsOfTheData() {
    InputUnits units = new InputUnits.Columns(new double[] {2000, 5, 0}, new double[] {4, 0, 0.5});
    Packed packed = Packed.of(5, 1, units, 3, 4, 2);
    Tombola ticket = PackedRuntime.of(packed.ticket(WeightValues.FLOAT32));

    assertThat(ticket.predict(new double[] {2002, 1e9, -1}))
        .containsExactly(packed.sparse().predict(new float[] {0.5f, 0, -2}));
  }

  @Test
  void namesAndOriginComeBack() {
    PackedTicket ticket = Packed.of(5, 0.5, BYTES, 6, 4).ticket(WeightValues.INT8);
    Tombola read = PackedRuntime.of(ticket);

    assertThat(read.classes()).isEqualTo(ticket.classes());
    assertThat(read.origin()).isEqualTo("a test */");
    assertThat(read.liveWeights()).isEqualTo(ticket.live());
  }

  @Test
  void anEmptyNetworkPredictsItsBiases() {
    Packed packed = Packed.of(2, 0, BYTES, 6, 5, 3);

    assertThat(PackedRuntime.of(packed.ticket(WeightValues.INT8)).predict(new float[6]))
        .containsExactly(packed.sparse().predict(new float[6]));
  }

  @Test
  void aFileIsTheSameBytesEachTime() {
    byte[] one = new TombolaFile().write(Packed.of(5, 0.5, BYTES, 6, 4).ticket(WeightValues.INT8));
    byte[] two = new TombolaFile().write(Packed.of(5, 0.5, BYTES, 6, 4).ticket(WeightValues.INT8));

    assertThat(one).isEqualTo(two);
    assertThat(new String(one, 0, 7, StandardCharsets.US_ASCII)).isEqualTo("TOMBOLA");
    assertThat(ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN).getInt(8)).isEqualTo(one.length);
  }

  @Test
  void aWeightBeyondFloat16IsRefused() {
    Packed packed = Packed.of(5, 1, BYTES, 6, 4);
    packed.weights().get("fc1.weight")[3] = 70_000f;

    assertThatThrownBy(() -> packed.ticket(WeightValues.FLOAT16))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "values: expected weights up to 65504 for float16, got 70000.0 in fc1 (float32 holds"
                + " it)");
  }
}
