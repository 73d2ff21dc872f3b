package tombola.lab.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.math.RandomStream;
import tombola.math.Seed;

class GainTest {

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.6, FASTER, 1.5",
    "4.0, 3.2, FASTER, 3.2",
    "4.0, 3.1, UNCONFIRMED, 0",
    "1.06, 1.04, UNCONFIRMED, 0",
    "0.9, 1.2, UNCONFIRMED, 0",
    "0.5, 0.6, SLOWER, 0.6",
    "0.5, 0.7, UNCONFIRMED, 0",
    "0.97, 1.04, EQUAL, 0"
  })
  void onlyWhatBothPassesShowIsClaimed(
      double first, double second, Gain.Kind kind, double claimed) {
    Gain gain = Gain.of(first, second);

    assertThat(gain.kind()).isEqualTo(kind);
    assertThat(gain.claimed().orElse(0)).isEqualTo(claimed);
  }

  @Test
  void sparsePaysWhereBothPassesSayItIsFaster() {
    assertThat(Gain.of(4, 3).isFaster()).isTrue(); // by how much is not confirmed
    assertThat(Gain.of(1.05, 9).isFaster()).isTrue();
    assertThat(Gain.of(1.04, 9).isFaster()).isFalse();
    assertThat(Gain.of(0.5, 0.5).isFaster()).isFalse();
  }

  @Test
  void whichPassCameFirstDoesNotMatterAndAClaimIsTheCautiousOne() {
    for (long seed = 0; seed < 500; seed++) {
      RandomStream random = new Seed(seed).generator();
      double one = 0.3 + 3 * random.nextDouble();
      double two = 0.3 + 3 * random.nextDouble();
      Gain gain = Gain.of(one, two);

      assertThat(gain.kind()).isEqualTo(Gain.of(two, one).kind());
      assertThat(gain.claimed()).isEqualTo(Gain.of(two, one).claimed());
      gain.claimed()
          .ifPresent(claim -> {
            assertThat(Math.abs(Math.log(claim)))
                .isEqualTo(Math.min(Math.abs(Math.log(one)), Math.abs(Math.log(two))));
            assertThat((one - 1) * (two - 1)).isPositive();
          });
    }
  }

  @Test
  void ofAHundredCallsTheMedianIsTheFiftiethAndOneIsBeyondTheNinetyNinth() {
    long[] nanos = LongStream.rangeClosed(1, 100).map(i -> 1000 * (101 - i)).toArray();

    assertThat(Latency.of(nanos)).isEqualTo(new Latency(50, 99));
    assertThat(Latency.of(new long[] {7000})).isEqualTo(new Latency(7, 7));
    assertThatThrownBy(() -> Latency.of(new long[0]))
        .hasMessage("nanos: expected at least one call, got none");
  }
}
