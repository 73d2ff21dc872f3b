package tombola.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.Check;
import tombola.lab.certificate.Keys;
import tombola.lab.certificate.Replay;
import tombola.lab.certificate.ReplayScope;
import tombola.lab.certificate.TrainingDifference;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.run.Replayer;
import tombola.lab.run.RunCatalog;
import tombola.lab.run.RunReplayer;
import tombola.lab.store.RunFolder;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola replay}. */
@Command(
    name = "replay",
    description =
        "Trains again and compares bits. A certificate is all that it takes besides the data: its"
            + " parts, the files beside it and its signature are checked, its statistics computed"
            + " again, and every training behind it made again. Of a run, its searches are. Kernels,"
            + " threads and machine change no bit. The same command goes on where it was stopped.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit code: 0 all equal, 1 something differs; 2 bad input, 3 a fault.",
      "",
      "Examples:",
      "  tombola replay certificate.json --trusted author.pub.pem",
      "  tombola replay mnist-lenet-300-100:9"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int SHOWN = 10; // differences that a person gets to see

  private final Console console;

  @Parameters(
      paramLabel = "CERT|RUN[:LEVEL]",
      description =
          "a certificate.json, or the folder that holds it; or a run: name, part of it, or path,"
              + " with a level for that one alone")
  private String name = "";

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      description =
          "of a certificate: all; verdict: the searches and, at the judged level, the two controls;"
              + " ticket: the search that found the ticket beside it (default: all)")
  private String only = "all";

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description =
          "where the data of a certificate are on this machine (default: where they were)")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--trusted",
      paramLabel = "KEY.pub.pem",
      description = "the Ed25519 key that must have signed the certificate")
  private Optional<Path> trusted = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads in all, or auto for one a core (default: auto; of a run, its own)")
  private Optional<String> threads = Optional.empty();

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      description = "the inner loops, as of find (default: auto; of a run, its own)")
  private Optional<String> kernels = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "the folder of the runs; what is trained again lies below its folder replay until all is"
              + " found equal (default: runs)")
  private Path out = Path.of("runs");

  @Mixin private CommonOptions common = new CommonOptions();

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Optional<Path> certificate = certificate();
    try (Interruption _ =
        Interruption.watch(
            console.err(), () -> {}, "stopped; the same command goes on from where it stopped")) {
      Replay replay = certificate.map(this::ofCertificate).orElseGet(this::ofRun);
      if (common.json) {
        ObjectNode json = Json.of(replay);
        json.put("equal", replay.equal());
        Json.print(json, console.out());
      } else {
        print(replay);
      }
      return replay.equal() ? ExitCode.DONE : ExitCode.NO;
    } catch (IllegalArgumentException e) {
      throw Inputs.explain(e);
    }
  }

  /** Returns the certificate that is named, unless a run is. */
  private Optional<Path> certificate() {
    Path path = Path.of(name);
    if (Files.isRegularFile(path) || name.endsWith(".json")) {
      return Optional.of(path);
    }
    Path inside = path.resolve(Certificate.FILE);
    return Files.isRegularFile(inside) ? Optional.of(inside) : Optional.empty();
  }

  private Replay ofCertificate(Path file) {
    Replayer.Request request =
        new Replayer.Request(
            ReplayScope.named(only), data, trusted.map(Keys::trusted), machine(out));
    VerifyProgress progress = new VerifyProgress(console.terminal(), System::nanoTime);
    try {
      return new Replayer(new DataSources()).replay(file, request, progress);
    } finally {
      progress.clear();
    }
  }

  private Replay ofRun() {
    refuse("--only", !only.equals("all"));
    refuse("--data", data.isPresent());
    refuse("--trusted", trusted.isPresent());
    RunName asked = RunName.of(name);
    RunFolder run = new RunCatalog(out).find(asked.run());
    Progress progress = new Progress(console.terminal(), System::nanoTime);
    try {
      return new RunReplayer(new DataSources()).replay(run, asked.level(), machine(out), progress);
    } finally {
      progress.clear();
    }
  }

  private static void refuse(String option, boolean given) {
    if (given) {
      throw new InputException(option + ": expected with a certificate, got it with a run");
    }
  }

  private Settings machine(Path folder) {
    Map<String, String> machine = new LinkedHashMap<>();
    threads.ifPresent(text -> machine.put("threads", text));
    kernels.ifPresent(text -> machine.put("kernels", text));
    machine.put("out", folder.toString());
    return Settings.of(machine);
  }

  private void print(Replay replay) {
    console.out().println(replay.what());
    for (Check check : replay.checks()) {
      console.paragraph(check.holds() ? check.line() : "DIFFERS " + check.line());
    }
    console.paragraph(
        "trained again: %d of %d trainings, on %s, %d thread%s"
            .formatted(
                replay.retrained(),
                replay.trainings(),
                replay.kernels(),
                replay.threads(),
                replay.threads() == 1 ? "" : "s"));
    if (!replay.left().isEmpty()) {
      console.paragraph("not trained again: " + replay.left());
    }
    replay.differences().stream()
        .limit(SHOWN)
        .map(TrainingDifference::line)
        .forEach(line -> console.paragraph("DIFFERS " + line));
    console.paragraph(verdict(replay));
  }

  private static String verdict(Replay replay) {
    int differing = replay.differences().size();
    if (replay.equal()) {
      return "All equal, bit for bit.";
    }
    return differing == 0
        ? "The certificate does not hold."
        : "%d of them came out otherwise.".formatted(differing);
  }
}
