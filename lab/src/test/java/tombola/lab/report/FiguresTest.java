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

  @Test
  void costsHaveThreeDigitsAndAFittingUnit() {
    assertThat(Figures.significant(0)).isEqualTo("0");
    assertThat(Figures.significant(20)).isEqualTo("20.0");
    assertThat(Figures.significant(0.012345)).isEqualTo("0.0123");
    assertThat(Figures.significant(999.6)).isEqualTo("1,000");
    assertThat(Figures.significant(12_345.6)).isEqualTo("12,346");
    assertThat(Figures.energy(100)).isEqualTo("100 J");
    assertThat(Figures.energy(3_600)).isEqualTo("1.00 Wh");
    assertThat(Figures.energy(9e6)).isEqualTo("2.50 kWh");
    assertThat(Figures.mass(0.25)).isEqualTo("250 mg");
    assertThat(Figures.mass(2.5)).isEqualTo("2.50 g");
    assertThat(Figures.mass(2500)).isEqualTo("2.50 kg");
    assertThat(Figures.brief(3.125e-6)).isEqualTo("3.13 us");
    assertThat(Figures.brief(0.0042)).isEqualTo("4.20 ms");
    assertThat(Figures.brief(3)).isEqualTo("3.00 s");
  }
}
