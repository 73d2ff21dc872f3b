package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1.000",
    "0.1351, 0.135",
    "0.1, 0.100",
    "0.0999999, 0.100",
    "0.0352, 0.0352",
    "0.03, 0.0300",
    "0.00864, 0.00864",
    "0.0000123456, 0.0000123",
    "0, 0.000"
  })
  void aDensityIsAShareOfThreeDigits(double density, String text) {
    assertThat(Figures.density(density)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, 0.0 s",
    "9.94, 9.9 s",
    "12.4, 12 s",
    "125, 2 min 5 s",
    "3599.7, 1 h 0 min",
    "7380, 2 h 3 min"
  })
  void aTimeIsWrittenAsPeopleSayIt(double seconds, String text) {
    assertThat(Figures.duration(seconds)).isEqualTo(text);
  }

  @Test
  void aDifferenceHasItsSignAndIsNeverMinusZero() {
    assertThat(Figures.difference(0.00124)).isEqualTo("+0.0012");
    assertThat(Figures.difference(-0.5)).isEqualTo("-0.5000");
    assertThat(Figures.difference(-0.00001)).isEqualTo("+0.0000");
  }

  @Test
  void aSpreadHasTheStandardDeviationOfASample() {
    Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.sd()).isEqualTo(Math.sqrt(32.0 / 7));
    assertThat(spread.min()).isEqualTo(2);
    assertThat(spread.max()).isEqualTo(9);
    assertThat(Spread.of(3).sd()).isZero();
  }
}
