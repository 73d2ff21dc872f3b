package tombola.lab.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tombola.data.Checksum;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tools.jackson.databind.JsonNode;

final class JsonFilesTest {
  private static JsonNode tree(Map<String, ?> value) {
    return JsonFiles.tree(new TreeMap<>(value));
  }

  @Test
  void aChecksumIsOfTheTextWithoutWhiteSpace() {
    assertThat(JsonFiles.checksum(Map.of("a", List.of(1, 0.5))))
        .isEqualTo(Checksum.of("{\"a\":[1,0.5]}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theFirstPlaceThatDiffersIsToldWithBothSides() {
    JsonNode one = tree(Map.of("a", 1, "b", List.of(1, Map.of("c", "x"), 3)));
    JsonNode two = tree(Map.of("a", 1, "b", List.of(1, Map.of("c", "y"), 4)));

    assertThat(JsonFiles.difference(one, two)).hasValue("b/1/c: expected \"x\", found \"y\"");
    assertThat(JsonFiles.difference(one, one)).isEmpty();
    assertThat(JsonFiles.difference(one, tree(Map.of("a", 1))))
        .hasValueSatisfying(
            words -> assertThat(words).startsWith("b: expected [1,").endsWith("found nothing"));
  }

  @Test
  void whatOnlyTheOtherHasDiffersToo() {
    assertThat(JsonFiles.difference(tree(Map.of("a", 1)), tree(Map.of("a", 1, "b", 2))))
        .hasValue("all: expected {\"a\":1}, found {\"a\":1,\"b\":2}");
  }

  @Test
  void anyDoubleReadsBackToTheSameBits() {
    RandomStream random = new Seed(7).generator();
    for (int i = 0; i < 1000; i++) {
      double number = random.nextGaussian() * StrictMath.pow(10, i % 40 - 20);
      double again = tree(Map.of("a", number)).path("a").asDouble();
      assertThat(Double.doubleToRawLongBits(again)).isEqualTo(Double.doubleToRawLongBits(number));
    }
  }
}
