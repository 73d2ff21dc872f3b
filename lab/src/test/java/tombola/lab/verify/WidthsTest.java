package tombola.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.lab.config.InputException;

final class WidthsTest {

  @Test
  void factorsAreAscendingHoweverTheyWereGiven() {
    assertThat(Widths.of("0.25,0.5,1,2").factors()).containsExactly(0.25, 0.5, 1.0, 2.0);
    assertThat(Widths.of("2,.5,1.0")).isEqualTo(new Widths(List.of(0.5, 1.0, 2.0)));
    assertThat(Widths.of("16").factors()).containsExactly(16.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | nothing",
        "1,,2 | nothing",
        "1,two | two",
        "1,2,1.0 | 1 twice",
        "0,1 | 0",
        "17 | 17",
        "-1 | -1",
        "1e3 | 1e3",
        "0.5;1 | 0.5;1",
        "NaN | NaN",
        "99999999999 | 99999999999"
      })
  void whatIsNoListOfFactorsIsRefusedInOneLine(String text, String got) {
    assertThatThrownBy(() -> Widths.of(text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "widths: expected factors above 0 and at most 16 with commas between, each once, got "
                + got
                + " (0.25,0.5,1,2 is usual)");
  }

  @Test
  void aListThatIsNotAscendingIsNone() {
    for (List<Double> factors : List.of(List.<Double>of(), List.of(1.0, 0.5), List.of(0.0))) {
      assertThatThrownBy(() -> new Widths(factors)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void aWholeFactorIsWrittenWithoutAFraction() {
    assertThat(Widths.number(2)).isEqualTo("2");
    assertThat(Widths.number(10)).isEqualTo("10");
    assertThat(Widths.number(0.25)).isEqualTo("0.25");
  }
}
