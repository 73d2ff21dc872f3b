package tombola.lab.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tombola.data.Checksum;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.ticket.Search;

/** The weights with which every search of a run begins, where they are given: a file of the run. */
public final class GivenWeights {
  /** The name of the file. */
  public static final String FILE = "given.safetensors";

  private GivenWeights() {}

  /** Returns {@code weights} as the bytes of the file; their SHA-256 identifies them. */
  public static byte[] bytes(Weights weights) {
    return LevelFiles.bytes(weights);
  }

  /**
   * Returns the file in {@code folder}, a run's or a certificate's, if it has one.
   *
   * @throws InputException in one line if it cannot be read
   */
  public static Optional<byte[]> of(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? Optional.of(DurableFiles.read(file, "without it nothing can be trained again"))
        : Optional.empty();
  }

  /**
   * Returns the search of {@code config}, with the weights that it names in {@code run}.
   *
   * @throws InputException in one line if they are not there, damaged or another network's
   */
  static Search search(FindConfig config, NetworkSpec network, Path run) {
    Search search = config.search(network);
    return config.from().map(sum -> search.from(read(run, sum, network))).orElse(search);
  }

  private static Weights read(Path run, String sum, NetworkSpec network) {
    Path file = run.resolve(FILE);
    String remedy = "repeat the run's find command with --from and the model's file";
    byte[] content = DurableFiles.read(file, remedy);
    if (!Checksum.of(content).equals(sum)) {
      throw new InputException(
          "%s: expected the weights whose SHA-256 is %s, found others; %s"
              .formatted(file, sum, remedy));
    }
    try {
      return LevelFiles.weights(network, Safetensors.of(file.toString(), content));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "from: expected the weights of %s, got those of another network (%s)"
              .formatted(network.widths(), e.getMessage()),
          e);
    }
  }

  /**
   * Puts the weights that {@code config} names into {@code run}, where they are not there yet.
   *
   * @param content what {@link #bytes} made of them, if the caller has it
   * @throws InputException in one line if nobody has them
   */
  static void keep(FindConfig config, Path run, Optional<byte[]> content) {
    if (config.from().isEmpty() || Files.exists(run.resolve(FILE))) {
      return;
    }
    byte[] given =
        content
            .filter(bytes -> Checksum.of(bytes).equals(config.from().get()))
            .orElseThrow(() ->
                new InputException(
                    "from: expected a model's file for a new run, got the SHA-256 %s"
                        .formatted(config.from().get())));
    DurableFiles.write(run.resolve(FILE), given);
  }
}
