package tombola.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.lab.data.DataSpec;
import tombola.nn.Initialisation;
import tombola.nn.Networks;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.ticket.Rewind;
import tombola.train.Augmentation;
import tombola.train.Optimizer;
import tombola.train.Recipe;
import tombola.train.Schedule;

final class FindConfigTest {
  private static FindConfig with(String... namesAndTexts) {
    Settings settings = Settings.none();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      settings = settings.overriddenBy(Settings.of(Map.of(namesAndTexts[i], namesAndTexts[i + 1])));
    }
    return FindConfig.of(settings);
  }

  @Test
  void theDefaultsAreThePapersRecipe() {
    FindConfig config = FindConfig.defaults();

    assertThat(config.data()).isEqualTo(DataSpec.of("mnist"));
    assertThat(config.network()).isEqualTo("lenet-300-100");
    assertThat(config.initialisation()).isEqualTo(Initialisation.GLOROT_NORMAL);
    assertThat(config.recipe()).isEqualTo(Recipe.lenet(10_000));
    assertThat(config.pruning())
        .isEqualTo(
            new FindConfig.Pruning(
                Score.MAGNITUDE, Scope.LAYERWISE, Removal.UNSTRUCTURED, 0.2, 0.1, 0.1, 1, false));
    assertThat(config.rewind()).isEqualTo(new Rewind.ToInit());
    assertThat(config.extent()).isEqualTo(new FindConfig.Extent(15, 1, 1, 0.005));
    assertThat(config.machine().kernels()).isEqualTo("auto");
    assertThat(config.machine().out()).isEqualTo(Path.of("runs"));
  }

  @Test
  void theOutputLayerGivesHalfUnlessItsShareIsGiven() {
    assertThat(with("prune", "0.5").pruning().outputFraction()).isEqualTo(0.25);
    assertThat(with("prune", "0.5", "prune-output", "0").pruning().outputFraction()).isEqualTo(0);
  }

  @Test
  void aNetworkHasItsOwnRecipe() {
    FindConfig conv6 = with("network", "conv-6");
    assertThat(conv6.recipe().rate()).isEqualTo(3e-4);
    assertThat(conv6.recipe().steps()).isEqualTo(30_000);
    assertThat(conv6.pruning().convolutionFraction()).isEqualTo(0.15);
    assertThat(conv6.pruning().fraction()).isEqualTo(0.2);
    assertThat(with("network", "conv-2").recipe().rate()).isEqualTo(2e-4);
    assertThat(with("network", "conv-4").recipe().steps()).isEqualTo(25_000);
    assertThat(with("network", "lenet-5").recipe()).isEqualTo(Recipe.lenet(10_000));
  }

  @Test
  void deepNetworksHaveTheRecipesOfTheirPapers() {
    FindConfig resnet = with("network", "resnet-20-8");
    assertThat(resnet.recipe())
        .isEqualTo(
            new Recipe(
                new Optimizer.Sgd(0.9, false),
                0.1,
                new Schedule.Milestones(List.of(20_000L, 25_000L), 0.1),
                0,
                1e-4,
                128,
                30_000,
                100,
                Recipe.SPARSE_BELOW,
                new Augmentation(4, false))); // digits are not mirrored
    assertThat(with("network", "resnet-20-8", "data", "fashion-mnist").recipe().augmentation())
        .isEqualTo(Augmentation.CROP_AND_FLIP);
    assertThat(resnet.pruning())
        .isEqualTo(
            new FindConfig.Pruning(
                Score.MAGNITUDE, Scope.GLOBAL, Removal.UNSTRUCTURED, 0.2, 0.2, 0, 1, false));
    assertThat(with("network", "vgg-19").recipe().batch()).isEqualTo(64);
    assertThat(with("network", "vgg-19").recipe().steps()).isEqualTo(112_480);
    assertThat(with("network", "resnet-56").recipe().schedule())
        .isEqualTo(new Schedule.Milestones(List.of(32_000L, 48_000L), 0.1));
  }

  @Test
  void theMilestonesOfAShorterTrainingFollowItsSteps() {
    FindConfig config = with("network", "resnet-20", "steps", "600");
    assertThat(config.recipe().schedule())
        .isEqualTo(new Schedule.Milestones(List.of(400L, 500L), 0.1));
    assertThat(with("network", "resnet-20", "optimizer", "adam").recipe().rate()).isEqualTo(1.2e-3);
    assertThat(with("network", "resnet-20", "schedule", "constant").recipe().schedule())
        .isEqualTo(new Schedule.Constant());
  }

  @Test
  void whatIsGivenGoesBeforeTheNetworksRecipe() {
    FindConfig config =
        with("network", "conv-2", "rate", "0.01", "steps", "7", "prune-conv", "0.3");
    assertThat(config.recipe().rate()).isEqualTo(0.01);
    assertThat(config.recipe().steps()).isEqualTo(7);
    assertThat(config.pruning().convolutionFraction()).isEqualTo(0.3);
    assertThat(with("network", "conv-2", "optimizer", "sgd").recipe().rate()).isEqualTo(0.1);
  }

  @Test
  void aPerceptronHasNoConvolutionsToPrune() {
    assertThatThrownBy(() -> with("prune-conv", "0.1"))
        .hasMessage("prune-conv: expected with a network of convolutions alone, got 0.1");
  }

  @Test
  void textsBecomeTheirValues() {
    assertThat(with("optimizer", "sgd", "momentum", ".9", "nesterov", "true").recipe().optimizer())
        .isEqualTo(new Optimizer.Sgd(0.9, true));
    assertThat(with("schedule", "step:3000:1e-1").recipe().schedule())
        .isEqualTo(new Schedule.Step(3000, 0.1));
    assertThat(with("rewind", "step:500").rewind()).isEqualTo(new Rewind.ToStep(500));
    assertThat(with("threads", "3").machine().threads().count()).isEqualTo(3);
    assertThat(with("threads", "auto").machine().threads().count()).isPositive();
  }

  @Test
  void whatComesLaterOverrides() {
    Settings file = Settings.of(Map.of("steps", "300", "batch", "10"));
    Settings options = Settings.of(Map.of("steps", "400"));

    Recipe recipe = FindConfig.of(file.overriddenBy(options)).recipe();

    assertThat(recipe.steps()).isEqualTo(400);
    assertThat(recipe.batch()).isEqualTo(10);
  }

  @Test
  void oneShotTakesAllRoundsInOnePruning() {
    var network = Networks.perceptron("tiny", List.of(4, 3, 2));
    var search = with("one-shot", "true", "levels", "7").search(network);

    assertThat(search.levels()).isEqualTo(1);
    assertThat(search.pruner().rounds()).isEqualTo(7);
    assertThat(with("levels", "7").search(network).levels()).isEqualTo(7);
  }

  @Test
  void everyTextThatIsWrittenReadsBackToTheSameConfiguration() {
    for (FindConfig config :
        List.of(
            FindConfig.defaults(),
            with("optimizer", "sgd", "schedule", "step:7:0.3", "rewind", "step:9", "rate", "1e-7"),
            with("data", "x.csv", "label", "no", "header", "yes", "validation", "20"),
            with("network", "conv-6", "prune-conv", "0"),
            with("network", "resnet-32-8", "schedule", "milestones:3,70:0.5"),
            with("optimizer", "adamw", "epsilon", "1.5e-30", "one-shot", "true", "threads", "2"))) {
      assertThat(FindConfig.of(Settings.of(config))).isEqualTo(config);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prune        | 1.2       | prune: expected a number in (0, 1), got 1.2",
        "prune        | NaN       | prune: expected a number, got NaN (default: 0.2)",
        "prune        | 0x1p-2    | prune: expected a number, got 0x1p-2",
        "prune-output | -0.1      | prune-output: expected a number in [0, 1), got -0.1",
        "levels       | -1        | levels: expected 0 to 1000, got -1",
        "levels       | many      | levels: expected a whole number, got many",
        "levels       | 5000000000| levels: expected a whole number, got 5000000000",
        "replicates   | 0         | replicates: expected 1 to 1000, got 0",
        "seed         | -1        | seed: expected 0 to 9223372036854774807, got -1",
        "margin       | 1         | margin: expected a number in [0, 1), got 1.0",
        "floor        | 0         | floor: expected at least 1 live weight a layer, got 0",
        "steps        | 0         | steps: expected at least 1, got 0",
        "batch        | 0         | batch: expected 1 to 65536 samples, got 0",
        "rate         | 0         | rate: expected a number in (0, 1000], got 0.0",
        "beta1        | 1         | beta1: expected a number in [0, 1), got 1.0",
        "schedule     | step:5    | schedule: expected constant, cosine, step:EVERY:FACTOR such as step:5000:0.1 or milestones:",
        "schedule     | milestones:7,x:0.1 | schedule: expected constant, cosine, step:EVERY",
        "schedule     | milestones:7,6:0.1 | schedule: expected milestones of at least 1 that asc",
        "rewind       | step:0    | rewind: expected init or step:K with K of at least 1, got step:0",
        "rewind       | 500       | rewind: expected init or step:K such as step:500, got 500",
        "rewind       | step:10000| rewind: expected step:K with K below the 10000 steps",
        "one-shot     | yes       | one-shot: expected true or false, got yes",
        "scope        | Global    | scope: expected one of layerwise, global, got Global",
        "threads      | 0         | threads: expected auto or a whole number from 1 to 1024, got 0",
        "test         | 0.1       | test: expected official",
        "validation   | 2         ok| validation: expected official, a number of samples",
        "momentum     | 0.9       | momentum: expected with optimizer sgd alone, got 0.9",
        "label        | class     | label: expected none, for mnist is no CSV file",
        "leves        | 3         | leves: expected a known setting, got this (did you mean levels?)",
      })
  void badSettingsGiveOneLine(String name, String text, String message) {
    assertThatThrownBy(() -> with(name, text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void adamsSettingsDoNotApplyToGradientDescent() {
    assertThatThrownBy(() -> with("optimizer", "sgd", "beta2", "0.9"))
        .hasMessage("beta2: expected with optimizer adam or adamw alone, got 0.9");
  }

  @Test
  void everySettingDescribesItself() {
    assertThat(FindSettings.ALL).extracting(Setting::name).doesNotHaveDuplicates();
    for (Setting<?> setting : FindSettings.ALL) {
      assertThat(setting.name()).matches("[a-z][a-z0-9-]*");
      assertThat(setting.description()).isNotBlank().doesNotEndWith(".");
      assertThat(setting.initialText()).isNotBlank();
      assertThat(setting.placeholder().isEmpty()).isEqualTo(setting.isFlag());
      assertThat(FindSettings.named(setting.name())).contains(setting);
    }
  }

  @Test
  void onOtherDataEverythingButTheDataStays() {
    FindConfig base =
        FindConfig.of(
            Settings.of(
                Map.of(
                    "steps", "500", "network", "mlp:30", "split-seed", "7", "validation", "900")));

    FindConfig other = base.on("fashion-mnist");

    assertThat(other)
        .isEqualTo(
            FindConfig.of(
                Settings.of(base).overriddenBy(Settings.of(Map.of("data", "fashion-mnist")))));
    assertThat(base.on("mnist")).isEqualTo(base);
    assertThat(FindConfig.defaults().on("fashion-mnist"))
        .isEqualTo(FindConfig.of(Settings.of(Map.of("data", "fashion-mnist"))));
  }

  @Test
  void whatDescribesAFileIsLeftToTheOtherDatasDefaults() {
    FindConfig csv =
        FindConfig.of(
            Settings.of(Map.of("data", "a.csv", "label", "kind", "header", "yes", "test", "0.3")));

    assertThat(csv.on("mnist").data()).isEqualTo(DataSpec.of("mnist"));
    assertThat(csv.on("b.csv").data().test()).isEqualTo(csv.data().test());
    assertThat(csv.on("b.csv").data().label()).isEmpty();
    assertThat(csv.on("b.csv").data().header()).isEqualTo(DataSpec.Header.AUTO);
  }
}
