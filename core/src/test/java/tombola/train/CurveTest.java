package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CurveTest {

  private static Curve.Point point(long step, double loss) {
    return new Curve.Point(step, 1, loss, 0.5);
  }

  /** A curve over [first, last] whose least loss is at {@code best}. */
  private static Curve curve(long first, long last, long best) {
    return new Curve(
        LongStream.rangeClosed(first, last)
            .mapToObj(step -> point(step, step == best ? 0.5 : 1))
            .toList());
  }

  @Test
  void theBestPointIsTheOneOfLeastValidationLossTiesToTheEarliest() {
    Curve curve =
        new Curve(List.of(point(0, 3), point(10, 1), point(20, 2), point(30, 1), point(40, 4)));

    assertThat(curve.best().step()).isEqualTo(10);
    assertThat(curve.last().step()).isEqualTo(40);
  }

  @Test
  void aLeastLossInTheLastTenthIsCensored() {
    assertThat(curve(0, 100, 90).censored()).isFalse();
    assertThat(curve(0, 100, 91).censored()).isTrue();
    assertThat(curve(0, 100, 100).censored()).isTrue();
    assertThat(curve(0, 100, 0).censored()).isFalse();
  }

  @Test
  void theTenthIsThatOfTheStepsTrained() {
    assertThat(curve(50, 100, 95).censored()).isFalse();
    assertThat(curve(50, 100, 96).censored()).isTrue();
  }

  @Test
  void aCurveHasAPointAndKeepsItsOwnList() {
    List<Curve.Point> points = new ArrayList<>(List.of(point(0, 1)));
    Curve curve = new Curve(points);
    points.clear();

    assertThat(curve.points()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Curve(points))
        .withMessage("curve: expected at least one point");
  }
}
