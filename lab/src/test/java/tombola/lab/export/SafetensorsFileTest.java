package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.kernel.Linear;
import tombola.lab.data.InputUnits;
import tombola.lab.store.Safetensors;
import tombola.sparse.LiveLayer;

class SafetensorsFileTest {
  private static final InputUnits BYTES = new InputUnits.Bytes();

  /** The weights 5 0 6 / 0 7 0. */
  @Test
  void compressedRowsAreThoseComputedByHand() {
    BitSet live = new BitSet();
    live.set(0);
    live.set(2);
    live.set(4);
    LiveLayer layer =
        new LiveLayer(
            "fc1",
            new Linear(3, 2),
            false,
            live,
            new float[] {5, 9, 6, 9, 7, 9},
            new float[] {1, 2});
    PackedTicket ticket =
        new PackedTicket(
            List.of(PackedLayer.of(layer, WeightValues.FLOAT32)),
            List.of("a", "b"),
            BYTES,
            "test",
            Map.of(),
            WeightValues.FLOAT32);

    Safetensors file = Safetensors.of("a", new SafetensorsFile().write(ticket));

    assertThat(file.numbers("fc1.weight.crow_indices")).containsExactly(0, 2, 3);
    assertThat(file.numbers("fc1.weight.col_indices")).containsExactly(0, 2, 1);
    assertThat(file.floats("fc1.weight.values")).containsExactly(5, 6, 7);
    assertThat(file.floats("fc1.weight")).containsExactly(5, 0, 6, 0, 7, 0);
    assertThat(file.bits("fc1.weight.mask")).isEqualTo(live);
    assertThat(file.floats("fc1.bias")).containsExactly(1, 2);
    assertThat(file.floats("input.scale")).containsExactly(1f / 255f);
    assertThat(file.metadata()).containsEntry("classes", "a,b").containsEntry("origin", "test");
  }

  @Test
  void whatIsReadBackPredictsTheSame() {
    for (long seed = 0; seed < 10; seed++) {
      Packed packed = Packed.of(seed, 0.1 + 0.1 * seed, BYTES, 12, 9, 4);
      PackedTicket ticket = packed.ticket(WeightValues.FLOAT32);
      Safetensors file = Safetensors.of("a", new SafetensorsFile().write(ticket));
      double[][] samples = packed.samples(5);

      assertThat(
              Predictor.of(PackedRuntime.of(SafetensorsFile.read(file, ticket))).predict(samples))
          .isDeepEqualTo(packed.expected(samples));
    }
  }

  @Test
  void numbersOfAnotherTypeAreNotFound() {
    PackedTicket ticket = Packed.of(1, 0.5, BYTES, 4, 3).ticket(WeightValues.FLOAT32);
    Safetensors file = Safetensors.of("a", new SafetensorsFile().write(ticket));

    assertThatThrownBy(() -> file.numbers("fc1.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fc1.weight: expected a tensor of type I32");
  }

  @Test
  void tenLinesOfPythonReadIt() {
    assertThat(SafetensorsFile.PYTHON.lines()).hasSizeLessThanOrEqualTo(11);
  }
}
