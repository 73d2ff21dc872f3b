package tombola.nn;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
  private static final Layer RELU = new Layer.Relu();

  private static void refuses(String message, Layer... layers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkSpec("net", List.of(layers)))
        .withMessage(message);
  }

  @Test
  void aLayerMustTakeWhatTheOneBeforeItGives() {
    refuses(
        "fc2: expected 5 inputs as the layer before it gives, got 6",
        new Layer.Dense("fc1", 4, 5),
        RELU,
        new Layer.Dense("fc2", 6, 2));
  }

  @Test
  void aRectifierNeedsALayerBeforeIt() {
    refuses("relu: expected a layer with weights before it", RELU, new Layer.Dense("fc1", 4, 5));
    refuses(
        "relu: expected a layer with weights before it",
        new Layer.Dense("fc1", 4, 5),
        RELU,
        RELU,
        new Layer.Dense("fc2", 5, 2));
  }

  @Test
  void theLastLayerGivesTheLogits() {
    String message = "net: expected a layer with weights at the end, which gives the logits";
    refuses(message, new Layer.Dense("fc1", 4, 5), RELU);
    refuses(message);
  }

  @Test
  void aLayerHasInputsAndOutputs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Layer.Dense("fc1", 0, 5))
        .withMessage("fc1: expected at least one input and one output, got 0 and 5");
  }
}
