package tombola.app;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tombola.kernel.KernelChoice;
import tombola.lab.config.FindConfig;
import tombola.lab.config.FindSettings;
import tombola.lab.config.InputException;
import tombola.lab.config.Setting;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.report.Report;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.run.Finder;
import tombola.lab.run.ImportedStart;
import tombola.lab.run.PredictionClock;
import tombola.lab.store.RunFolder;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola find}: one option for each of {@link FindSettings#ALL}. */
@Command(
    name = "find",
    description =
        "Searches for winning tickets: trains, prunes, rewinds, again and again. What is finished"
            + " is never done twice: the same command goes on where it was stopped.",
    sortOptions = false,
    abbreviateSynopsis = true,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  tombola find",
      "  tombola find --data digits.csv --label digit --network mlp:64-32 --steps 3000 --replicates"
          + " 5",
      "  tombola find --config experiment.yaml --seed 7",
      "  tombola find --from digits.onnx --data mnist --steps 2000"
    })
final class FindCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "a YAML file with settings, which options override")
  private Optional<Path> config = Optional.empty();

  private FindCommand(Console console) {
    this.console = console;
  }

  /** Returns the command with all its options. */
  static CommandSpec spec(Console console) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new FindCommand(console));
    FindSettings.ALL.forEach(setting -> spec.addOption(option(setting)));
    return spec;
  }

  private static OptionSpec option(Setting<?> setting) {
    String condition = setting.condition().isEmpty() ? "" : ", " + setting.condition();
    OptionSpec.Builder option =
        OptionSpec.builder("--" + setting.name())
            .type(String.class)
            .description(
                "%s%s (default: %s)"
                    .formatted(setting.description(), condition, setting.initialText())
                    .replace("%", "%%"));
    return setting.isFlag()
        ? option.arity("0..1").fallbackValue("true").paramLabel("true|false").build()
        : option.arity("1").paramLabel(setting.placeholder()).build();
  }

  @Override
  public Integer call() throws IOException {
    Settings given = settings();
    Optional<ImportedStart> start = start(given);
    FindConfig wanted = FindConfig.of(named(given, start));
    warn(wanted);
    Progress progress = new Progress(console.terminal(), System::nanoTime);
    RunResult run = search(wanted, start, progress);
    ReplicateResult first = run.replicates().getFirst();
    new PredictionClock(new DataSources())
        .timeOnce(folder(run), wanted, first.seed(), first.ticket().level());
    Report report = Report.of(folder(run), run);
    Path file = report.write(Path.of(run.run()));
    print(report, file, progress.trained());
    return ExitCode.DONE;
  }

  private static RunFolder folder(RunResult run) {
    return new RunFolder(Path.of(run.run()));
  }

  private Settings settings() {
    Map<String, String> options = new LinkedHashMap<>();
    for (Setting<?> setting : FindSettings.ALL) {
      OptionSpec option = spec.findOption("--" + setting.name());
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        options.put(setting.name(), String.valueOf(option.<String>getValue()));
      }
    }
    Settings given = Settings.of(options);
    return config.map(file -> Settings.read(file).overriddenBy(given)).orElse(given);
  }

  /** Returns the weights of the model that {@code --from} names, unless it is a checksum. */
  private static Optional<ImportedStart> start(Settings given) throws IOException {
    Map<String, String> texts = given.texts();
    String from = texts.remove(FindSettings.FROM.name());
    if (from == null || from.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    try {
      FindConfig config = FindConfig.of(Settings.of(texts));
      return Optional.of(ImportedStart.of(Path.of(from), new DataSources().prepare(config.data())));
    } catch (InvalidPathException e) {
      throw new InputException("from: expected the name of a file, got " + from, e);
    }
  }

  /**
   * Returns {@code given} with the checksum of {@code start} and, if none was named, its network.
   */
  private static Settings named(Settings given, Optional<ImportedStart> start) {
    Map<String, String> names = new LinkedHashMap<>();
    start.ifPresent(weights -> {
      names.put(FindSettings.FROM.name(), weights.checksum());
      if (!given.texts().containsKey("network")) {
        names.put("network", weights.network());
      }
    });
    return given.overriddenBy(Settings.of(names));
  }

  /** Says why {@code auto} picks slower kernels than it might. */
  private void warn(FindConfig wanted) {
    if (wanted.machine().kernels().equals("auto")) {
      KernelChoice choice = KernelChoice.find();
      for (String obstacle : choice.obstacles()) {
        console
            .err()
            .printf(
                "tombola: warning: %s; training with %s%n", obstacle, choice.named("auto").name());
      }
    }
  }

  private RunResult search(FindConfig wanted, Optional<ImportedStart> start, Progress progress) {
    try (Interruption _ =
        Interruption.watch(
            console.err(),
            progress::clear,
            "stopped; the same command goes on from where it stopped")) {
      return new Finder(new DataSources()).find(wanted, start, progress);
    } catch (IllegalArgumentException e) {
      throw Inputs.explain(e);
    } finally {
      progress.clear();
    }
  }

  private void print(Report report, Path file, int trained) {
    if (common.json) {
      ObjectNode json = Json.run(report.run());
      report.exhibits().ledger().ifPresent(ledger -> json.set("cost", Json.ledger(ledger)));
      json.put("report", file.toString());
      json.put("trained", trained);
      Json.print(json, console.out());
      return;
    }
    new RunView(console).print(report, file);
    if (trained == 0) {
      console.out().println("This run was finished before; nothing was trained.");
    }
  }
}
