package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PanelsTest {

  @Test
  void aPanelHoldsSixteenSamples() {
    assertThat(new int[] {Panels.count(0), Panels.count(1), Panels.count(16), Panels.count(17)})
        .containsExactly(0, 1, 1, 2);
    assertThat(Panels.bytes(3)).isEqualTo(3 * 64);
  }

  @Test
  void everyPanelStandsAfterTheOneBefore() {
    MemorySegment all = Arena.ofAuto().allocate(3 * Panels.bytes(5), Panels.LINE);
    MemorySegment[] each = Panels.each(all, 5);

    assertThat(each).hasSize(3);
    for (int p = 0; p < 3; p++) {
      assertThat(each[p].address()).isEqualTo(all.address() + p * Panels.bytes(5));
      assertThat(each[p].byteSize()).isEqualTo(5 * 64);
    }
  }

  @Test
  void rowsAreWholeLinesOffTheStridesThatCollide() {
    assertThat(Panels.stride(1)).isEqualTo(16);
    assertThat(Panels.stride(16)).isEqualTo(16);
    assertThat(Panels.stride(17)).isEqualTo(32);
    assertThat(Panels.stride(241)).isEqualTo(272);
    assertThat(Panels.stride(256)).isEqualTo(272);
    assertThat(Panels.stride(784)).isEqualTo(784);
    assertThat(new Linear(300, 100).stride()).isEqualTo(304);
    assertThat(new Linear(300, 100).rowBytes()).isEqualTo(4 * 304);
  }
}
