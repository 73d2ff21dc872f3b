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
import tombola.nn.Volume;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola networks}. */
@Command(
    name = "networks",
    description =
        "Lists the networks that --network knows by name, with trained values and operations of one"
            + " sample (two for a multiply-add) for pictures of 28x28x1 and 32x32x3 in ten classes.",
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
  private static final int CLASSES = 10;
  private static final List<Volume> PICTURES =
      List.of(new Volume(28, 28, 1), new Volume(32, 32, 3));

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

  private static FindConfig usual(String name) {
    return FindConfig.of(Settings.of(Map.of("network", name)));
  }

  private static TextTable table() {
    List<String> head = new ArrayList<>(List.of("network", "layers"));
    PICTURES.forEach(picture -> head.addAll(List.of("values, " + picture, "operations")));
    head.add("recipe");
    TextTable table = new TextTable(head);
    for (String name : Networks.names()) {
      List<String> row = new ArrayList<>();
      for (Volume picture : PICTURES) {
        NetworkSpec network = Networks.named(name, picture.features(), CLASSES);
        if (row.isEmpty()) {
          row.addAll(List.of(name, Integer.toString(network.weighted().size())));
        }
        row.add(Figures.count(network.trained()));
        row.add(Figures.operations((double) network.operations()));
      }
      row.add(recipe(usual(name)));
      table.row(row);
    }
    return table;
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
      for (Volume picture : PICTURES) {
        NetworkSpec network = Networks.named(name, picture.features(), CLASSES);
        pictures
            .addObject()
            .put("picture", picture.toString())
            .put("layers", network.weighted().size())
            .put("values", network.trained())
            .put("operations", network.operations());
      }
      ObjectNode recipe = node.putObject("recipe");
      Map<String, String> texts = Settings.of(usual(name)).texts();
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
