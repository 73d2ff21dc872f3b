package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tombola.nn.Networks;
import tombola.train.TrainingMemory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NetworksCommandTest {

  @Test
  void everyNameIsListedWithValuesOperationsAndRecipe() {
    Cli.Result result = Cli.run("networks");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSizeGreaterThan(Networks.names().size());
    for (String name : Networks.names()) {
      assertThat(result.out())
          .containsPattern("(?m)^" + name + " +[0-9]+ +[0-9].* [0-9.]+ [MG]B .* [0-9.]+ [MG]B ");
    }
    assertThat(result.out()).contains("sgd 0.1, batch 128, 30,000 steps", "adam 0.0012, batch 60");
  }

  @Test
  void theJsonHasTheSame() {
    JsonNode networks =
        new JsonMapper().readTree(Cli.run("networks", "--json").out()).path("networks");

    assertThat(networks.size()).isEqualTo(Networks.names().size());
    JsonNode lenet = networks.path(0);
    assertThat(lenet.path("name").asString()).isEqualTo("lenet-300-100");
    assertThat(lenet.path("pictures").path(0).path("values").asLong()).isEqualTo(266_610);
    assertThat(lenet.path("pictures").path(0).path("operations").asLong()).isEqualTo(532_400);
    assertThat(lenet.path("pictures").path(0).path("trainBytes").asLong())
        .isEqualTo(
            TrainingMemory.of(Networks.named("lenet-300-100", 784, 10))
                .bytes(60, Runtime.getRuntime().availableProcessors()));
    assertThat(lenet.path("recipe").path("prune-output").isMissingNode()).isTrue();
    assertThat(lenet.path("recipe").path("pruneOutput").asString()).isEqualTo("0.1");
    JsonNode resnet = networks.path(networks.size() - 3);
    assertThat(resnet.path("name").asString()).isEqualTo("resnet-20");
    assertThat(resnet.path("recipe").path("schedule").asString())
        .isEqualTo("milestones:20000,25000:0.1");
    assertThat(resnet.path("recipe").path("scope").asString()).isEqualTo("global");
  }
}
