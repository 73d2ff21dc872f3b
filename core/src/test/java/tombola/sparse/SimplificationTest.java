package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.kernel.Linear;

class SimplificationTest {

  /** Returns a layer of weights 1, 2, 3, … of which {@code live} are live. */
  private static LiveLayer layer(int in, int out, boolean relu, List<Integer> live, float... bias) {
    float[] weights = new float[in * out];
    IntStream.range(0, weights.length).forEach(i -> weights[i] = i + 1f);
    BitSet bits = new BitSet();
    live.forEach(bits::set);
    return new LiveLayer("fc1", new Linear(in, out), relu, bits, weights, bias);
  }

  private static void assertLayer(
      LiveLayer layer, int in, int out, List<Float> weights, float... bias) {
    assertThat(layer.shape()).isEqualTo(new Linear(in, out));
    assertThat(layer.live().stream().mapToObj(place -> layer.weights()[place]).toList())
        .isEqualTo(weights);
    assertThat(layer.bias()).containsExactly(bias);
  }

  @Test
  void aNetworkOfUsefulUnitsStays() {
    List<LiveLayer> layers =
        List.of(
            layer(2, 2, true, List.of(0, 3), 0.5f, -1f), layer(2, 2, false, List.of(1, 2), 0, 1));

    Simplification simple = Simplification.of(layers);

    assertThat(simple.exact()).isTrue();
    assertLayer(simple.layers().get(0), 2, 2, List.of(1f, 4f), 0.5f, -1f);
    assertLayer(simple.layers().get(1), 2, 2, List.of(2f, 3f), 0f, 1f);
  }

  @Test
  void unitsThatFeedNothingGoWithAllThatFeedsOnlyThem() {
    List<LiveLayer> layers =
        List.of(
            layer(2, 3, true, List.of(0, 2, 4), 1f, 2f, 3f), // inputs 0 → units 0, 1, 2
            layer(3, 2, true, List.of(0, 4), 0f, 0f), // unit 0 → 0, unit 1 → 1; 2 feeds nothing
            layer(2, 1, false, List.of(0), 7f)); // unit 0 alone is used, so unit 1 before goes too

    Simplification simple = Simplification.of(layers);

    assertThat(simple.exact()).isTrue();
    assertLayer(simple.layers().get(0), 2, 1, List.of(1f), 1f);
    assertLayer(simple.layers().get(1), 1, 1, List.of(1f), 0f);
    assertLayer(simple.layers().get(2), 1, 1, List.of(1f), 7f);
  }

  @Test
  void constantUnitsMoveIntoTheBiasesAfterThem() {
    List<LiveLayer> layers =
        List.of(
            layer(1, 3, true, List.of(0), 0f, 2f, -5f), // units 1 and 2 are max(0, 2), max(0, -5)
            layer(3, 2, true, List.of(0, 1, 2, 4), 10f, 20f), // weights 1 2 3, 5
            layer(2, 1, false, List.of(0, 1), 100f)); // weights 1 2

    Simplification simple = Simplification.of(layers);

    assertThat(simple.exact()).isFalse();
    assertLayer(simple.layers().get(0), 1, 1, List.of(1f), 0f);
    assertLayer(simple.layers().get(1), 1, 1, List.of(1f), 10f + 2 * 2);
    // The second unit is 20 + 5 · 2 = 30, constant since unit 1 is gone.
    assertLayer(simple.layers().get(2), 1, 1, List.of(1f), 100f + 2 * 30);
  }

  @Test
  void aLinearUnitKeepsItsNegativeConstant() {
    Simplification simple =
        Simplification.of(
            List.of(
                layer(1, 2, false, List.of(0), 0f, -5f), layer(2, 1, false, List.of(0, 1), 1f)));

    assertThat(simple.exact()).isFalse();
    assertLayer(simple.layers().get(1), 1, 1, List.of(1f), 1f + 2 * -5);
  }

  @Test
  void constantsOfZeroLeaveTheBitsAlone() {
    Simplification simple =
        Simplification.of(
            List.of(layer(1, 2, true, List.of(0), 0f, -5f), layer(2, 1, false, List.of(0, 1), 1f)));

    assertThat(simple.exact()).isTrue();
    assertLayer(simple.layers().get(1), 1, 1, List.of(1f), 1f);
  }

  @Test
  void aConstantThatNothingUsesIsNotMoved() {
    Simplification simple =
        Simplification.of(
            List.of(layer(1, 2, true, List.of(0), 0f, 5f), layer(2, 1, false, List.of(0), 1f)));

    assertThat(simple.exact()).isTrue();
    assertLayer(simple.layers().get(1), 1, 1, List.of(1f), 1f);
  }

  @Test
  void aConstantNetworkKeepsOneUnitALayerAndNoWeight() {
    Simplification simple =
        Simplification.of(
            List.of(
                layer(2, 3, true, List.of(), 1f, 2f, 3f), layer(3, 2, false, List.of(0), 0, 0)));

    assertThat(simple.exact()).isFalse();
    assertThat(simple.layers().get(0).shape()).isEqualTo(new Linear(2, 1));
    assertThat(simple.layers().get(0).live().isEmpty()).isTrue();
    assertLayer(simple.layers().get(1), 1, 2, List.of(), 1f, 0f);
  }

  @Test
  void aSecondTimeChangesNothing() {
    for (int seed = 0; seed < 200; seed++) {
      Simplification once = Simplification.of(Networks.random(seed));
      Simplification twice = Simplification.of(once.layers());

      assertThat(twice.exact() || once.layers().stream().anyMatch(l -> l.live().isEmpty()))
          .isTrue();
      for (int i = 0; i < once.layers().size(); i++) {
        assertThat(twice.layers().get(i).shape()).isEqualTo(once.layers().get(i).shape());
        assertThat(twice.layers().get(i).live()).isEqualTo(once.layers().get(i).live());
        assertThat(twice.layers().get(i).bias()).isEqualTo(once.layers().get(i).bias());
      }
    }
  }

  @Test
  void theLayersGivenStayAsTheyAre() {
    List<LiveLayer> layers =
        List.of(layer(1, 2, true, List.of(0), 0f, 5f), layer(2, 1, false, List.of(1), 1f));

    Simplification.of(layers);

    assertLayer(layers.get(0), 1, 2, List.of(1f), 0f, 5f);
    assertLayer(layers.get(1), 2, 1, List.of(2f), 1f);
  }

  /** Random layers with random masks. */
  private static final class Networks {
    static List<LiveLayer> random(int seed) {
      var spec = Tickets.NETWORK;
      var weights = Tickets.weights(spec, true, seed);
      var mask = Tickets.mask(spec, 0.02 + 0.002 * seed, seed);
      return spec.dense().stream()
          .map(layer ->
              new LiveLayer(
                  layer.name(),
                  new Linear(layer.in(), layer.out()),
                  spec.relu(layer),
                  mask.live(layer.name() + ".weight"),
                  weights.get(layer.name() + ".weight"),
                  weights.get(layer.name() + ".bias")))
          .toList();
    }
  }
}
