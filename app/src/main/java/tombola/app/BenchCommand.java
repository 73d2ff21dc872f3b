package tombola.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.advice.Advice;
import tombola.lab.advice.AdviceRequest;
import tombola.lab.advice.Adviser;
import tombola.lab.advice.Constraints;
import tombola.lab.advice.Gain;
import tombola.lab.data.DataSources;
import tombola.lab.export.ExportFormat;
import tombola.lab.report.AdviceNarrative;
import tombola.lab.report.AdviceReport;
import tombola.lab.report.AdviceTables;
import tombola.lab.store.RunFolder;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola bench}. */
@Command(
    name = "bench",
    description =
        "Measures what each level of a run costs and saves on this machine, as files, in memory and"
            + " in time, dense against sparse, and says which level to take in which format.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "ONNX Runtime is measured too where its jar is on the class path: TOMBOLA_CLASSPATH=onnxruntime.jar",
      "Exits 0 if some file keeps to the constraints, 1 if none does. Report: bench/ in the run's folder.",
      "",
      "Examples:",
      "  tombola bench mnist-lenet-300-100",
      "  tombola bench mnist --max-size 50KB --max-latency 20us --min-accuracy 0.975"
    })
final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "RUN[:LEVEL]",
      description =
          "a run: name, part of it, or path; with a level, that one and the dense network alone")
  private String name = "";

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      description = "the most bytes of the file, such as 50KB, 1.5MB or 64KiB")
  private Optional<String> maxSize = Optional.empty();

  @Option(
      names = "--max-latency",
      paramLabel = "TIME",
      description =
          "the longest median prediction of one sample by the exported runtime, such as 20us")
  private Optional<String> maxLatency = Optional.empty();

  @Option(
      names = "--min-accuracy",
      paramLabel = "SHARE",
      description =
          "the least accuracy of the file on the validation part (default: the dense network's"
              + " less the run's margin)")
  private Optional<String> minAccuracy = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "recommend this format alone: tombola, safetensors, onnx, c or jar")
  private Optional<String> format = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "the replicate with this seed (default: the run's first)")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "for each thing that is timed, in each of two passes (default: 0.1)")
  private double seconds = AdviceRequest.SECONDS;

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunName asked = RunName.of(name);
    AdviceRequest request =
        new AdviceRequest(
            asked.level(),
            seed.map(OptionalLong::of).orElse(OptionalLong.empty()),
            seconds,
            constraints());
    RunFolder run = options.catalog().find(asked.run());
    Advice advice = measured(run, request);
    Optional<Path> report = report(run, advice);
    if (common.json) {
      Json.print(json(advice, report), console.out());
    } else {
      print(advice);
      report.ifPresent(file -> console.out().println("Report: " + file));
    }
    return advice.recommendation().choice().isPresent() ? ExitCode.DONE : ExitCode.NO;
  }

  private Constraints constraints() {
    return new Constraints(
        maxSize.map(text -> OptionalLong.of(Constraints.bytes(text))).orElse(OptionalLong.empty()),
        maxLatency
            .map(text -> OptionalDouble.of(Constraints.micros(text)))
            .orElse(OptionalDouble.empty()),
        minAccuracy
            .map(text -> OptionalDouble.of(Constraints.accuracy(text)))
            .orElse(OptionalDouble.empty()),
        format.map(ExportFormat::named));
  }

  private Advice measured(RunFolder run, AdviceRequest request) {
    StatusLine status = new StatusLine(console.terminal(), System::nanoTime);
    try {
      return new Adviser(new DataSources())
          .advise(
              run,
              request,
              (what, level, done, all) ->
                  status.offer(() -> "%d/%d  %s, level %d".formatted(done, all, what, level)));
    } catch (IllegalArgumentException e) {
      throw Inputs.explain(e);
    } finally {
      status.clear();
    }
  }

  /** Writes the report, unless the run may only be read. */
  private static Optional<Path> report(RunFolder run, Advice advice) {
    return Files.isWritable(run.folder())
        ? Optional.of(AdviceReport.write(run.folder().resolve("bench"), advice))
        : Optional.empty();
  }

  private static ObjectNode json(Advice advice, Optional<Path> report) {
    ObjectNode json = Json.of(advice);
    json.put("rule", Gain.RULE);
    ArrayNode sentences = json.putArray("sentences");
    sentences(advice).forEach(sentences::add);
    report.ifPresent(file -> json.put("report", file.toString()));
    return json;
  }

  private static List<String> sentences(Advice advice) {
    List<String> sentences = new ArrayList<>(AdviceNarrative.pays(advice));
    sentences.addAll(AdviceNarrative.small(advice));
    sentences.add(AdviceNarrative.onnx(advice));
    sentences.add(AdviceNarrative.compiled(advice));
    sentences.addAll(AdviceNarrative.recommendation(advice));
    return sentences;
  }

  private void print(Advice advice) {
    AdviceTables tables = new AdviceTables(advice, console.glyphs());
    console.out().println(advice.run());
    console.paragraph(AdviceNarrative.plan(advice));
    for (List<String> table :
        List.of(
            tables.sizes(),
            tables.single(),
            tables.batch(),
            tables.compiled(),
            tables.layers(),
            tables.onnx())) {
      if (table.isEmpty()) {
        continue;
      }
      console.out().println();
      table.forEach(console.out()::println);
    }
    console.out().println();
    console.paragraph(Gain.RULE);
    sentences(advice).forEach(console::paragraph);
  }
}
