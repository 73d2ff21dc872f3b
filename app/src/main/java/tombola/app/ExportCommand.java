package tombola.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.export.Agreement;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;

/** {@code tombola export}. */
@Command(
    name = "export",
    description =
        "Writes a ticket as a file that predicts elsewhere, without units that change nothing and"
            + " with what training did to the inputs, and measures that file on the test part.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  tombola export mnist-lenet-300-100:15 --format tombola --values int8 --to ticket.tombola",
      "  tombola export 1a2b3c4d --format jar --to ticket.jar && java -jar ticket.jar input.csv",
      "  tombola export mnist --format c --values int8 --to ticket.c",
      "  tombola export mnist:15 --format onnx --sparse --to ticket.onnx"
    })
final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "RUN[:LEVEL]",
      description =
          "a run: name, part of it, or path; without a level, the ticket that the search names")
  private String name = "";

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description =
          "tombola: our compact file; safetensors: weights, masks and compressed rows for PyTorch;"
              + " onnx: a model for ONNX Runtime and others; c: one C99 file without heap; jar: a program and library for Java 17")
  private String format = "";

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "the file to write")
  private String to = "";

  @Option(
      names = "--values",
      paramLabel = "VALUES",
      description =
          "float32, float16 or int8 with a scale for each row; safetensors and onnx take float32, c"
              + " float32 or int8 (default: float32)")
  private String values = "float32";

  @Option(
      names = "--sparse",
      description =
          "with onnx: live weights alone, as sparse initialisers of layers that this makes smaller")
  private boolean sparse;

  @Option(
      names = "--initial",
      description =
          "the ticket's initial weights instead of its trained ones; batch normalisations are folded"
              + " by the statistics that go with them")
  private boolean initial;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "the replicate with this seed (default: the run's first)")
  private Optional<Long> seed = Optional.empty();

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunName asked = RunName.of(name);
    ExportRequest request =
        new ExportRequest(
            asked.level(),
            seed.map(OptionalLong::of).orElse(OptionalLong.empty()),
            initial,
            ExportFormat.named(format),
            WeightValues.named(values),
            sparse,
            file());
    ExportResult result =
        new TicketExport(new DataSources()).export(options.catalog().find(asked.run()), request);
    if (common.json) {
      Json.print(Json.of(result), console.out());
    } else {
      print(result);
    }
    return ExitCode.DONE;
  }

  private Path file() {
    try {
      return Path.of(to);
    } catch (InvalidPathException e) {
      throw new InputException("to: expected the name of a file, got " + to, e);
    }
  }

  private void print(ExportResult result) {
    Agreement agreement = result.agreement();
    console.out().println(result.file());
    console.paragraph(
        String.format(
            Locale.ROOT,
            "Level %d of %s, seed %d, %s weights as %s: %,d bytes, %s the dense network in float32"
                + " (%,d bytes).",
            result.level(),
            result.run(),
            result.seed(),
            result.weights(),
            result.values(),
            result.bytes(),
            result.ratio() >= 1
                ? String.format(Locale.ROOT, "%.1f times smaller than", result.ratio())
                : String.format(Locale.ROOT, "%.2f times the size of", 1 / result.ratio()),
            result.denseBytes()));
    console.paragraph(
        String.format(
            Locale.ROOT,
            "%,d weights are left, in layers of %s units.",
            result.live(),
            result.widths().stream().map(String::valueOf).collect(Collectors.joining("-"))));
    console.paragraph(
        String.format(
            Locale.ROOT,
            "Test accuracy %.4f, before %.4f; the same class for %.2f%% of %,d samples, largest"
                + " difference of a logit %.2g (%s).",
            agreement.accuracy(),
            agreement.accuracyBefore(),
            100 * agreement.sameClass(),
            agreement.samples(),
            agreement.largestDifference(),
            result.measuredBy()));
    if (result.flashBytes().isPresent() && result.ramBytes().isPresent()) {
      console.paragraph(
          String.format(
              Locale.ROOT,
              "Flash: %,d bytes of constants, and the code. RAM: %,d bytes of static buffers, and"
                  + " some stack.",
              result.flashBytes().get(),
              result.ramBytes().get()));
    }
    if (!result.python().isEmpty()) {
      console.out().println("Python reads it so:");
      result.python().forEach(line -> console.out().println("  " + line));
    }
  }
}
