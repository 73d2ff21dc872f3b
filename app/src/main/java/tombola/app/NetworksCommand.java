package tombola.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.lab.report.Figures;
import tombola.lab.report.TextTable;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola networks}. */
@Command(
    name = "networks",
    description =
        "Lists the networks that --network knows by name, with trained values, operations of one"
            + " sample (two for a multiply-add) and the memory of a training by the recipe, without"
            + " Java's heap, for pictures of 28x28x1 and 32x32x3 in ten classes.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A resnet takes the filters of its first stage behind its name, such as resnet-20-8. Others:"
          + " mlp:WIDTHS, or a file my-net.yaml.",
      "",
      "Example:",
      "  tombola networks"
    })
final class NetworksCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common = new CommonOptions();

  NetworksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (common.json) {
      Json.print(json(), console.out());
    } else {
      table().lines(1).forEach(console.out()::println);
    }
    return ExitCode.DONE;
  }

  private static TextTable table() {
    List<String> head = new ArrayList<>(List.of("network", "layers"));
    UsualTraining.PICTURES.forEach(
        picture -> head.addAll(List.of("values, " + picture, "operations", "memory")));
    head.add("recipe");
    TextTable table = new TextTable(head);
    for (String name : Networks.names()) {
      List<String> row = new ArrayList<>();
      List<UsualTraining> usual = usual(name);
      NetworkSpec first = usual.getFirst().network();
      row.addAll(List.of(name, Integer.toString(first.weighted().size())));
      for (UsualTraining training : usual) {
        row.add(Figures.count(training.network().trained()));
        row.add(Figures.operations((double) training.network().operations()));
        row.add(Figures.memory(training.bytes()));
      }
      row.add(recipe(usual.getFirst().config()));
      table.row(row);
    }
    return table;
  }

  /** Returns the trainings on pictures of all sizes. */
  private static List<UsualTraining> usual(String name) {
    return UsualTraining.PICTURES.stream().map(picture -> UsualTraining.of(name, picture)).toList();
  }

  private static String recipe(FindConfig config) {
    Map<String, String> texts = Settings.of(config).texts();
    return String.format(
        Locale.ROOT,
        "%s %s, batch %s, %s steps",
        texts.get("optimizer"),
        texts.get("rate"),
        texts.get("batch"),
        Figures.count(config.recipe().steps()));
  }

  private static ObjectNode json() {
    ObjectNode document = Json.object();
    ArrayNode networks = document.putArray("networks");
    for (String name : Networks.names()) {
      ObjectNode node = networks.addObject().put("name", name);
      ArrayNode pictures = node.putArray("pictures");
      List<UsualTraining> usual = usual(name);
      for (UsualTraining training : usual) {
        NetworkSpec network = training.network();
        pictures
            .addObject()
            .put("picture", training.picture().toString())
            .put("layers", network.weighted().size())
            .put("values", network.trained())
            .put("operations", network.operations())
            .put("trainBytes", training.bytes());
      }
      ObjectNode recipe = node.putObject("recipe");
      Map<String, String> texts = Settings.of(usual.getFirst().config()).texts();
      for (String setting :
          List.of("optimizer", "rate", "schedule", "weight-decay", "batch", "steps", "scope")) {
        recipe.put(setting, texts.get(setting));
      }
      recipe.put("prune", texts.get("prune"));
      recipe.put("pruneOutput", texts.get("prune-output"));
      if (texts.containsKey("prune-conv")) {
        recipe.put("pruneConv", texts.get("prune-conv"));
      }
    }
    return document;
  }
}
