package tombola.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void itsBitsAreThoseOfSplitMix64() {
    RandomStream stream = new Seed(1234567).generator();

    assertThat(IntStream.range(0, 5).mapToObj(_ -> Long.toUnsignedString(stream.nextLong())))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  @Test
  void itsIntegersAreFixedForAllTime() {
    RandomStream stream = new Seed(42).generator();

    assertThat(IntStream.range(0, 10).map(_ -> stream.nextInt(10)))
        .containsExactly(7, 1, 2, 3, 0, 8, 2, 8, 3, 6);
  }

  @Test
  void itsNormalNumbersAreThoseOfThePolarMethod() {
    RandomStream stream = new Seed(42).generator();

    assertThat(stream.nextGaussian()).isCloseTo(0.49295065581737485, within(1e-14));
    assertThat(stream.nextGaussian()).isCloseTo(-0.6940056672160174, within(1e-14));
  }

  @Test
  void itsShuffleIsFixedForAllTime() {
    int[] values = IntStream.range(0, 8).toArray();

    new Seed(42).generator().shuffle(values);

    assertThat(values).containsExactly(4, 3, 2, 0, 7, 6, 1, 5);
  }

  @Test
  void integersAreUniformBelowTheirBound() {
    RandomStream stream = new Seed(3).generator();
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[stream.nextInt(7)]++;
    }

    // The standard deviation of a count is 93.
    assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - 10_000) < 400);
  }

  @Test
  void integersStayBelowAwkwardBounds() {
    for (int bound : new int[] {1, 2, 3, (1 << 30) + 1, Integer.MAX_VALUE}) {
      RandomStream stream = new Seed(bound).generator();
      for (int i = 0; i < 1_000; i++) {
        assertThat(stream.nextInt(bound)).isBetween(0, bound - 1);
      }
    }
  }

  @Test
  void aBoundThatIsNotPositiveIsRefused() {
    RandomStream stream = new Seed(0).generator();

    assertThatThrownBy(() -> stream.nextInt(0))
        .hasMessage("bound: expected a positive number, got 0");
    assertThatThrownBy(() -> stream.nextInt(-3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doublesAreUniformInZeroToOne() {
    RandomStream stream = new Seed(4).generator();
    double sum = 0;
    for (int i = 0; i < 50_000; i++) {
      double value = stream.nextDouble();
      assertThat(value >= 0 && value < 1).isTrue();
      sum += value;
    }

    assertThat(sum / 50_000).isCloseTo(0.5, within(0.006)); // four standard deviations: 0.0052
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheStandardNormal() {
    RandomStream stream = new Seed(5).generator();
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    for (int i = 0; i < n; i++) {
      double x = stream.nextGaussian();
      sum += x;
      squares += x * x;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }

    assertThat(sum / n).isCloseTo(0, within(0.015));
    assertThat(squares / n).isCloseTo(1, within(0.02));
    assertThat(beyondTwo / (double) n).isCloseTo(0.0455, within(0.003));
  }

  @Test
  void everyOrderOfThreeIsEquallyLikely() {
    RandomStream stream = new Seed(6).generator();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 12_000; i++) {
      int[] values = {0, 1, 2};
      stream.shuffle(values);
      counts.merge(Arrays.toString(values), 1, Integer::sum);
    }

    assertThat(counts).hasSize(6);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(1_830, 2_170));
  }

  @Test
  void shufflingNothingOrOneValueChangesNothing() {
    int[] none = {};
    int[] one = {7};

    new Seed(1).generator().shuffle(none);
    new Seed(1).generator().shuffle(one);

    assertThat(none).isEmpty();
    assertThat(one).containsExactly(7);
  }
}
