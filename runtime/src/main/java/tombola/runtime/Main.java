package tombola.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** The program of an exported jar: predicts the lines of a CSV file with the ticket beside it. */
public final class Main {
  private static final String USAGE =
      """
      Usage: java -jar TICKET.jar [--probabilities | --logits] INPUT.csv
      Predicts each line of INPUT.csv (- for standard input): numbers with commas between.
        --probabilities  print the probability of each class instead of the class
        --logits         print the logit of each class
      Example: java -jar TICKET.jar --probabilities samples.csv
      """;

  private Main() {}

  /** Runs the program and ends the JVM: 0 done, 2 bad input. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.in, System.out, System.err));
  }

  static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    try {
      return predict(args, in, out);
    } catch (NoSuchFileException e) {
      err.println("ticket: " + e.getFile() + ": no such file");
    } catch (IOException | IllegalArgumentException | BadTicketException e) {
      err.println("ticket: " + e.getMessage());
    }
    return 2;
  }

  private static int predict(List<String> args, InputStream in, PrintStream out)
      throws IOException {
    Tombola ticket = Tombola.bundled();
    if (args.isEmpty() || args.contains("--help") || args.contains("-h")) {
      out.print(USAGE);
      out.println(
          "The ticket: %s; a sample has %d numbers; %d classes."
              .formatted(ticket.origin(), ticket.inputs(), ticket.classes().size()));
      return 0;
    }
    String kind = args.size() == 2 ? args.get(0) : "--classes";
    String input = args.get(args.size() - 1);
    if (args.size() > 2 || !List.of("--classes", "--probabilities", "--logits").contains(kind)) {
      throw new IllegalArgumentException(
          "expected [--probabilities | --logits] INPUT.csv, got " + String.join(" ", args));
    }
    if (input.equals("-")) {
      predict(ticket, kind, "standard input", in, out);
    } else {
      try (InputStream file = Files.newInputStream(Path.of(input))) {
        predict(ticket, kind, input, file, out);
      }
    }
    return 0;
  }

  private static void predict(
      Tombola ticket, String kind, String name, InputStream in, PrintStream out)
      throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    CsvRows rows = new CsvRows(name, lines, ticket.inputs());
    if (!kind.equals("--classes")) {
      out.println(String.join(",", ticket.classes()));
    }
    double[] sample = new double[ticket.inputs()];
    StringBuilder text = new StringBuilder();
    while (rows.next(sample)) {
      text.append(line(ticket, kind, ticket.predict(sample))).append(System.lineSeparator());
      if (text.length() > 1 << 16) {
        out.print(text);
        text.setLength(0);
      }
    }
    out.print(text);
    out.flush();
  }

  private static String line(Tombola ticket, String kind, float[] logits) {
    if (kind.equals("--classes")) {
      return ticket.classes().get(Tombola.argmax(logits));
    }
    StringJoiner cells = new StringJoiner(",");
    double[] probabilities = Tombola.softmax(logits);
    for (int c = 0; c < logits.length; c++) {
      cells.add(
          kind.equals("--logits") ? Float.toString(logits[c]) : Double.toString(probabilities[c]));
    }
    return cells.toString();
  }
}
