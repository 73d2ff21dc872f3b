package tombola.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksTest {

  @Test
  void lenetHasThreeLayersBetweenTheDataAndTheClasses() {
    NetworkSpec lenet = Networks.named("lenet-300-100", 784, 10);

    assertThat(lenet.widths()).isEqualTo("784-300-100-10");
    assertThat(lenet.name()).isEqualTo("lenet-300-100");
    assertThat(lenet.inputs()).isEqualTo(784);
    assertThat(lenet.classes()).isEqualTo(10);
    assertThat(lenet.parameters())
        .containsExactly(
            new Parameter("fc1.weight", "fc1", 300, 784, true, false),
            new Parameter("fc1.bias", "fc1", 300, 1, false, false),
            new Parameter("fc2.weight", "fc2", 100, 300, true, false),
            new Parameter("fc2.bias", "fc2", 100, 1, false, false),
            new Parameter("fc3.weight", "fc3", 10, 100, true, true),
            new Parameter("fc3.bias", "fc3", 10, 1, false, true));
  }

  @Test
  void lenetFollowsTheData() {
    assertThat(Networks.named("lenet-300-100", 64, 3).widths()).isEqualTo("64-300-100-3");
  }

  @Test
  void masksCoverWeightsAndNotBiases() {
    assertThat(Networks.named("lenet-300-100", 784, 10).prunable())
        .extracting(Parameter::name, Parameter::size)
        .containsExactly(
            tuple("fc1.weight", 235_200), tuple("fc2.weight", 30_000), tuple("fc3.weight", 1_000));
  }

  @Test
  void aPerceptronIsNamedByAllWidthsOrByTheHiddenOnes() {
    assertThat(Networks.named("mlp:784-512-256-10", 784, 10).widths()).isEqualTo("784-512-256-10");
    assertThat(Networks.named("mlp:512-256", 784, 10).widths()).isEqualTo("784-512-256-10");
    assertThat(Networks.named("mlp:32", 784, 10).widths()).isEqualTo("784-32-10");
    assertThat(Networks.named("mlp:784-10", 784, 10).widths()).isEqualTo("784-10");
  }

  @Test
  void rectifiersStandBetweenLayersAndNotBehindTheLast() {
    assertThat(Networks.perceptron("p", List.of(4, 3, 2)).layers())
        .containsExactly(
            new Layer.Dense("fc1", 4, 3), new Layer.Relu(), new Layer.Dense("fc2", 3, 2));
  }

  @Test
  void widthsThatAreNotTheDatasAreRefusedWithBoth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named("mlp:784-512-9", 784, 10))
        .withMessage(
            "network: the data have 784 features and 10 classes, got mlp:784-512-9"
                + " (leave both out: mlp:512-256)");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named("resnet", 784, 10))
        .withMessage(
            "network: expected lenet-300-100, lenet-5, conv-2, conv-4, conv-6, vgg-11, vgg-16,"
                + " vgg-19, resnet-20[-WIDTH], resnet-32[-WIDTH], resnet-56[-WIDTH] or mlp:WIDTHS such as"
                + " mlp:512-256, got resnet");
    for (String name : List.of("mlp:", "mlp:0", "mlp:12-", "mlp:-3", "mlp:1000000", "mlp:a")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Networks.named(name, 784, 10))
          .withMessage(
              "network: expected mlp:WIDTHS with numbers from 1 to 999999 such as mlp:512-256, got "
                  + name);
    }
  }

  @Test
  void theNearestLenetForAThousandthOfTheWeightsIsKnown() {
    NetworkSpec lenet = Networks.named("lenet-300-100", 784, 10);

    // 784 * 12 + 12 * 4 + 4 * 10 = 9,496; one unit less or more in the first layer is 788 away.
    NetworkSpec small = Networks.nearest(lenet, 9_400);

    assertThat(small.widths()).isEqualTo("784-12-4-10");
    assertThat(small.name()).isEqualTo("mlp:784-12-4-10");
    assertThat(small.layers())
        .containsExactly(
            new Layer.Dense("fc1", 784, 12),
            new Layer.Relu(),
            new Layer.Dense("fc2", 12, 4),
            new Layer.Relu(),
            new Layer.Dense("fc3", 4, 10));
  }

  @Test
  void noFactorGivesACountThatIsNearer() {
    for (List<Integer> widths :
        List.of(List.of(6, 12, 9, 3), List.of(20, 30, 10, 5), List.of(5, 7, 7, 21, 2))) {
      NetworkSpec network = Networks.perceptron("p", widths);
      for (long wanted = 1; wanted <= weights(network) + 20; wanted += 7) {
        long found = weights(Networks.nearest(network, wanted));
        long nearest = Long.MAX_VALUE;
        for (int k = 0; k <= 20_000; k++) {
          long count = scaled(widths, k / 15_000.0);
          if (Math.abs(count - wanted) < Math.abs(nearest - wanted)) {
            nearest = count;
          }
        }
        assertThat(Math.abs(found - wanted))
            .as("%s for %d", widths, wanted)
            .isEqualTo(Math.abs(nearest - wanted));
        assertThat(found).isLessThanOrEqualTo(nearest); // of two as near the smaller
      }
    }
  }

  private static long weights(NetworkSpec network) {
    return network.prunable().stream().mapToLong(Parameter::size).sum();
  }

  private static long scaled(List<Integer> widths, double factor) {
    long count = 0;
    int last = widths.size() - 1;
    long in = widths.getFirst();
    for (int i = 1; i <= last; i++) {
      long out = i == last ? widths.get(i) : Math.max(1, Math.round(factor * widths.get(i)));
      count += in * out;
      in = out;
    }
    return count;
  }

  @Test
  void anExactFactorIsFoundAndAllWeightsAreTheNetworkItself() {
    NetworkSpec network = Networks.perceptron("p", List.of(8, 40, 20, 4));

    assertThat(Networks.nearest(network, weights(network)).layers()).isEqualTo(network.layers());
    assertThat(Networks.nearest(network, 8 * 10 + 10 * 5 + 5 * 4).widths()).isEqualTo("8-10-5-4");
    assertThat(Networks.nearest(network, 1).widths()).isEqualTo("8-1-1-4"); // no layer vanishes
  }

  @Test
  void aNetworkWithoutHiddenLayersHasNoOtherWidth() {
    NetworkSpec network = Networks.perceptron("p", List.of(8, 4));

    assertThat(Networks.nearest(network, 5).layers()).isEqualTo(network.layers());
  }

  @Test
  void aFactorScalesTheHiddenWidthsAlone() {
    NetworkSpec network = Networks.named("lenet-300-100", 784, 10);

    assertThat(Networks.scaled(network, 0.25).widths()).isEqualTo("784-75-25-10");
    assertThat(Networks.scaled(network, 2).name()).isEqualTo("mlp:784-600-200-10");
    assertThat(Networks.scaled(network, 0.005).widths()).isEqualTo("784-2-1-10"); // 1.5, 0.5
    assertThat(Networks.scaled(network, 1e-9).widths()).isEqualTo("784-1-1-10");
    assertThat(Networks.scaled(network, 1)).isSameAs(network);
    assertThat(Networks.scaled(network, 1.001)).isSameAs(network); // 300.3, 100.1
  }

  @Test
  void theNameOfAScaledNetworkGivesItBack() {
    NetworkSpec network = Networks.perceptron("p", List.of(8, 40, 20, 4));
    for (double factor = 0.05; factor < 3; factor += 0.05) {
      NetworkSpec scaled = Networks.scaled(network, factor);
      if (!scaled.equals(network)) {
        assertThat(Networks.named(scaled.name(), 8, 4)).isEqualTo(scaled);
      }
    }
  }

  @Test
  void aFactorThatMakesNoNetworkIsRefused() {
    NetworkSpec network = Networks.perceptron("p", List.of(8, 40, 4));
    for (double factor : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 25_000}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Networks.scaled(network, factor))
          .withMessageStartingWith("factor: expected a number above 0 that makes no width greater")
          .withMessageEndingWith("got %s for 40".formatted(factor));
    }
  }

  @Test
  void theConvolutionsOfThePaper() {
    NetworkSpec two = Networks.named("conv-2", 3072, 10);
    assertThat(two.widths()).isEqualTo("32x32x3-64-64-256-256-10");
    assertThat(weights(two)).isEqualTo(38_592 + 4_262_400); // figure 2: 38K of 4.3M
    assertThat(weights(Networks.named("conv-4", 3072, 10))).isEqualTo(259_776 + 2_165_248);
    assertThat(weights(Networks.named("conv-6", 3072, 10))).isEqualTo(1_144_512 + 1_116_672);
  }

  @Test
  void lenetFiveOnPicturesOfDigits() {
    NetworkSpec lenet = Networks.named("lenet-5", 784, 10);
    assertThat(lenet.widths()).isEqualTo("28x28x1-6-16-120-84-10");
    assertThat(lenet.parameters().stream().mapToInt(Parameter::size).sum())
        .isEqualTo(61_706); // with 16 maps that see all 6, a map's 25 weights each
    assertThat(Networks.named("lenet-5", 3072, 10).weighted().get(2).columns()).isEqualTo(400);
  }

  @Test
  void whatIsNoPictureHasNoConvolutions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named("conv-2", 785, 10))
        .withMessageStartingWith(
            "network: conv-2 takes square pictures of one channel or three, got samples of 785");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named("conv-6", 49, 10))
        .withMessageStartingWith("network: conv-6 cannot take pictures of 7x7x1: pool: expected");
  }

  @Test
  void aSmallNetworkOfConvolutionsKeepsItsShape() {
    NetworkSpec lenet = Networks.named("lenet-5", 784, 10);
    assertThat(Networks.nearest(lenet, weights(lenet)).layers()).isEqualTo(lenet.layers());
    NetworkSpec half = Networks.nearest(lenet, 15_000);
    assertThat(half.name()).isEqualTo("lenet-5:28x28x1-3-8-58-40-10");
    assertThat((double) weights(half)).isCloseTo(15_000, within(400.0));
  }

  /** Frankle &amp; Carbin 2019, figure 2: 274K weights, 270K of them in convolutions; 20.0M. */
  @Test
  void deepNetworksHaveTheWeightsOfTheirPapers() {
    assertThat(weights("resnet-20", 3072)).isEqualTo(267_696 + 2_560 + 640); // projections, output
    assertThat(weights("vgg-19", 3072)).isEqualTo(20_018_880 + 5_120);
    assertThat(weights("resnet-56-8", 784)).isLessThan(weights("resnet-56", 784) / 3);
    assertThat(Networks.named("resnet-32", 784, 10).weighted()).hasSize(32 + 2);
    assertThat(Networks.named("resnet-56", 784, 10).weighted()).hasSize(56 + 2);
    assertThat(Networks.named("vgg-11", 784, 10).weighted()).hasSize(8 + 1);
    assertThat(Networks.named("vgg-16", 784, 10).weighted()).hasSize(13 + 1);
  }

  private static long weights(String name, int inputs) {
    return Networks.named(name, inputs, 10).prunable().stream().mapToLong(Parameter::size).sum();
  }

  @Test
  void deepNetworksRefuseWhatTheyCannotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named("vgg-11", 64, 10))
        .withMessageStartingWith("network: vgg-11 cannot take pictures of 8x8x1: ");
    for (String name : List.of("resnet-20-0", "resnet-20-", "resnet-18", "vgg-13")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Networks.named(name, 784, 10))
          .withMessageStartingWith("network: expected lenet-300-100, ");
    }
  }

  @Test
  void aResidualNetworkIsNarrowedWithItsSumsStillFitting() {
    NetworkSpec network = Networks.named("resnet-20-8", 784, 10);
    for (double factor : new double[] {0.01, 0.3, 0.5, 1.7}) {
      NetworkSpec scaled = Networks.scaled(network, factor);
      assertThat(scaled.flat()).hasSameSizeAs(network.flat());
      assertThat(scaled.weighted().getFirst().out()).isEqualTo(Math.max(1, Math.round(factor * 8)));
    }
    long target = weights("resnet-20-8", 784) / 5;
    NetworkSpec nearest = Networks.nearest(network, target);
    long found = nearest.prunable().stream().mapToLong(Parameter::size).sum();
    assertThat((double) found / target).isBetween(0.7, 1.4);
  }
}
