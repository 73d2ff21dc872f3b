package tombola.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTextTest {

  @Test
  void aTextIsTheNetworkThatAStackMakes() {
    String text =
        "layers:conv(4,3,1,1,0);norm;relu;max-pool(2,2);"
            + "residual(conv(6,3,2,1,1);norm;gelu;dropout(0.25);conv(6,3,1,1,0);norm|"
            + "conv(6,1,2,0,0);norm);relu;average-pool(2,1);global-pool;flatten;linear(7);tanh";
    Stack stack =
        new Stack(new Volume(12, 12, 3))
            .unbiased(4, 3, 1, 1)
            .norm()
            .relu()
            .pool(Layer.Pool.Kind.MAX, 2, 2)
            .residual(
                "res5",
                b -> b.biased(6, 3, 2, 1).norm().gelu().dropout(0.25).unbiased(6, 3, 1, 1).norm(),
                b -> b.unbiased(6, 1, 2, 0).norm())
            .relu()
            .pool(Layer.Pool.Kind.AVERAGE, 2, 1)
            .globalPool()
            .flatten()
            .unit(7)
            .tanh();

    assertThat(Networks.named(text, 12 * 12 * 3, 5)).isEqualTo(stack.classes("custom", 5));
    assertThat(Networks.isConvolutional(text)).isTrue();
    assertThat(Networks.label(text)).isEqualTo("custom");
  }

  @Test
  void unitsTakeAnyFeatures() {
    NetworkSpec network = Networks.named("layers:linear(8);norm;relu", 11, 3);
    assertThat(network.widths()).isEqualTo("11-8-3");
    assertThat(Networks.named("layers:", 11, 3).widths()).isEqualTo("11-3");
    assertThat(Networks.isConvolutional("layers:linear(8);relu")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "conv(4,3,1,1,0);cnov(4)#layer 2 (cnov): expected a known layer",
        "conv(4,3,1,1)#layer 1 (conv): expected 5 numbers, got 4",
        "conv(4.5,3,1,1,1)#layer 1 (conv): expected whole numbers up to 999999, got 4.5",
        "conv(4,x,1,1,1)#layer 1 (conv): expected numbers with , between them, got 4,x,1,1,1",
        "conv(4,15,1,1,1)#layer 1 (conv): conv1: expected pictures of at least 13x13",
        "conv(0,3,1,1,1)#layer 1 (conv): conv1: expected at least one filter",
        "conv(4,3,1,1,1);relu;max-pool(13,1)#layer 3 (max-pool): pool: expected windows of 1 to 12",
        "conv(4,3,1,1,1);relu;residual(conv(4,3,1,1,1);relu;max-pool(99,1)|)"
            + "#layer 3, body 3 (max-pool): pool: expected windows",
        "conv(4,3,1,1,1);relu;residual(conv(5,3,1,1,1)|);relu;flatten"
            + "#res3: expected a sum of equal shapes, got 12x12x5 of its body and 12x12x4",
        "conv(4,3,1,1,1);relu#fc1: expected 12x12x4 as the layer before it gives, got 576 (a flat",
        "conv(4,3,1,1,1);flatten#fc1: expected a relu between it and conv1",
        "linear(3);dropout(1)#layer 2 (dropout): drop1: expected a rate in (0, 1), got 1.0",
        "linear(3);residual(linear(3))#layer 2 (residual): expected |, got )",
        "linear(3);residual(linear(3)|#layer 2 (residual): expected ), got the end",
        "linear(3))#expected layers with ; between them, got )",
      })
  void theLayerThatFailsIsNamed(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named("layers:" + text, 144, 3))
        .withMessageStartingWith("network: " + message)
        .withMessageNotContaining("\n");
  }

  @Test
  void blocksThatStandTooDeepAreRefused() {
    String text = "layers:linear(3);relu;" + "residual(".repeat(5000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.named(text, 144, 3))
        .withMessageStartingWith("network: expected blocks at most 100 deep in each other");
  }

  @Test
  void theTextOfANetworkFindsItAgain() {
    for (String text :
        List.of(
            "layers:conv(4,3,1,1,0);norm;relu;max-pool(2,2);flatten;linear(6);tanh;dropout(0.25)",
            "layers:conv(4,3,2,0,1);gelu;residual(conv(4,1,1,0,1);relu;conv(4,1,1,0,0);norm|);relu;"
                + "average-pool(2,1);flatten",
            "layers:conv(2,1,1,0,1);relu;residual(conv(3,3,2,1,0);norm|conv(3,1,2,0,0));relu;flatten")) {
      NetworkSpec network = Networks.named(text, 64, 3);

      assertThat(Networks.text(network)).isEqualTo(text);
    }
  }
}
