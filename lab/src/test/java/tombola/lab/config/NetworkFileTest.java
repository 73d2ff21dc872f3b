package tombola.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFileTest {
  private static final String NETWORK =
      """
      # a network with one block
      layers:
        - conv: {filters: 8, kernel: 3, padding: 1, bias: false}
        - norm
        - relu
        - residual:
            body:
              - conv: {filters: 12, kernel: 3, stride: 2, padding: 1, bias: false}
              - norm
            shortcut:
              - conv: {filters: 12, kernel: 1, stride: 2}
        - relu
        - max-pool: {size: 2, stride: 2}
        - dropout: 0.25
        - flatten
        - linear: 30
        - tanh:
      """;
  private static final String TEXT =
      "layers:conv(8,3,1,1,0);norm;relu;residual(conv(12,3,2,1,0);norm|conv(12,1,2,0,1));relu;"
          + "max-pool(2,2);dropout(0.25);flatten;linear(30);tanh";

  @TempDir private Path folder;

  private Path file(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }

  private static FindConfig with(Path file) {
    return FindConfig.of(Settings.of(Map.of("network", file.toString())));
  }

  @Test
  void aFileIsOneLineOfLayers() throws IOException {
    assertThat(NetworkFile.read(file("a.yaml", NETWORK))).isEqualTo(TEXT);
    assertThat(NetworkFile.read(file("a.yml", "layers: []"))).isEqualTo("layers:");
  }

  @Test
  void theIdentityOfARunFollowsTheLayersAlone() throws IOException {
    FindConfig one = with(file("one.yaml", NETWORK));
    FindConfig same =
        with(
            file(
                "two.yml",
                NETWORK
                    .replace("# a network with one block", "---")
                    .replace("{filters: 8, kernel: 3,", "{kernel: 3, stride: 1, filters: 8,")));
    FindConfig other = with(file("one.yaml", NETWORK.replace("0.25", "0.3")));

    assertThat(same).isEqualTo(one);
    assertThat(Identity.of(same, "c")).isEqualTo(Identity.of(one, "c"));
    assertThat(Identity.of(other, "c")).isNotEqualTo(Identity.of(one, "c"));
    assertThat(Identity.of(one, "c").runName("mnist", one.network())).startsWith("mnist-custom-");
  }

  @Test
  void aConfigurationNeedsTheFileNoMore() throws IOException {
    Path file = file("one.yaml", NETWORK);
    FindConfig config = with(file);
    Path written = file("config.yaml", SettingsFile.write(config));
    Files.delete(file);

    assertThat(FindConfig.of(Settings.read(written)).network()).isEqualTo(TEXT);
    assertThat(config.pruning().convolutionFraction()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "layers: [conw: {filters: 8}]#layer 1: expected a known layer, got conw (did you mean conv?)",
        "layers: [relu, {max_pool: {size: 2}}]#layer 2: expected a known layer, got max_pool (did",
        "layers: [conv: {filters: 8}]#layer 1 (conv): kernel: expected a whole number, got none",
        "layers: [conv: {filters: 8, kernl: 3}]#layer 1 (conv): expected a known key, got kernl (did"
            + " you mean kernel?)",
        "layers: [conv: {filters: -8, kernel: 3}]#layer 1 (conv): filters: expected a whole number",
        "layers: [conv: {filters: 8, kernel: 3.5}]#layer 1 (conv): kernel: expected a whole number,",
        "layers: [conv: {filters: 8, kernel: 3, bias: 1}]#layer 1 (conv): bias: expected true or",
        "layers: [conv]#layer 1 (conv): filters: expected a whole number, got none",
        "layers: [conv: 3]#layer 1 (conv): expected filters, kernel, stride, padding, bias, got 3",
        "layers: [linear]#layer 1 (linear): linear: expected a whole number, got none",
        "layers: [dropout: half]#layer 1 (dropout): dropout: expected a rate such as 0.5, got half",
        "layers: [relu: 3]#layer 1 (relu): expected no settings, got 3",
        "layers: [{relu: , norm: }]#layer 1: expected a layer's kind, such as relu or conv:",
        "layers: [7]#layer 1: expected a layer's kind, such as relu or conv: {filters: 16, kernel: 3}",
        "layers: [residual: {body: [cnv: 3]}]#layer 1, body 1: expected a known layer, got cnv (did",
        "layers: [residual: {bdy: []}]#layer 1 (residual): expected a known key, got bdy (did you",
        "layers: [residual: {shortcut: []}]#layer 1 (residual): body: expected a list of layers, got",
        "layers: [residual]#layer 1 (residual): body: expected a list of layers, got none",
        "layers: relu#layers: expected a list of layers, got relu",
        "layrs: []#expected a known key, got layrs (did you mean layers?)",
        "[]#expected layers: and a list, got something else",
      })
  void whatIsNoNetworkIsRefusedInOneLine(String yaml, String message) throws IOException {
    Path file = file("net.yaml", yaml + "\n");
    assertThatThrownBy(() -> with(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": " + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsLine() throws IOException {
    Path file = file("net.yaml", "layers:\n  - conv: {filters: 8\n  - relu\n");
    assertThatThrownBy(() -> with(file))
        .hasMessageStartingWith(file + ", line ")
        .hasMessageContaining("expected YAML with a list of layers");
    assertThatThrownBy(() -> with(file("net.yaml", "layers: []\nlayers: []\n")))
        .hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> with(folder.resolve("absent.yaml")))
        .hasMessage(
            "network: expected a YAML file with layers, found no such file: "
                + folder.resolve("absent.yaml"));
  }
}
