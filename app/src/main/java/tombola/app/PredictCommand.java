package tombola.app;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.config.InputException;
import tombola.lab.export.ModelFile;
import tombola.lab.predict.SampleReader;
import tombola.runtime.Tombola;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola predict}. */
@Command(
    name = "predict",
    description =
        "Predicts samples with an exported ticket: the class of each, or what --print names, a"
            + " line a sample.",
    sortOptions = false,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  tombola predict ticket.tombola samples.csv",
      "  tombola predict ticket.jar t10k-images-idx3-ubyte.gz --print probabilities"
    })
final class PredictCommand implements Callable<Integer> {
  private static final List<String> KINDS = List.of("classes", "probabilities", "logits");
  private static final int CHUNK = 64; // samples predicted together

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "a file that export wrote in the format tombola, jar or onnx, or another ONNX model (.onnx)")
  private String model = "";

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      description =
          "CSV lines without the classes, an IDX file of images, or a PNG image; - is standard"
              + " input, answered sample by sample")
  private String input = "";

  @Option(
      names = "--print",
      paramLabel = "WHAT",
      description = "classes, probabilities or logits (default: classes)")
  private String kind = "classes";

  @Mixin private CommonOptions common = new CommonOptions();

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!KINDS.contains(kind)) {
      throw new InputException(
          "print: expected one of %s, got %s".formatted(String.join(", ", KINDS), kind));
    }
    try {
      Tombola ticket = ModelFile.load(Path.of(model));
      try (SampleReader samples = SampleReader.open(input, console.in(), ticket.inputs())) {
        if (common.json) {
          json(ticket, samples);
        } else {
          lines(ticket, samples);
        }
      }
    } catch (InvalidPathException e) {
      throw new InputException("expected the name of a file, got " + e.getInput(), e);
    }
    return ExitCode.DONE;
  }

  private void lines(Tombola ticket, SampleReader samples) throws IOException {
    if (!kind.equals("classes")) {
      console.out().println(String.join(",", ticket.classes()));
    }
    predict(
        ticket,
        samples,
        logits ->
            console
                .out()
                .println(
                    kind.equals("classes")
                        ? ticket.classes().get(Tombola.argmax(logits))
                        : numbers(logits)));
  }

  /** Predicts all samples; those before one that cannot be read as well. */
  private void predict(Tombola ticket, SampleReader samples, Consumer<float[]> each)
      throws IOException {
    double[][] chunk = new double[input.equals("-") ? 1 : CHUNK][ticket.inputs()];
    boolean more = true;
    while (more) {
      int count = 0;
      try {
        while (count < chunk.length && (more = samples.next(chunk[count]))) {
          count++;
        }
      } finally {
        List.of(ticket.predict(Arrays.copyOf(chunk, count))).forEach(each);
      }
    }
  }

  private String numbers(float[] logits) {
    StringJoiner cells = new StringJoiner(",");
    double[] probabilities = Tombola.softmax(logits);
    for (int c = 0; c < logits.length; c++) {
      cells.add(
          kind.equals("logits") ? Float.toString(logits[c]) : Double.toString(probabilities[c]));
    }
    return cells.toString();
  }

  private void json(Tombola ticket, SampleReader samples) throws IOException {
    ObjectNode document = Json.object();
    document.put("model", model);
    document.put("origin", ticket.origin());
    ticket.classes().forEach(document.putArray("classes")::add);
    ArrayNode predictions = document.putArray("predictions");
    predict(
        ticket,
        samples,
        logits -> {
          double[] probabilities = Tombola.softmax(logits);
          int top = Tombola.argmax(logits);
          ObjectNode one = predictions.addObject();
          one.put("class", ticket.classes().get(top));
          one.put("probability", probabilities[top]);
          if (!kind.equals("classes")) {
            ArrayNode numbers = one.putArray(kind);
            for (int c = 0; c < logits.length; c++) {
              numbers.add(kind.equals("logits") ? logits[c] : probabilities[c]);
            }
          }
        });
    Json.print(document, console.out());
  }
}
