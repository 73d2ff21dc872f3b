package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters in a folder that is laid out like Linux's. */
class EnergyMeterTest {
  private static final long RANGE = 1_000_000_000; // microjoules

  @TempDir private Path folder;

  private Path zone(String zone, String name, long microjoules) throws IOException {
    Path place = Files.createDirectories(folder.resolve(zone));
    Files.writeString(place.resolve("name"), name + "\n");
    Files.writeString(place.resolve("max_energy_range_uj"), RANGE + "\n");
    set(zone, microjoules);
    return place;
  }

  private void set(String zone, long microjoules) throws IOException {
    Files.writeString(folder.resolve(zone).resolve("energy_uj"), microjoules + "\n");
  }

  @Test
  void allPackagesCountAndNothingElse() throws IOException {
    Files.createDirectories(folder.resolve("intel-rapl"));
    zone("intel-rapl:0", "package-0", 5_000_000);
    zone("intel-rapl:0:0", "core", 1);
    zone("intel-rapl:1", "package-1", 7_000_000);
    zone("intel-rapl:2", "psys", 100);
    zone("intel-rapl-mmio:0", "package-0", 50);
    EnergyMeter meter = EnergyMeter.of(folder);
    assertThat(meter.measures()).isTrue();
    EnergyMeter.Share share = meter.begin(2);
    set("intel-rapl:0", 8_000_000);
    set("intel-rapl:0:0", 999_000_000);
    set("intel-rapl:1", 7_500_000);
    set("intel-rapl:2", 999_000_000);
    set("intel-rapl-mmio:0", 999_000_000);
    assertThat(meter.end(share)).hasValue(3.5);
  }

  @Test
  void aCounterThatBeganAnewIsReadOn() throws IOException {
    zone("intel-rapl:0", "package-0", 900_000_000);
    EnergyMeter meter = EnergyMeter.of(folder);
    EnergyMeter.Share share = meter.begin(1);
    for (long reading : new long[] {200_000_000, 950_000_000, 100_000_000}) {
      set("intel-rapl:0", reading);
      meter.look();
    }
    assertThat(meter.end(share)).hasValue(300.0 + 750 + 150);
  }

  /** 12 J while both run: 4 for one thread, 8 for two; 5 J before and 9 J after go to one alone. */
  @Test
  void trainingsSideBySideShareByTheirThreads() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    EnergyMeter meter = EnergyMeter.of(folder);
    EnergyMeter.Share first = meter.begin(1);
    set("intel-rapl:0", 5_000_000);
    EnergyMeter.Share second = meter.begin(2);
    set("intel-rapl:0", 17_000_000);
    assertThat(meter.end(first)).hasValue(9.0);
    set("intel-rapl:0", 26_000_000);
    assertThat(meter.end(second)).hasValue(17.0);
  }

  @Test
  void whatRanBetweenTrainingsIsNobodys() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    EnergyMeter meter = EnergyMeter.of(folder);
    set("intel-rapl:0", 5_000_000);
    EnergyMeter.Share share = meter.begin(1);
    assertThat(meter.end(share)).hasValue(0.0);
  }

  @Test
  void withoutCountersNothingIsMeasured() throws IOException {
    assertUnmeasured(EnergyMeter.of(folder.resolve("absent")));
    assertUnmeasured(EnergyMeter.of(folder));
    assertUnmeasured(EnergyMeter.none());
    zone("intel-rapl:0", "psys", 1);
    assertUnmeasured(EnergyMeter.of(folder));
  }

  @Test
  void aCounterThatMayNotBeReadMeasuresNothing() throws IOException {
    zone("intel-rapl:0", "package-0", 1);
    Path second = zone("intel-rapl:1", "package-1", 1);
    Files.delete(second.resolve("energy_uj")); // for a test that the administrator runs too
    Files.createDirectory(second.resolve("energy_uj"));
    assertUnmeasured(EnergyMeter.of(folder));
  }

  @Test
  void aTrainingThatWasNotMeasuredToItsEndIsNotMeasured() throws IOException {
    zone("intel-rapl:0", "package-0", 1);
    EnergyMeter meter = EnergyMeter.of(folder);
    EnergyMeter.Share share = meter.begin(1);
    Files.writeString(folder.resolve("intel-rapl:0").resolve("energy_uj"), "no number");
    meter.look();
    set("intel-rapl:0", 5_000_000);
    assertThat(meter.end(share)).isEmpty();
    assertThat(meter.measures()).isFalse();
  }

  private static void assertUnmeasured(EnergyMeter meter) {
    assertThat(meter.measures()).isFalse();
    EnergyMeter.Share share = meter.begin(1);
    meter.look();
    assertThat(meter.end(share)).isEmpty();
  }
}
