package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.prune.Mask;

final class DeadUnitsTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("tiny", List.of(2, 3, 2));

  private static BitSet set(int... indices) {
    BitSet set = new BitSet();
    Arrays.stream(indices).forEach(set::set);
    return set;
  }

  @Test
  void aDenseNetworkHasNone() {
    assertThat(DeadUnits.count(Mask.dense(NETWORK), 0)).isZero();
    assertThat(DeadUnits.count(Mask.dense(NETWORK), 1)).isZero();
  }

  @Test
  void aUnitWithoutLiveInputsOrWithoutLiveOutgoingWeightsIsDead() {
    // fc1 [3][2]: unit 0 has input 1, unit 1 none, unit 2 both; fc2 [2][3]: output 0 takes unit 0,
    // output 1 units 0 and 1
    Mask mask = Mask.of(NETWORK, Map.of("fc1.weight", set(1, 4, 5), "fc2.weight", set(0, 3, 4)));

    assertThat(DeadUnits.count(mask, 0))
        .isEqualTo(2); // unit 1 gets nothing, unit 2 reaches nothing
    assertThat(DeadUnits.count(mask, 1)).isZero();
  }

  @Test
  void inTheLastLayerOnlyInputsCount() {
    Mask mask = Mask.of(NETWORK, Map.of("fc1.weight", set(0, 2, 4), "fc2.weight", set(3, 4, 5)));

    assertThat(DeadUnits.count(mask, 1)).isEqualTo(1);
    assertThat(DeadUnits.count(mask, 0)).isZero();
  }
}
