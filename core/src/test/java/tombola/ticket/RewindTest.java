package tombola.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.train.Curve;
import tombola.train.Start;
import tombola.train.TrainedRun;

class RewindTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(2, 2));

  private final Start origin = new Start(Weights.zeros(NETWORK), 0);
  private final Weights middle = Weights.zeros(NETWORK);
  private final TrainedRun run =
      new TrainedRun(
          middle,
          Weights.zeros(NETWORK),
          Weights.zeros(NETWORK),
          new Curve(List.of(new Curve.Point(0, 1, 1, 1))));

  @Test
  void toInitGoesBackToTheOrigin() {
    assertThat(new Rewind.ToInit().next(origin, run)).isSameAs(origin);
    assertThat(new Rewind.ToInit().step()).isZero();
  }

  @Test
  void toStepGoesBackToTheWeightsOfThatStep() {
    Start next = new Rewind.ToStep(7).next(origin, run);

    assertThat(next.weights()).isSameAs(middle);
    assertThat(next.step()).isEqualTo(7);
    assertThat(new Rewind.ToStep(7).step()).isEqualTo(7);
  }

  @Test
  void aStepBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rewind.ToStep(0))
        .withMessage("rewind: expected init or step:K with K of at least 1, got step:0");
  }
}
