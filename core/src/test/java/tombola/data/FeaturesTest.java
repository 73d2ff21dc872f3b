package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeaturesTest {

  @Test
  void bytesAreSeenFromZeroToOne() {
    ByteFeatures features = new ByteFeatures(3, new byte[] {0, (byte) 255, (byte) 128, 1, 2, 3});

    assertThat(features.samples()).isEqualTo(2);
    assertThat(features.width()).isEqualTo(3);
    assertThat(features.value(0, 0)).isEqualTo(0f);
    assertThat(features.value(0, 1)).isEqualTo(1f);
    assertThat(features.value(0, 2)).isEqualTo(128 * (1f / 255f));
    assertThat(features.value(1, 0)).isEqualTo(1f / 255f);
  }

  @Test
  void floatsAreSeenAsTheyAre() {
    FloatFeatures features = new FloatFeatures(2, new float[] {1, -2, 3.5f, 4});

    assertThat(features.samples()).isEqualTo(2);
    assertThat(features.value(1, 0)).isEqualTo(3.5f);
  }

  @Test
  void aSelectionIsACopyInTheOrderAskedFor() {
    byte[] values = {1, 2, 3, 4, 5, 6};

    Features selected = new ByteFeatures(2, values).select(new int[] {2, 0});
    values[4] = 99;

    assertThat(selected).isEqualTo(new ByteFeatures(2, new byte[] {5, 6, 1, 2}));
  }

  @Test
  void valuesThatFillNoWholeSampleAreRefused() {
    assertThatThrownBy(() -> new ByteFeatures(4, new byte[6]))
        .hasMessage("features: expected samples of 4 values each, got 6 values in all");
    assertThatThrownBy(() -> new FloatFeatures(0, new float[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
