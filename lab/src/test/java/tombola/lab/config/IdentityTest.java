package tombola.lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tombola.data.Checksum;

final class IdentityTest {
  private static final String CHECKSUM = "ab".repeat(32);

  /**
   * A value for each setting that is not its default; where it applies only with others, those
   * stand in WITH.
   */
  private static final Map<String, String> OTHER =
      Map.ofEntries(
          Map.entry("data", "fashion-mnist"),
          Map.entry("validation", "5000"),
          Map.entry("test", "0.3"),
          Map.entry("split-seed", "7"),
          Map.entry("label", "kind"),
          Map.entry("header", "yes"),
          Map.entry("picture-size", "28"),
          Map.entry("network", "mlp:512-256"),
          Map.entry("init", "he-normal"),
          Map.entry("from", "0c8c365d51ccf386a0ce9999a21a6d97a937de36513b0d767c9ef8d435a1c8d7"),
          Map.entry("optimizer", "adamw"),
          Map.entry("rate", "0.0013"),
          Map.entry("beta1", "0.8"),
          Map.entry("beta2", "0.99"),
          Map.entry("epsilon", "1e-7"),
          Map.entry("momentum", "0.5"),
          Map.entry("nesterov", "true"),
          Map.entry("schedule", "cosine"),
          Map.entry("warmup", "100"),
          Map.entry("weight-decay", "0.0001"),
          Map.entry("batch", "128"),
          Map.entry("steps", "20000"),
          Map.entry("evaluate-every", "50"),
          Map.entry("sparse-below", "0.5"),
          Map.entry("augment", "crop:2,flip"),
          Map.entry("score", "magnitude-increase"),
          Map.entry("scope", "global"),
          Map.entry("structure", "filter"),
          Map.entry("prune", "0.3"),
          Map.entry("prune-conv", "0.2"),
          Map.entry("prune-output", "0.2"),
          Map.entry("floor", "2"),
          Map.entry("one-shot", "true"),
          Map.entry("rewind", "step:500"),
          Map.entry("levels", "3"),
          Map.entry("replicates", "5"),
          Map.entry("seed", "9"),
          Map.entry("margin", "0.01"),
          Map.entry("threads", "7"),
          Map.entry("kernels", "scalar"),
          Map.entry("out", "elsewhere"),
          Map.entry("watts", "20"),
          Map.entry("grid", "60"));

  private static final Map<String, Map<String, String>> WITH =
      Map.of(
          "test", Map.of("data", "a.csv"),
          "label", Map.of("data", "a.csv"),
          "header", Map.of("data", "a.csv"),
          "prune-conv", Map.of("network", "conv-2"),
          "augment", Map.of("network", "conv-2"),
          "picture-size", Map.of("data", "folder"),
          "momentum", Map.of("optimizer", "sgd"),
          "nesterov", Map.of("optimizer", "sgd"));

  private static final Set<String> LEFT_OUT =
      Set.of(
          "data",
          "picture-size",
          "levels",
          "replicates",
          "seed",
          "margin",
          "threads",
          "kernels",
          "out",
          "watts",
          "grid");

  private static String hash(Map<String, String> settings) {
    return Identity.of(FindConfig.of(Settings.of(settings)), CHECKSUM).hash();
  }

  @Test
  void everySettingThatCanChangeANumberChangesTheHashAndNoOtherDoes() {
    for (Setting<?> setting : FindSettings.ALL) {
      assertThat(OTHER).as("a new setting needs another value here").containsKey(setting.name());
      Map<String, String> base = WITH.getOrDefault(setting.name(), Map.of());
      Map<String, String> changed = new HashMap<>(base);
      changed.put(setting.name(), OTHER.get(setting.name()));

      assertThat(hash(changed).equals(hash(base)))
          .as(setting.name())
          .isEqualTo(LEFT_OUT.contains(setting.name()));
    }
  }

  @Test
  void levelsCountOnlyWhereAllPruningsAreDoneAtOnce() {
    assertThat(hash(Map.of("levels", "3"))).isEqualTo(hash(Map.of("levels", "4")));
    assertThat(hash(Map.of("one-shot", "true", "levels", "3")))
        .isNotEqualTo(hash(Map.of("one-shot", "true", "levels", "4")));
  }

  @Test
  void anotherSpellingOfTheSameValueIsTheSameRun() {
    assertThat(
            hash(
                Map.of(
                    "rate",
                    "1.2e-3",
                    "prune-output",
                    "0.10",
                    "steps",
                    "+10000",
                    "optimizer",
                    "adam")))
        .isEqualTo(hash(Map.of()));
  }

  @Test
  void theDataCountByTheirContentAndNotByTheirPlace() {
    FindConfig here = FindConfig.of(Settings.of(Map.of("data", "here/d.csv")));
    FindConfig there = FindConfig.of(Settings.of(Map.of("data", "there/d.csv")));

    assertThat(Identity.of(here, CHECKSUM)).isEqualTo(Identity.of(there, CHECKSUM));
    assertThat(Identity.of(here, CHECKSUM)).isNotEqualTo(Identity.of(here, "cd".repeat(32)));
  }

  /** Runs of an earlier order of sums are not continued. */
  @Test
  void networksThatSumPanelByPanelHaveAVersionOfTheirOwn() {
    for (String network :
        List.of("lenet-5", "resnet-20-4", "layers:linear(5);norm;relu", "mlp:5")) {
      FindConfig config = FindConfig.of(Settings.of(Map.of("network", network)));
      Map<String, String> parts = new TreeMap<>(Identity.settings(config));
      parts.putAll(Map.of("schema", "1", "arithmetic", "1", "data-checksum", CHECKSUM));
      if (!network.equals("mlp:5")) {
        parts.put("arithmetic-of-pictures", "2");
      }
      StringBuilder canonical = new StringBuilder();
      parts.forEach((name, text) -> canonical.append(name).append('=').append(text).append('\n'));

      assertThat(hash(Map.of("network", network)))
          .as(network)
          .isEqualTo(Checksum.of(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void theHashIsFixedByTheCanonicalTextAlone() {
    String canonical =
        """
        arithmetic=1
        batch=60
        beta1=0.9
        beta2=0.999
        data-checksum=abababababababababababababababababababababababababababababababab
        epsilon=0.00000001
        evaluate-every=100
        floor=1
        header=auto
        init=glorot-normal
        network=lenet-300-100
        one-shot=false
        optimizer=adam
        prune=0.2
        prune-output=0.1
        rate=0.0012
        rewind=init
        schedule=constant
        schema=1
        scope=layerwise
        score=magnitude
        sparse-below=0.7
        split-seed=0
        steps=10000
        test=official
        validation=0.08333333333333333
        warmup=0
        weight-decay=0
        """;
    assertThat(hash(Map.of())).isEqualTo(Checksum.of(canonical.getBytes(StandardCharsets.UTF_8)));
    // Runs on disk stand under this name: it changes only together with FindConfig.SCHEMA.
    assertThat(hash(Map.of())).startsWith("8828d381be");
  }

  @Test
  void namesOfFoldersHaveNoSignsThatShellsOrPathsRead() {
    Identity identity = new Identity("0123456789abcdef".repeat(4));

    assertThat(identity.runName("my data/x", "mlp:512-256"))
        .isEqualTo("my-data-x-mlp-512-256-0123456789");
    assertThat(identity.runName("../..", "n")).isEqualTo("x-n-0123456789");
  }
}
