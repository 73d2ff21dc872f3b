package tombola.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.report.TransferNarrative;
import tombola.lab.report.TransferReport;
import tombola.lab.report.TransferTables;
import tombola.lab.run.RunCatalog;
import tombola.lab.run.Transferer;
import tombola.lab.store.RunFolder;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferRequest;
import tombola.lab.transfer.TransferResult;
import tombola.lab.verify.VerifyRequest;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola transfer}. */
@Command(
    name = "transfer",
    description =
        "Carries a ticket to another task, in four strengths, and compares it with the dense"
            + " network, a random ticket and the task's own; or, with --matrix, the tickets of"
            + " several tasks to each other. The same command goes on where it was stopped.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit code: 0 done, whatever was found; 2 bad input, 3 a fault.",
      "",
      "Examples:",
      "  tombola transfer mnist-lenet-300-100:7 --to fashion-mnist",
      "  tombola transfer --matrix mnist,fashion-mnist --levels 7,14"
    })
final class TransferCommand implements Callable<Integer> {
  private static final String LEVELS = "7,14"; // densities 0.211 and 0.0447 by the usual pruning

  private final Console console;

  @Parameters(
      paramLabel = "RUN[:LEVEL]",
      arity = "0..1",
      description =
          "a run: name, part of it, or path; without a level, the one that its first replicate's"
              + " validation accuracy chooses; with --matrix the run whose configuration holds")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "DATA",
      description = "the data to carry the ticket to, of the same width, as --data of find")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--matrix",
      paramLabel = "DATA,DATA",
      description = "two data sources or more: each one's tickets on every other")
  private Optional<String> matrix = Optional.empty();

  @Option(
      names = "--levels",
      paramLabel = "N,N",
      description = "the levels of a matrix (default: " + LEVELS + ")")
  private Optional<String> levels = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the settings of a matrix's searches, as of find (default: find's defaults)")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--head",
      paramLabel = "WHICH",
      description =
          "the last layer: new, dense and drawn afresh for the target's classes, or keep, carried"
              + " like the others (default: new)")
  private String head = "new";

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "searches on each task; missing ones are made (default: 5)")
  private int replicates = VerifyRequest.REPLICATES;

  @Mixin private StatisticsOptions statistics = new StatisticsOptions();
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  TransferCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TransferRequest request = request();
    TransferProgress progress = new TransferProgress(console.terminal(), System::nanoTime);
    if (matrix.isPresent()) {
      ofMatrix(matrix.get(), request, progress);
    } else {
      ofRun(request, progress);
    }
    return ExitCode.DONE;
  }

  private TransferRequest request() {
    try {
      return new TransferRequest(
          TransferRequest.head(head),
          VerifyRequest.statistics(
              replicates, statistics.alpha, statistics.margin(), 0.1, statistics.power));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private void ofRun(TransferRequest request, TransferProgress progress) {
    if (name.isEmpty() || to.isEmpty()) {
      throw new InputException(
          "transfer: expected RUN --to DATA, or --matrix DATA,DATA, got %s"
              .formatted(name.isEmpty() ? "no run" : "no --to and no --matrix"));
    }
    if (levels.isPresent() || config.isPresent()) {
      throw new InputException(
          "%s: expected with --matrix alone, got it with a run; the level of a run stands after a colon, as in %s:9"
              .formatted(levels.isPresent() ? "levels" : "config", name.get()));
    }
    RunName asked = RunName.of(name.get());
    RunFolder run = options.catalog().find(asked.run());
    Settings given =
        Settings.of(machine.settings(String.valueOf(run.folder().toAbsolutePath().getParent())));
    TransferResult result =
        watched(
            progress,
            () ->
                new Transferer(new DataSources())
                    .transfer(run, given, to.get(), asked.level(), request, progress));
    Path report = TransferReport.write(progress.folder(), TransferReport.files(result));
    if (common.json) {
      print(Json.of(result), progress, report);
    } else {
      console.out().println(result.target());
      console.paragraph(TransferNarrative.plan(result));
      console.out().println();
      new TransferTables(console.glyphs()).arms(result).forEach(console.out()::println);
      console.out().println();
      console.paragraph(result.sentence());
      TransferNarrative.claims(result).forEach(sentence -> console.paragraph("- " + sentence));
      closing(progress, report);
    }
    warn(result.diverged().stream());
  }

  private void ofMatrix(String data, TransferRequest request, TransferProgress progress) {
    if (to.isPresent()) {
      throw new InputException("to: expected without --matrix, got " + to.get());
    }
    if (name.isPresent() && config.isPresent()) {
      throw new InputException("config: expected a run or a file, got both");
    }
    FindConfig base = base();
    MatrixResult result =
        watched(
            progress,
            () ->
                new Transferer(new DataSources())
                    .matrix(
                        base,
                        List.of(data.split(",", -1)),
                        numbers(levels.orElse(LEVELS)),
                        request,
                        progress));
    Path report = TransferReport.write(progress.folder(), TransferReport.files(result));
    if (common.json) {
      print(Json.of(result), progress, report);
    } else {
      console.out().println(String.join(", ", result.plan().runs()));
      console.out().println();
      new TransferTables(console.glyphs()).matrix(result).forEach(console.out()::println);
      console.out().println();
      result.results().forEach(each -> console.paragraph("- " + each.sentence()));
      closing(progress, report);
    }
    warn(result.results().stream().flatMap(each -> each.diverged().stream()));
  }

  private FindConfig base() {
    if (name.isEmpty()) {
      Settings settings = config.map(Settings::read).orElse(Settings.none());
      String out =
          options
              .given()
              .map(Path::toString)
              .or(() -> Optional.ofNullable(settings.texts().get("out")))
              .orElse(options.folder().toString());
      return FindConfig.of(settings.overriddenBy(Settings.of(machine.settings(out))));
    }
    RunCatalog catalog = options.catalog();
    RunFolder run = catalog.find(name.get());
    String out = String.valueOf(run.folder().toAbsolutePath().getParent());
    return FindConfig.of(
        Settings.of(run.config()).overriddenBy(Settings.of(machine.settings(out))));
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(TransferCommand::number).toList();
  }

  private static int number(String text) {
    if (!text.matches("-?[0-9]{1,9}")) {
      throw new InputException(
          "levels: expected whole numbers with commas between, as in %s, got %s"
              .formatted(LEVELS, text.isEmpty() ? "nothing" : text));
    }
    return Integer.parseInt(text);
  }

  private <T> T watched(TransferProgress progress, Supplier<T> work) {
    try (Interruption _ =
        Interruption.watch(
            console.err(),
            progress::clear,
            "stopped; the same command goes on from where it stopped")) {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw Inputs.explain(e);
    } finally {
      progress.clear();
    }
  }

  private void print(ObjectNode json, TransferProgress progress, Path report) {
    json.put("folder", progress.folder().toString());
    json.put("report", report.toString());
    json.put("trained", progress.trained());
    Json.print(json, console.out());
  }

  private void closing(TransferProgress progress, Path report) {
    console.out().println("Report: " + report);
    if (progress.trained() == 0) {
      console.out().println("This was finished before; nothing was trained.");
    }
  }

  private void warn(Stream<String> diverged) {
    diverged.forEach(line -> console.err().println("tombola: diverged: " + line));
  }
}
