package tombola.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.data.DataSources;
import tombola.lab.report.Figures;
import tombola.lab.report.TextTable;
import tombola.lab.run.EnergyMeter;
import tombola.lab.run.MemoryCheck;
import tombola.lab.run.Surroundings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola doctor}. */
@Command(
    name = "doctor",
    description = "Tells what Tombola finds on this machine, and how fast one dense product is.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tombola doctor"})
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "the folder of the runs (default: runs)")
  private Path out = Path.of("runs");

  @Mixin private CommonOptions common = new CommonOptions();

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Surroundings here = Surroundings.look();
    KernelChoice choice = KernelChoice.find();
    Kernels auto = choice.named("auto");
    ProductSpeed speed = ProductSpeed.measure(auto);
    Place place = Place.of(out);
    if (common.json) {
      Json.print(json(here, choice, auto, speed, place), console.out());
    } else {
      print(here, choice, auto, speed, place);
    }
    return ExitCode.DONE;
  }

  private void print(
      Surroundings here, KernelChoice choice, Kernels auto, ProductSpeed speed, Place place) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("tombola", here.version() + ", commit " + here.commit()));
    rows.add(List.of("java", here.jdk()));
    rows.add(List.of("system", here.os()));
    rows.add(List.of("processor", "%s, %d cores".formatted(here.cpu(), here.cores())));
    rows.add(
        List.of(
            "memory",
            "%s, of which Java's heap may take %s"
                .formatted(Place.size(MemoryCheck.here()), Place.size(heap()))));
    rows.add(List.of("trainings", trainings()));
    for (Kernels kernels : choice.all()) {
      String chosen = kernels.name().equals(auto.name()) ? ", the choice of --kernels auto" : "";
      rows.add(List.of("kernels", kernels.name() + " (" + lanes(kernels) + ")" + chosen));
    }
    choice.obstacles().forEach(obstacle -> rows.add(List.of("obstacle", obstacle)));
    rows.add(
        List.of(
            "dense product",
            "%.1f GFLOP/s on one thread (784 to 300, 64 samples; median of %d rounds)"
                .formatted(speed.gigaflops(), speed.rounds())));
    rows.add(List.of("energy", energy()));
    rows.add(List.of("data: mnist", "built in"));
    rows.add(List.of("data: fashion-mnist", fashion()));
    rows.add(List.of("runs", place.words()));
    TextTable table = new TextTable(rows.getFirst());
    rows.stream().skip(1).forEach(table::row);
    table.lines(2).forEach(console.out()::println);
  }

  /** Returns which networks by name this machine has memory for. */
  private static String trainings() {
    List<UsualTraining> all = UsualTraining.all();
    UsualTraining largest = Collections.max(all, Comparator.comparingLong(UsualTraining::bytes));
    List<String> large =
        all.stream()
            .filter(training -> training.bytes() > MemoryCheck.here())
            .map(training -> training.network().name())
            .toList();
    return "%s; most is taken by %s, %s at batch %d with pictures of %s"
        .formatted(
            large.isEmpty()
                ? "all networks by name fit the memory"
                : "NOT enough memory for %s (try a smaller --batch)"
                    .formatted(String.join(", ", large)),
            largest.network().name(),
            Figures.memory(largest.bytes()),
            largest.config().recipe().batch(),
            largest.picture());
  }

  private static long heap() {
    return Runtime.getRuntime().maxMemory();
  }

  private static String lanes(Kernels kernels) {
    int lanes = laneCount(kernels);
    return lanes == 1 ? "one value at a time" : lanes + " lanes";
  }

  /** Kernels with vectors have their width in bits at the end of their name. */
  private static int laneCount(Kernels kernels) {
    String bits = kernels.name().substring(kernels.name().indexOf(':') + 1);
    return bits.matches("[0-9]{1,5}") ? Integer.parseInt(bits) / Float.SIZE : 1;
  }

  private static String energy() {
    return EnergyMeter.of(EnergyMeter.PLACE).measures()
        ? "measured by the processor's counters in " + EnergyMeter.PLACE
        : "estimated by --watts: no counters that may be read in " + EnergyMeter.PLACE;
  }

  private static String fashion() {
    Path folder = new DataSources().fashionMnist();
    return Files.isDirectory(folder)
        ? "in " + folder
        : "not in "
            + folder
            + "; on Debian and Ubuntu: apt install dataset-fashion-mnist; else --data FOLDER";
  }

  private static ObjectNode json(
      Surroundings here, KernelChoice choice, Kernels auto, ProductSpeed speed, Place place) {
    ObjectNode document = Json.of(here);
    document.put("memoryBytes", MemoryCheck.here());
    document.put("heapBytes", heap());
    ArrayNode trainings = document.putArray("trainings");
    for (UsualTraining training : UsualTraining.all()) {
      trainings
          .addObject()
          .put("network", training.network().name())
          .put("picture", training.picture().toString())
          .put("batch", training.config().recipe().batch())
          .put("bytes", training.bytes())
          .put("fits", training.bytes() <= MemoryCheck.here());
    }
    ArrayNode kernels = document.putArray("kernels");
    for (Kernels each : choice.all()) {
      kernels
          .addObject()
          .put("name", each.name())
          .put("lanes", laneCount(each))
          .put("auto", each.name().equals(auto.name()));
    }
    ArrayNode obstacles = document.putArray("obstacles");
    choice.obstacles().forEach(obstacles::add);
    document
        .putObject("denseProduct")
        .put("kernels", auto.name())
        .put("threads", 1)
        .put("gigaflops", speed.gigaflops())
        .put("rounds", speed.rounds());
    document.put("energyIsMeasured", EnergyMeter.of(EnergyMeter.PLACE).measures());
    document.putObject("data").put("mnist", "built in").put("fashion-mnist", fashion());
    document.set("runs", Json.of(place));
    return document;
  }
}
