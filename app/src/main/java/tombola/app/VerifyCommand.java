package tombola.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.report.SensitivityTables;
import tombola.lab.report.VerdictNarrative;
import tombola.lab.report.VerdictTables;
import tombola.lab.report.VerifyReport;
import tombola.lab.report.WidthTables;
import tombola.lab.run.Verifier;
import tombola.lab.store.RunFolder;
import tombola.lab.verdict.Margin;
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
          "also train ticket and dense network with 0, 25, 50, 75 and 100% of noise in their initial"
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
      names = "--margin",
      paramLabel = "M",
      description =
          "how much less accurate still counts as no less accurate (default: a tenth of the dense"
              + " network's test error, at least 0.001)")
  private Optional<Double> margin = Optional.empty();

  @Option(
      names = "--step-margin",
      paramLabel = "M",
      description = "how much later still counts as no later, a share of the steps (default: 0.1)")
  private double stepMargin = 0.1;

  @Option(names = "--alpha", paramLabel = "A", description = "level of the tests (default: 0.05)")
  private double alpha = 0.05;

  @Option(
      names = "--power",
      paramLabel = "P",
      description = "power for which the seeds needed are told (default: 0.8)")
  private double power = 0.8;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "trainings side by side, or auto for one a core (default: the run's)")
  private Optional<String> threads = Optional.empty();

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      description = "the inner loops, as of find (default: the run's)")
  private Optional<String> kernels = Optional.empty();

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunName asked = RunName.of(name);
    VerifyRequest request = request(asked.level());
    RunFolder run = options.catalog().find(asked.run());
    VerifyProgress progress = new VerifyProgress(console.terminal(), System::nanoTime);
    VerifyResult result = verify(run, request, progress);
    Path plan = run.folder().resolve("verify").resolve(result.planHash());
    Path report = new VerifyReport(result).write(plan);
    if (common.json) {
      ObjectNode json = Json.of(result);
      json.put("folder", plan.toString());
      json.put("report", report.toString());
      json.put("trained", progress.trained());
      Json.print(json, console.out());
    } else {
      print(result, report, progress.trained());
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
              replicates,
              alpha,
              margin.map(VerifyCommand::fixed).orElse(Margin.STANDARD),
              stepMargin,
              power),
          sensitivity ? Optional.of(Sensitivity.STANDARD) : Optional.empty(),
          widths.map(Widths::of));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Margin fixed(double difference) {
    if (!(difference >= 0 && difference < 1)) {
      throw new InputException(
          "margin: expected a number in [0, 1), got " + difference + " (0.002 is 0.2 points)");
    }
    return Margin.fixed(difference);
  }

  private VerifyResult verify(RunFolder run, VerifyRequest request, VerifyProgress progress) {
    Map<String, String> machine = new LinkedHashMap<>();
    threads.ifPresent(text -> machine.put("threads", text));
    kernels.ifPresent(text -> machine.put("kernels", text));
    machine.put("out", String.valueOf(run.folder().toAbsolutePath().getParent()));
    try (Interruption _ =
        Interruption.watch(
            console.err(),
            progress::clear,
            "stopped; the same command goes on from where it stopped")) {
      return new Verifier(new DataSources()).verify(run, Settings.of(machine), request, progress);
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

  private void print(VerifyResult result, Path report, int trained) {
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
    console.paragraph("Plan: verify/%s in the run's folder.".formatted(result.planHash()));
    console.out().println("Report: " + report);
    if (trained == 0) {
      console.out().println("This was finished before; nothing was trained.");
    }
  }
}
