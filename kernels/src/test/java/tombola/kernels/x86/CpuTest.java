package tombola.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CpuTest {
  private static final long ALL = 1L << 16 | 1L << 17 | 1L << 30 | 1L << 31;
  private static final long SAVED = 0xE6;

  /** The value of the first line of a kind that Linux tells of the processor. */
  private static String linuxSays(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
      if (line.startsWith(key)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    throw new AssertionError(key + " is not in /proc/cpuinfo");
  }

  /** A virtual machine may have moved to another processor since Linux began. */
  @Test
  void theProcessorIsTheOneThatLinuxSees() throws IOException {
    assertThat(Cpu.brand()).matches("[!-~][ -~]{0,46}[!-~]");
    if (!List.of(linuxSays("flags").split(" ")).contains("hypervisor")) {
      assertThat(Cpu.brand()).isEqualTo(linuxSays("model name"));
    }
  }

  @Test
  void avx512IsFoundWhereLinuxFindsIt() throws IOException {
    boolean there =
        Set.copyOf(List.of(linuxSays("flags").split(" ")))
            .containsAll(Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl"));

    assertThat(Cpu.obstacle().isEmpty()).isEqualTo(there);
    if (!there) {
      assertThat(Cpu.obstacle().orElseThrow())
          .startsWith("the processor lacks AVX512")
          .endsWith(Cpu.brand());
    }
  }

  @Test
  void anObstacleNamesWhatIsMissing() {
    assertThat(Cpu.missing(ALL, SAVED, "X")).isEmpty();
    assertThat(Cpu.missing(-1, -1, "X")).isEmpty();
    assertThat(Cpu.missing(0, SAVED, "X"))
        .contains("the processor lacks AVX512F, AVX512DQ, AVX512BW, AVX512VL: X");
    assertThat(Cpu.missing(1L << 16 | 1L << 17, SAVED, "X"))
        .contains("the processor lacks AVX512BW, AVX512VL: X");
    for (int bit : new int[] {1, 2, 5, 6, 7}) {
      assertThat(Cpu.missing(ALL, SAVED & ~(1L << bit), "X"))
          .contains("the operating system does not save the registers of AVX-512: X");
    }
  }

  @Test
  void javaKeepsDenormals() {
    assertThat(Cpu.denormalsObstacle()).isEmpty();
    assertThat(Cpu.denormalsLost(0x1F80)).isEmpty();
    assertThat(Cpu.denormalsLost(0x9F80))
        .contains("denormal numbers count as 0 here (MXCSR 0x9f80)");
    assertThat(Cpu.denormalsLost(0x1FC0)).isPresent();
  }
}
