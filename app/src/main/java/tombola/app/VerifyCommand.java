package tombola.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.SigningKey;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.report.Exhibits;
import tombola.lab.report.LedgerNarrative;
import tombola.lab.report.SensitivityTables;
import tombola.lab.report.VerdictNarrative;
import tombola.lab.report.VerdictTables;
import tombola.lab.report.VerifyReport;
import tombola.lab.report.WidthTables;
import tombola.lab.run.PredictionClock;
import tombola.lab.run.Verifier;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Sensitivity;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;
import tombola.lab.verify.Widths;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola verify}. */
@Command(
    name = "verify",
    description =
        "Judges a ticket: trains it, the dense network, controls and other methods under several"
            + " seeds, by a plan that is fixed before, and says whether it wins. The same command"
            + " goes on where it was stopped.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit code: 0 winning or matching, 1 not winning, 4 undecided; 2 bad input, 3 a fault.",
      "",
      "Examples:",
      "  tombola verify mnist-lenet-300-100:9",
      "  tombola verify 1a2b3c4d --replicates 10 --arms small-dense,rate-rewound",
      "  tombola verify mnist:9 --levels named --arms none --sensitivity --widths 0.25,0.5,1,2"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "RUN[:LEVEL]",
      description =
          "a run: name, part of it, or path; without a level, the one that validation accuracy"
              + " chooses, judged under seeds that had no part in the choice")
  private String name = "";

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "whole searches that judge it; missing ones are made (default: 5)")
  private int replicates = VerifyRequest.REPLICATES;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "replicates: each seed is a whole search; ticket: one ticket's mask and initial weights,"
              + " only the order of the data varies (default: replicates)")
  private String scope = "replicates";

  @Option(
      names = "--levels",
      paramLabel = "WHICH",
      description =
          "at which levels the ticket meets its two controls: all up to LEVEL, or the named one"
              + " (default: all)")
  private String levels = "all";

  @Option(
      names = "--arms",
      paramLabel = "IDS",
      description =
          "the arms beyond ticket, dense, reinitialised and random-mask: all, none, or some of"
              + " shuffled-mask, kept-signs, constant-magnitudes, prune-only, fine-tuned,"
              + " rate-rewound, one-shot, small-dense with commas between (default: all)")
  private String arms = "all";

  @Option(
      names = "--sensitivity",
      description =
          "also train ticket and dense network with 0, 25, 50, 75 and 100%% of noise in their initial"
              + " weights, and two more draws of the last")
  private boolean sensitivity;

  @Option(
      names = "--widths",
      paramLabel = "FACTORS",
      description =
          "also search from other starting widths, factors of the hidden ones such as 0.25,0.5,1,2,"
              + " down to the ticket's live count; each is a run of its own")
  private Optional<String> widths = Optional.empty();

  @Option(
      names = "--step-margin",
      paramLabel = "M",
      description = "how much later still counts as no later, a share of the steps (default: 0.1)")
  private double stepMargin = 0.1;

  @Option(
      names = "--watts",
      paramLabel = "W",
      description =
          "watts of a busy thread, to estimate energy where the machine does not measure it"
              + " (default: the run's)")
  private Optional<String> watts = Optional.empty();

  @Option(
      names = "--grid",
      paramLabel = "G",
      description = "grams of CO2 for a kilowatt-hour of electricity (default: the run's)")
  private Optional<String> grid = Optional.empty();

  @Option(
      names = "--sign",
      paramLabel = "KEY.pem",
      description =
          "sign the certificate with this Ed25519 key, PKCS#8 in PEM; openssl genpkey -algorithm"
              + " ed25519 -out key.pem makes one, openssl pkey -in key.pem -pubout -out key.pub.pem"
              + " the half that others check it by")
  private Optional<Path> sign = Optional.empty();

  @Mixin private StatisticsOptions statistics = new StatisticsOptions();
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunName asked = RunName.of(name);
    VerifyRequest request = request(asked.level());
    Optional<SigningKey> key = sign.map(SigningKey::read); // before hours of training
    RunFolder run = options.catalog().find(asked.run());
    VerifyProgress progress = new VerifyProgress(console.terminal(), System::nanoTime);
    VerifyResult result = verify(run, request, progress);
    Path plan = run.folder().resolve("verify").resolve(result.planHash());
    FindConfig config = FindConfig.of(Settings.of(run.config()).overriddenBy(machine(run)));
    long seed = result.plan().searchSeed(result.plan().seeds().getFirst());
    new PredictionClock(new DataSources()).timeOnce(run, config, seed, result.plan().level());
    Exhibits exhibits = Exhibits.of(run, result, config.machine().rates());
    Path report = new VerifyReport(result, exhibits).write(plan);
    Path certificate = plan.resolve(Certificate.FILE);
    key.ifPresent(k -> Certificate.read(certificate).sign(certificate, k));
    if (common.json) {
      ObjectNode json = Json.of(result);
      exhibits.ledger().ifPresent(ledger -> json.set("cost", Json.ledger(ledger)));
      json.put("folder", plan.toString());
      json.put("report", report.toString());
      json.put("certificate", certificate.toString());
      json.put("trained", progress.trained());
      Json.print(json, console.out());
    } else {
      print(result, exhibits, report, progress.trained());
    }
    result.diverged().forEach(d -> console.err().println("tombola: diverged: " + d.line()));
    return switch (result.answer()) {
      case WINNING, MATCHING -> ExitCode.DONE;
      case NOT_WINNING -> ExitCode.NO;
      case UNDECIDED -> ExitCode.UNDECIDED;
    };
  }

  private VerifyRequest request(OptionalInt level) {
    if (!List.of("all", "named").contains(levels)) {
      throw new InputException("levels: expected all or named, got " + levels);
    }
    try {
      return new VerifyRequest(
          level,
          levels.equals("all"),
          VerifyScope.named(scope),
          Arms.optional(arms),
          VerifyRequest.statistics(
              replicates, statistics.alpha, statistics.margin(), stepMargin, statistics.power),
          sensitivity ? Optional.of(Sensitivity.STANDARD) : Optional.empty(),
          widths.map(Widths::of));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the settings of the machine that are to hold instead of the run's. */
  private Settings machine(RunFolder run) {
    Map<String, String> settings =
        machine.settings(String.valueOf(run.folder().toAbsolutePath().getParent()));
    watts.ifPresent(text -> settings.put("watts", text));
    grid.ifPresent(text -> settings.put("grid", text));
    return Settings.of(settings);
  }

  private VerifyResult verify(RunFolder run, VerifyRequest request, VerifyProgress progress) {
    try (Interruption _ =
        Interruption.watch(
            console.err(),
            progress::clear,
            "stopped; the same command goes on from where it stopped")) {
      return new Verifier(new DataSources()).verify(run, machine(run), request, progress);
    } catch (IllegalArgumentException e) {
      throw Inputs.explain(e);
    } finally {
      progress.clear();
    }
  }

  private void print(List<String> table, List<String> sentences) {
    console.out().println();
    table.forEach(console.out()::println);
    console.out().println();
    sentences.forEach(console::paragraph);
  }

  private void print(VerifyResult result, Exhibits exhibits, Path report, int trained) {
    VerdictNarrative narrative = new VerdictNarrative(result);
    VerdictTables tables = new VerdictTables(result, console.glyphs());
    console.out().println(result.run());
    console.paragraph(narrative.plan());
    console.out().println();
    tables.arms().forEach(console.out()::println);
    console.out().println();
    tables.levels().forEach(console.out()::println);
    console.out().println();
    console.paragraph(narrative.verdict());
    narrative.criteria().forEach(sentence -> console.paragraph("- " + sentence));
    narrative.better().ifPresent(console::paragraph);
    narrative.diverged().forEach(console::paragraph);
    result
        .sensitivity()
        .map(found -> new SensitivityTables(found, console.glyphs()))
        .ifPresent(found -> print(found.lines(), found.sentences()));
    result
        .widths()
        .map(found -> new WidthTables(found, console.glyphs()))
        .ifPresent(found -> print(found.lines(), found.sentences()));
    exhibits
        .ledger()
        .ifPresent(ledger -> console.paragraph(new LedgerNarrative(ledger).paragraph()));
    console.paragraph("Plan: verify/%s in the run's folder.".formatted(result.planHash()));
    console.paragraph(
        "Certificate: certificate.json beside it; tombola replay makes every training of it again.");
    console.out().println("Report: " + report);
    if (trained == 0) {
      console.out().println("This was finished before; nothing was trained.");
    }
  }
}
