package tombola.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tombola.lab.report.Glyphs;

/** Runs commands in this process on a small data set. */
final class Cli {
  private Cli() {}

  /** What a command left. */
  record Result(int code, String out, String err) {
    List<String> errorLines() {
      return err.lines().toList();
    }
  }

  static Result run(String... args) {
    return run(false, "", args);
  }

  /** Runs a command whose standard error is a terminal or not, with {@code input} to read. */
  static Result run(boolean interactive, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new Terminal(new PrintStream(err, true, StandardCharsets.UTF_8), interactive, 100),
            Glyphs.UNICODE);
    int code = Main.execute(List.of(args), console);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Writes a CSV file of two classes that a small network learns in a few steps. */
  static Path data(Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("width,height,label\n");
    for (int i = 0; i < 80; i++) {
      boolean large = i % 2 == 0;
      csv.append(large ? 3 + i % 7 : -3 - i % 5).append(',').append(i % 11).append(',');
      csv.append(large ? "large" : "small").append('\n');
    }
    return Files.writeString(folder.resolve("sizes.csv"), csv);
  }

  /** Returns the arguments of a search that is done in a moment, and {@code more}. */
  static String[] find(Path folder, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "find",
                "--data",
                data(folder).toString(),
                "--network",
                "mlp:6",
                "--steps",
                "20",
                "--evaluate-every",
                "5",
                "--batch",
                "8",
                "--kernels",
                "scalar",
                "--threads",
                "1"));
    if (!List.of(more).contains("--out")) {
      args.addAll(List.of("--out", folder.resolve("runs").toString()));
    }
    if (!List.of(more).contains("--levels")) {
      args.addAll(List.of("--levels", "2"));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }
}
