package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tombola.data.BadDataException;
import tombola.lab.data.DataSpec.Header;
import tombola.lab.data.DataSpec.Kind;

class DataSpecTest {
  private static final Share FRACTION = new Share.Fraction(0.1);
  private static final Share OFFICIAL = new Share.Official();

  private static void assertRefused(
      String source,
      Share validation,
      Share test,
      Optional<String> label,
      Header header,
      String why) {
    assertThatThrownBy(
            () -> new DataSpec(source, validation, test, 0, label, header, Optional.empty()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void theKindFollowsFromTheText() {
    assertThat(DataSpec.of("mnist").kind()).isEqualTo(Kind.MNIST);
    assertThat(DataSpec.of("fashion-mnist").kind()).isEqualTo(Kind.FASHION_MNIST);
    assertThat(DataSpec.of("cifar10").kind()).isEqualTo(Kind.CIFAR10);
    assertThat(DataSpec.of("cifar100").kind()).isEqualTo(Kind.CIFAR100);
    assertThat(DataSpec.of("a/b.CSV").kind()).isEqualTo(Kind.CSV);
    assertThat(DataSpec.of("b.csv.gz").kind()).isEqualTo(Kind.CSV);
    assertThat(DataSpec.of("./mnist").kind()).isEqualTo(Kind.FOLDER);
  }

  @Test
  void theDefaultsAreComplete() {
    assertThat(DataSpec.of("mnist"))
        .isEqualTo(
            new DataSpec(
                "mnist",
                new Share.Fraction(1.0 / 12),
                OFFICIAL,
                0,
                Optional.empty(),
                Header.AUTO,
                Optional.empty()));
    assertThat(DataSpec.of("x.csv"))
        .isEqualTo(
            new DataSpec(
                "x.csv",
                new Share.Fraction(0.15),
                new Share.Fraction(0.15),
                0,
                Optional.empty(),
                Header.AUTO,
                Optional.empty()));
  }

  @Test
  void settingsThatDoNotApplyAreRefused() {
    Optional<String> none = Optional.empty();
    assertRefused("mnist", OFFICIAL, OFFICIAL, none, Header.AUTO, "validation: expected a number");
    assertRefused(
        "mnist", FRACTION, FRACTION, none, Header.AUTO, "test: expected official, for mnist");
    assertRefused(
        "x.csv", FRACTION, OFFICIAL, none, Header.AUTO, "test: expected a number of samples");
    assertRefused(
        "mnist",
        FRACTION,
        OFFICIAL,
        Optional.of("y"),
        Header.AUTO,
        "label: expected none, for mnist is no CSV file, got \"y\"");
    assertRefused(
        "folder",
        FRACTION,
        OFFICIAL,
        none,
        Header.NO,
        "header: expected auto, for folder is no CSV file, got no");
  }
}
