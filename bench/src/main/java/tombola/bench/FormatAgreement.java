package tombola.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tombola.data.Examples;
import tombola.kernel.KernelChoice;
import tombola.lab.data.DataSources;
import tombola.lab.data.Prepared;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.run.RunCatalog;
import tombola.lab.store.RunFolder;
import tombola.lab.store.StoredLevel;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.sparse.SparseNetwork;
import tombola.train.Evaluator;

/**
 * What every format of a ticket predicts for the whole test part, beside the network as it was
 * trained: size, accuracy, agreement of classes, largest difference of a logit. The jar is run as a
 * program too, on a CSV file of the test part, and ONNX models in ONNX Runtime.
 *
 * <p>Arguments: folder of the runs, run, level, seed, folder for the files, and the {@code java}
 * that runs the jar. Needs onnxruntime on the class path beside the benchmarks.
 */
public final class FormatAgreement {
  private final RunFolder run;
  private final int level;
  private final long seed;
  private final Path folder;

  private FormatAgreement(String[] args) {
    this.run = new RunCatalog(Path.of(args[0])).find(args[1]);
    this.level = Integer.parseInt(args[2]);
    this.seed = Long.parseLong(args[3]);
    this.folder = Path.of(args[4]);
  }

  /** Prints a line for each format and kind of values. */
  public static void main(String[] args) throws Exception {
    FormatAgreement agreement = new FormatAgreement(args);
    for (ExportFormat format : ExportFormat.values()) {
      for (WeightValues values : format.weightValues()) {
        agreement.print(agreement.export(format, values, false));
        if (format.sparseOrDense()) {
          agreement.print(agreement.export(format, values, true));
        }
      }
    }
    agreement.others(args[5]);
  }

  private Path file(ExportFormat format, WeightValues values, boolean sparse) {
    return folder.resolve("ticket-" + values.id() + (sparse ? "-sparse" : "") + "." + format.id());
  }

  private ExportResult export(ExportFormat format, WeightValues values, boolean sparse) {
    return new TicketExport(new DataSources())
        .export(
            run,
            new ExportRequest(
                OptionalInt.of(level),
                OptionalLong.of(seed),
                false,
                format,
                values,
                sparse,
                file(format, values, sparse)));
  }

  private void print(ExportResult result) {
    System.out.printf(
        Locale.ROOT,
        "%-30s %-7s %,9d bytes  1/%-5.1f accuracy %.4f (before %.4f)  same class %.2f%%  largest"
            + " difference %.2e  by %s%s%n",
        Path.of(result.file()).getFileName(),
        result.values(),
        result.bytes(),
        result.ratio(),
        result.agreement().accuracy(),
        result.agreement().accuracyBefore(),
        100 * result.agreement().sameClass(),
        result.agreement().largestDifference(),
        result.measuredBy(),
        result
            .flashBytes()
            .map(f -> "  flash " + f + " RAM " + result.ramBytes().orElse(0L))
            .orElse(""));
  }

  /**
   * Runs the float32 jar and ONNX models on the test part and compares with the network and its
   * evaluation.
   */
  private void others(String java) throws Exception {
    Prepared prepared = new DataSources().prepare(run.config().data());
    Examples test = prepared.data().test();
    NetworkSpec network =
        Networks.named(
            run.config().network(), prepared.data().width(), prepared.data().classes().size());
    StoredLevel stored = run.replicate(seed).read(level, network);
    SparseNetwork sparse =
        SparseNetwork.compile(network, stored.run().best(), stored.ticket().mask());
    program(java, prepared, sparse, test);
    for (boolean places : List.of(false, true)) {
      OnnxFileCheck.print(
          file(ExportFormat.ONNX, WeightValues.FLOAT32, places), sparse, prepared.units(), test);
    }
    System.out.printf(
        Locale.ROOT,
        "accuracy of the same weights in the trainer's own evaluation: %.4f; stored with the run: %.4f%n",
        evaluated(network, stored, test),
        stored.metrics().testAccuracy());
  }

  private void program(String java, Prepared prepared, SparseNetwork sparse, Examples test)
      throws IOException, InterruptedException {
    Path csv = csv(prepared, test);
    Path out = folder.resolve("logits.csv");
    Process process =
        new ProcessBuilder(
                java,
                "-jar",
                file(ExportFormat.JAR, WeightValues.FLOAT32, false).toString(),
                "--logits",
                csv.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the jar ended with " + process.exitValue());
    }
    List<String> lines = Files.readAllLines(out);
    int same = 0;
    int right = 0;
    double largest = 0;
    for (int s = 0; s < test.size(); s++) {
      float[] expected = sparse.predict(seen(test, s));
      String[] cells = lines.get(s + 1).split(",", -1);
      int top = 0;
      float[] found = new float[cells.length];
      for (int c = 0; c < cells.length; c++) {
        found[c] = Float.parseFloat(cells[c]);
        top = found[c] > found[top] ? c : top;
        largest = Math.max(largest, Math.abs((double) found[c] - expected[c]));
      }
      same += top == sparse.classify(seen(test, s)) ? 1 : 0;
      right += top == test.label(s) ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "java -jar   float32 of %d samples: same class %d, right %d, largest difference %.2e%n",
        test.size(),
        same,
        right,
        largest);
  }

  private static double evaluated(NetworkSpec network, StoredLevel stored, Examples test) {
    try (Evaluator evaluator = new Evaluator(network, KernelChoice.find().named("auto"), 1)) {
      return evaluator.evaluate(stored.ticket().mask().apply(stored.run().best()), test).accuracy();
    }
  }

  static float[] seen(Examples test, int sample) {
    float[] seen = new float[test.features().width()];
    for (int f = 0; f < seen.length; f++) {
      seen[f] = test.features().value(sample, f);
    }
    return seen;
  }

  private Path csv(Prepared prepared, Examples test) throws IOException {
    Path csv = folder.resolve("test.csv");
    try (BufferedWriter out = Files.newBufferedWriter(csv, StandardCharsets.UTF_8)) {
      for (int s = 0; s < test.size(); s++) {
        double[] raw = prepared.units().raw(test.features(), s);
        for (int f = 0; f < raw.length; f++) {
          out.append(f == 0 ? "" : ",")
              .append(
                  raw[f] == Math.rint(raw[f])
                      ? Long.toString((long) raw[f])
                      : Double.toString(raw[f]));
        }
        out.append('\n');
      }
    }
    return csv;
  }
}
