package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  @Test
  void planesBecomePixels() {
    byte[] bytes = {1, 2, 11, 12, 21, 22, 3, 4, 13, 14, 23, 24}; // two samples, three planes of two
    float[] floats = new float[bytes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = bytes[i];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment row = arena.allocate(64, 8);
      new ByteFeatures(6, bytes).copy(1, 3, row, 2);
      assertThat(row.asSlice(0, 9).toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(0, 0, 3, 13, 23, 4, 14, 24, 0);
      new FloatFeatures(6, floats).copy(1, 3, row, 4);
      assertThat(row.asSlice(4, 24).toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(3, 13, 23, 4, 14, 24);
    }
  }
}
