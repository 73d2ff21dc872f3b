package tombola.lab.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tombola.kernel.ChoiceMemory;

/**
 * Fastest kernels of one machine and build, in a file that several may share: a line each, {@code
 * host, question, answer} with tabs between, of which the last holds. A file that cannot be read or
 * written costs time and nothing else.
 */
public final class HostChoices implements ChoiceMemory {
  /** The name of the file. */
  public static final String NAME = "kernels.tsv";

  private static final int COLUMNS = 3;

  private final Path file;
  private final String host;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  /**
   * Reads what {@code file} knows of {@code host}.
   *
   * @param host machine and build, one line
   */
  public HostChoices(Path file, String host) {
    this.file = file;
    this.host = host.replaceAll("\\s+", " ");
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] columns = line.split("\t", -1);
        if (columns.length == COLUMNS && columns[0].equals(this.host)) {
          answers.put(columns[1], columns[2]);
        }
      }
    } catch (IOException _) {
      answers.clear();
    }
  }

  @Override
  public Optional<String> recall(String question) {
    return Optional.ofNullable(answers.get(question));
  }

  @Override
  public void remember(String question, String answer) {
    answers.put(question, answer);
    String line = String.join("\t", host, question, answer) + "\n";
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException _) {
      // timed again by the next process
    }
  }
}
