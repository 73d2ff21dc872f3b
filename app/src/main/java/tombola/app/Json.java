package tombola.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tombola.lab.ledger.Bill;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Payback;
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

  /**
   * Returns a ledger: energy in joules, CO2 in grams; after how many uses all is paid back, null
   * for never.
   */
  static ObjectNode ledger(Ledger ledger) {
    ObjectNode node = object();
    node.set("rates", of(ledger.rates()));
    node.put("searches", ledger.count());
    node.set("search", bill(ledger, ledger.searches()));
    ledger.proof().ifPresent(proof -> node.set("proof", bill(ledger, proof)));
    node.set("all", bill(ledger, ledger.all()));
    node.set("denseTraining", cost(ledger, ledger.dense()));
    node.set("ticketTraining", cost(ledger, ledger.ticket()));
    node.put("densePredictionOperations", ledger.prediction().dense());
    node.put("ticketPredictionOperations", ledger.prediction().ticket());
    ledger.prediction().timed().ifPresent(timed -> node.set("timedPrediction", of(timed)));
    ObjectNode after = node.putObject("paidBackAfter");
    put(after, "trainingsByOperations", ledger.trainings(Cost.Unit.OPERATIONS));
    put(after, "trainingsByTime", ledger.trainings(Cost.Unit.TIME));
    put(after, "trainingsByEnergy", ledger.trainings(Cost.Unit.ENERGY));
    put(after, "predictionsByOperations", ledger.predictions());
    ledger
        .timedPredictions(ledger.all().cost())
        .ifPresent(timed -> put(after, "predictionsByTime", timed));
    return node;
  }

  private static void put(ObjectNode node, String name, Payback payback) {
    switch (payback) {
      case Payback.After(double uses) -> node.put(name, uses);
      case Payback.Never _ -> node.putNull(name);
    }
  }

  private static ObjectNode bill(Ledger ledger, Bill bill) {
    ObjectNode node = object().put("trainings", bill.trainings());
    node.setAll(cost(ledger, bill.cost()));
    return node;
  }

  private static ObjectNode cost(Ledger ledger, Cost cost) {
    return object()
        .put("operations", cost.operations())
        .put("seconds", cost.seconds())
        .put("threadSeconds", cost.threadSeconds())
        .put("joules", cost.energy().joules())
        .put("estimatedJoules", cost.energy().estimated())
        .put("gramsOfCo2", ledger.rates().grams(cost.energy()));
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
