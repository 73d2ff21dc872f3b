package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tombola.data.BadDataException;

class ShareTest {

  @Test
  void aFractionIsRoundedToTheNearest() {
    assertThat(new Share.Fraction(1.0 / 12).samplesOf(60_000)).isEqualTo(5_000);
    assertThat(new Share.Fraction(0.15).samplesOf(150)).isEqualTo(23);
    assertThat(new Share.Fraction(0.15).samplesOf(3)).isEqualTo(0);
    assertThat(new Share.Count(5).samplesOf(3)).isEqualTo(5);
  }

  @Test
  void aCountOrFractionOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Share.Count(0))
        .isInstanceOf(BadDataException.class)
        .hasMessage("expected at least 1 sample, got 0");
    for (double of : new double[] {0, 1, -0.5, 1.2, Double.NaN}) {
      assertThatThrownBy(() -> new Share.Fraction(of))
          .isInstanceOf(BadDataException.class)
          .hasMessage("expected a fraction in (0, 1), got " + of);
    }
  }
}
