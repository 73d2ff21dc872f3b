package tombola.lab.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.config.InputException;
import tombola.lab.export.ExportFormat;
import tombola.math.RandomStream;
import tombola.math.Seed;

class RecommendationTest {
  private static final Candidate LARGE = candidate(0, "tombola", 1000, 90, 0.98);
  private static final Candidate MIDDLE = candidate(5, "tombola", 400, 30, 0.97);
  private static final Candidate SMALL = candidate(9, "tombola", 100, 10, 0.95);
  private static final Candidate JAR = candidate(9, "jar", 300, 10, 0.95);
  private static final Candidate C =
      new Candidate(9, "c", "int8", 350, OptionalDouble.empty(), 0.95);
  private static final List<Candidate> ALL = List.of(LARGE, MIDDLE, SMALL, JAR, C);

  private static Candidate candidate(
      int level, String format, long bytes, double micros, double accuracy) {
    return new Candidate(level, format, "float32", bytes, OptionalDouble.of(micros), accuracy);
  }

  private static Constraints limits(double bytes, double micros, double accuracy) {
    return new Constraints(
        bytes > 0 ? OptionalLong.of((long) bytes) : OptionalLong.empty(),
        micros > 0 ? OptionalDouble.of(micros) : OptionalDouble.empty(),
        accuracy > 0 ? OptionalDouble.of(accuracy) : OptionalDouble.empty(),
        Optional.empty());
  }

  @Test
  void theSmallestFileThatKeepsToAllIsTaken() {
    assertThat(Recommendation.among(ALL, limits(500, 40, 0.96), 0.5).choice()).contains(MIDDLE);
    assertThat(Recommendation.among(ALL, limits(500, 40, 0.9), 0.5).choice()).contains(SMALL);
    assertThat(Recommendation.among(ALL, limits(0, 0, 0.98), 0.5).choice()).contains(LARGE);
  }

  @Test
  void withoutAnAccuracyTheSearchesOwnBarHolds() {
    Recommendation found = Recommendation.among(ALL, Constraints.none(), 0.965);

    assertThat(found.choice()).contains(MIDDLE);
    assertThat(found.leastAccuracy()).isEqualTo(0.965);
  }

  @Test
  void aFormatThatIsAskedForIsTheOnlyOne() {
    Constraints c =
        new Constraints(
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(0.9),
            Optional.of(ExportFormat.C));

    assertThat(Recommendation.among(ALL, c, 0.5).choice()).contains(C);
  }

  @Test
  void aConstraintThatNothingKeepsToIsNamedWithWhatIsMissing() {
    Recommendation found = Recommendation.among(ALL, limits(60, 4, 0.9), 0.5);

    assertThat(found.choice()).isEmpty();
    assertThat(found.shortfalls())
        .containsExactly(
            new Recommendation.Shortfall(Recommendation.Limit.SIZE, 60, 100, 40, SMALL, true),
            new Recommendation.Shortfall(Recommendation.Limit.LATENCY, 4, 10, 6, SMALL, true));
  }

  @Test
  void constraintsThatOnlyTogetherAreTooMuchAreAllNamed() {
    Recommendation found = Recommendation.among(ALL, limits(200, 0, 0.97), 0.5);

    assertThat(found.choice()).isEmpty();
    assertThat(found.shortfalls().stream().map(Recommendation.Shortfall::limit).toList())
        .containsExactly(Recommendation.Limit.SIZE, Recommendation.Limit.ACCURACY);
    assertThat(found.shortfalls()).noneMatch(Recommendation.Shortfall::alone);
    assertThat(found.shortfalls().getFirst().by()).isEqualTo(200);
    assertThat(found.shortfalls().getLast().nearest()).isEqualTo(SMALL);
  }

  @Test
  void aChoiceKeepsToEverythingAndWithoutOneNoFileDoes() {
    for (long seed = 0; seed < 300; seed++) {
      RandomStream random = new Seed(seed).generator();
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        candidates.add(
            candidate(
                i,
                "tombola",
                1 + random.nextInt(20),
                1 + random.nextInt(20),
                random.nextInt(20) / 20.0));
      }
      Constraints limits =
          limits(1 + random.nextInt(20), 1 + random.nextInt(20), (1 + random.nextInt(19)) / 20.0);
      Recommendation found = Recommendation.among(candidates, limits, 0.5);

      List<Candidate> fitting =
          candidates.stream()
              .filter(c -> c.bytes() <= limits.maxBytes().orElseThrow())
              .filter(c -> c.micros().orElseThrow() <= limits.maxMicros().orElseThrow())
              .filter(c -> c.accuracy() >= limits.minAccuracy().orElseThrow())
              .toList();
      assertThat(found.choice().isPresent()).isEqualTo(!fitting.isEmpty());
      found
          .choice()
          .ifPresent(choice -> {
            assertThat(fitting).contains(choice);
            assertThat(fitting).allMatch(c -> c.bytes() >= choice.bytes());
          });
      assertThat(found.shortfalls()).allMatch(shortfall -> shortfall.by() > 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"50KB, 50000", "1.5MB, 1500000", "64KiB, 65536", "2 MiB, 2097152", "700, 700"})
  void sizesAreReadInTheUsualUnits(String text, long bytes) {
    assertThat(Constraints.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"20us, 20", "1.5ms, 1500", "0.25 s, 250000", "800ns, 0.8", "3µs, 3"})
  void timesAreReadInTheUsualUnits(String text, double micros) {
    assertThat(Constraints.micros(text)).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "KB", "0KB", "-5KB", "5GBB", "1e3", "99999999999999999KB"})
  void whatIsNoSizeIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Constraints.bytes(text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "max-size: expected a number of B, KB, MB, KiB or MiB such as 50KB, got " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "0us", "20 minutes", "us"})
  void whatIsNoTimeIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Constraints.micros(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("max-latency: expected a number of ns, us, ms or s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "97.5", "0", "-0.1", "NaN", "."})
  void whatIsNoShareIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Constraints.accuracy(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("min-accuracy: expected a share in (0, 1] such as 0.975, got");
  }

  @Test
  void aLatencyIsRefusedForAFormatThatIsNotTimed() {
    assertThatThrownBy(() ->
            new Constraints(
                OptionalLong.empty(),
                OptionalDouble.of(20),
                OptionalDouble.empty(),
                Optional.of(ExportFormat.C)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("max-latency: expected with format tombola or jar");
  }
}
