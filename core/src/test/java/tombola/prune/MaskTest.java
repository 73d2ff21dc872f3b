package tombola.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;

class MaskTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(3, 2, 2));

  private static Map<String, BitSet> live() {
    Map<String, BitSet> live = new LinkedHashMap<>();
    live.put("fc1.weight", Masks.bits(0, 4, 5));
    live.put("fc2.weight", Masks.bits(3));
    return live;
  }

  @Test
  void theDenseMaskHasEveryWeightAndNoBias() {
    Mask dense = Mask.dense(NETWORK);

    assertThat(dense.liveCount()).isEqualTo(dense.total()).isEqualTo(10);
    assertThat(dense.density()).isEqualTo(1);
    assertThat(dense.parameters()).extracting("name").containsExactly("fc1.weight", "fc2.weight");
    assertThat(dense.liveCount("fc1.weight")).isEqualTo(6);
  }

  @Test
  void liveAndPrunedAreCounted() {
    Mask mask = Mask.of(NETWORK, live());

    assertThat(mask.liveCount()).isEqualTo(4);
    assertThat(mask.liveCount("fc1.weight")).isEqualTo(3);
    assertThat(mask.density()).isEqualTo(0.4);
    assertThat(mask.isLive("fc1.weight", 4)).isTrue();
    assertThat(mask.isLive("fc1.weight", 3)).isFalse();
  }

  @Test
  void aMaskCannotBeChangedFromOutside() {
    Map<String, BitSet> live = live();
    Mask mask = Mask.of(NETWORK, live);

    live.values().forEach(BitSet::clear);
    mask.live("fc1.weight").clear();

    assertThat(mask).isEqualTo(Mask.of(NETWORK, live()));
    assertThat(mask.hashCode()).isEqualTo(Mask.of(NETWORK, live()).hashCode());
  }

  @Test
  void subsetsAreSeenLayerByLayer() {
    Mask mask = Mask.of(NETWORK, live());
    Map<String, BitSet> other = live();
    other.put("fc2.weight", Masks.bits(2));
    Map<String, BitSet> fewer = live();
    fewer.put("fc1.weight", Masks.bits(4));

    assertThat(mask.isSubsetOf(mask)).isTrue();
    assertThat(mask.isSubsetOf(Mask.dense(NETWORK))).isTrue();
    assertThat(Mask.of(NETWORK, fewer).isSubsetOf(mask)).isTrue();
    assertThat(mask.isSubsetOf(Mask.of(NETWORK, fewer))).isFalse();
    assertThat(Mask.of(NETWORK, other).isSubsetOf(mask)).isFalse();
    assertThat(mask).isNotEqualTo(Mask.of(NETWORK, other));
  }

  @Test
  void prunedWeightsBecomePlusZeroAndAllElseKeepsItsBits() {
    Weights weights = Weights.initialise(NETWORK, Initialisation.HE_NORMAL, new Seed(2));
    weights.get("fc1.weight")[1] = Float.NaN;
    weights.get("fc1.weight")[2] = -0.3f;
    weights.get("fc1.weight")[4] = -0f;
    weights.get("fc2.bias")[0] = -0f;
    Weights before = weights.copy();

    Weights masked = Mask.of(NETWORK, live()).apply(weights);

    assertThat(weights.sameBits(before)).isTrue();
    float[] values = masked.get("fc1.weight");
    for (int i = 0; i < 6; i++) {
      float expected = Masks.bits(0, 4, 5).get(i) ? before.get("fc1.weight")[i] : 0f;
      assertThat(Float.floatToRawIntBits(values[i])).isEqualTo(Float.floatToRawIntBits(expected));
    }
    assertThat(Float.floatToRawIntBits(masked.get("fc2.bias")[0])).isEqualTo(0x80000000);
  }

  @Test
  void missingUnknownAndTooLargeSetsAreRefused() {
    Map<String, BitSet> missing = live();
    missing.remove("fc2.weight");
    Map<String, BitSet> tooLarge = live();
    tooLarge.put("fc1.weight", Masks.bits(6));
    Map<String, BitSet> bias = live();
    bias.put("fc1.bias", Masks.bits(0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.of(NETWORK, missing))
        .withMessage("fc2.weight: expected a mask of 4 weights, got none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.of(NETWORK, tooLarge))
        .withMessage("fc1.weight: expected a mask of 6 weights, got index 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.of(NETWORK, bias))
        .withMessage(
            "mask: expected [fc1.weight, fc2.weight], got [fc1.weight, fc2.weight, fc1.bias]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.dense(NETWORK).isLive("fc1.bias", 0))
        .withMessage("mask: expected one of [fc1.weight, fc2.weight], got fc1.bias");
  }
}
