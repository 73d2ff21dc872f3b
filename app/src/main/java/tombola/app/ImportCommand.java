package tombola.app;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.data.DataSpec;
import tombola.lab.export.Agreement;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ImportRequest;
import tombola.lab.export.ImportResult;
import tombola.lab.export.ModelImport;
import tombola.lab.export.WeightValues;

/** {@code tombola import}. */
@Command(
    name = "import",
    description =
        "Reads an ONNX model of convolutions, fully connected layers and residual blocks (Conv,"
            + " BatchNormalization, pools, Gemm or MatMul and Add, sums by Add, Relu, Tanh, Gelu,"
            + " Flatten, Reshape, a scaling of the input) that was trained elsewhere and writes it in any format of export."
            + " Weights of zero count as pruned.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  tombola import digits.onnx --to digits.tombola --data mnist",
      "  tombola import digits.onnx --format c --values int8 --to digits.c"
    })
final class ImportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "an ONNX file, from opset 7 on")
  private String model = "";

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "the file to write")
  private String to = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "tombola, safetensors, onnx, c or jar, as export has them (default: tombola)")
  private String format = "tombola";

  @Option(
      names = "--values",
      paramLabel = "VALUES",
      description = "float32, float16 or int8, as export has them (default: float32)")
  private String values = "float32";

  @Option(names = "--sparse", description = "with onnx: live weights alone, as export has it")
  private boolean sparse;

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      description =
          "what the model classifies, as find has it: the file takes samples in its units and is"
              + " measured on its test part; without, samples are given as the model takes them")
  private Optional<String> data = Optional.empty();

  @Mixin private CommonOptions common = new CommonOptions();

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ImportRequest request =
        new ImportRequest(
            path("model", model),
            ExportFormat.named(format),
            WeightValues.named(values),
            sparse,
            path("to", to),
            data.map(DataSpec::of));
    ImportResult result = new ModelImport(new DataSources()).read(request);
    if (common.json) {
      Json.print(Json.of(result), console.out());
    } else {
      print(result);
    }
    return ExitCode.DONE;
  }

  private static Path path(String option, String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InputException(option + ": expected the name of a file, got " + name, e);
    }
  }

  private void print(ImportResult result) {
    console.out().println(result.file());
    console.paragraph(
        String.format(
            Locale.ROOT,
            "%s, opset %d: %s, %,d weights, of which %,d are not zero; %s.%s",
            result.model(),
            result.opset(),
            result.network(),
            result.weights(),
            result.live(),
            result.input(),
            result.leftOut().isEmpty()
                ? ""
                : " Left out, for no class depends on it: "
                    + String.join(", ", result.leftOut())
                    + "."));
    console.paragraph(
        String.format(
            Locale.ROOT,
            "Written as %s, %s: %,d bytes, layers of %s units.",
            result.format(),
            result.values(),
            result.bytes(),
            result.widths().stream().map(String::valueOf).collect(Collectors.joining("-"))));
    result.agreement().ifPresent(agreement -> print(agreement, result.measuredBy().orElse("")));
  }

  private void print(Agreement agreement, String by) {
    console.paragraph(
        String.format(
            Locale.ROOT,
            "Test accuracy %.4f, the model's %.4f; the same class for %.2f%% of %,d samples,"
                + " largest difference of a logit %.2g (%s).",
            agreement.accuracy(),
            agreement.accuracyBefore(),
            100 * agreement.sameClass(),
            agreement.samples(),
            agreement.largestDifference(),
            by));
  }
}
