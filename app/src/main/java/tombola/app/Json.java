package tombola.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code --json} prints. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns a record as an object with its components in their order. */
  static ObjectNode of(Record value) {
    return MAPPER.valueToTree(value);
  }

  /** Prints one document, in UTF-8 whatever the terminal's encoding. */
  static void print(ObjectNode document, PrintStream out) {
    out.writeBytes((MAPPER.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Returns a run; top-level levels and ticket are the first replicate's. */
  static ObjectNode run(RunResult run) {
    ReplicateResult first = run.replicates().getFirst();
    ObjectNode node = object();
    node.put("run", run.run());
    node.put("name", run.name());
    node.put("dataset", run.dataset());
    node.put("network", run.network());
    node.put("seed", first.seed());
    node.put("threads", run.threads());
    node.put("kernels", run.kernels());
    node.set("levels", levels(first.levels()));
    node.set("ticket", of(first.ticket()));
    if (run.replicates().size() > 1) {
      ArrayNode replicates = node.putArray("replicates");
      for (ReplicateResult replicate : run.replicates()) {
        ObjectNode one = replicates.addObject();
        one.put("seed", replicate.seed());
        one.set("levels", levels(replicate.levels()));
        one.set("ticket", of(replicate.ticket()));
      }
    }
    return node;
  }

  private static ArrayNode levels(List<LevelResult> levels) {
    ArrayNode array = MAPPER.createArrayNode();
    for (LevelResult level : levels) {
      ObjectNode node = of(level);
      node.remove("curve"); // metrics.json in the run's folder has it
      ArrayNode classes = node.putArray("classAccuracies");
      for (double accuracy : level.classAccuracies()) {
        if (Double.isNaN(accuracy)) { // a class that the test part lacks
          classes.addNull();
        } else {
          classes.add(accuracy);
        }
      }
      array.add(node);
    }
    return array;
  }
}
