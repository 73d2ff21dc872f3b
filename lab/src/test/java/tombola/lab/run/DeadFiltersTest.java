package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.prune.Mask;

/** Dead filters of convolutions, whose columns name a channel at each place. */
class DeadFiltersTest {
  private static final NetworkSpec NETWORK =
      new Stack(new Volume(4, 4, 1))
          .convolution(3, 3, 1, 1)
          .pool(Layer.Pool.Kind.MAX, 2, 2)
          .flatten() // [2][2][3]
          .hidden(2)
          .classes("c", 2);

  private static BitSet all(int size) {
    BitSet bits = new BitSet();
    bits.set(0, size);
    return bits;
  }

  @Test
  void aFilterThatNoWeightFeedsIsDead() {
    BitSet conv = all(27);
    conv.clear(9, 18);
    Mask mask = Mask.dense(NETWORK).with(Map.of("conv1.weight", conv));

    assertThat(DeadUnits.count(mask, 0)).isEqualTo(1);
  }

  @Test
  void aFilterIsDeadOnlyIfNoPlaceOfItIsTakenUp() {
    BitSet fc = all(24);
    for (int place = 0; place < 8; place++) {
      fc.clear(3 * place + 2); // filter 2 at every place, in both units
    }
    Mask mask = Mask.dense(NETWORK).with(Map.of("fc1.weight", fc));
    assertThat(DeadUnits.count(mask, 0)).isEqualTo(1);

    fc.set(3 * 5 + 2);
    assertThat(DeadUnits.count(mask.with(Map.of("fc1.weight", fc)), 0)).isZero();
  }

  @Test
  void whatAResidualBlockTakesOrGivesHasOtherReaders() {
    NetworkSpec network = Networks.named("resnet-20-2", 64, 2);
    Map<String, BitSet> none = new HashMap<>();
    for (String block : List.of("layer1.0.", "layer2.0.")) {
      none.put(block + "conv1.weight", new BitSet()); // reads conv1, layer1.2
      none.put(block + "conv2.weight", new BitSet());
    }
    Mask mask = Mask.dense(network).with(none);
    List<String> layers = mask.parameters().stream().map(p -> p.layer()).toList();

    assertThat(DeadUnits.count(mask, 0)).isZero();
    assertThat(DeadUnits.count(mask, layers.indexOf("layer1.2.conv2"))).isZero();
    assertThat(DeadUnits.count(mask, layers.indexOf("layer1.0.conv1"))).isEqualTo(2);
    assertThat(DeadUnits.count(mask, layers.indexOf("layer2.0.conv2"))).isEqualTo(4);
    assertThat(DeadUnits.count(mask, layers.indexOf("layer2.0.downsample.0"))).isZero();
    assertThat(DeadUnits.count(mask, layers.indexOf("layer2.1.conv1"))).isZero();
  }
}
