package tombola.lab.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.data.Prepared;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.store.GivenWeights;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;

/** The weights of a model that was trained elsewhere, for searches to begin with. */
public final class ImportedStart {
  private final String network;
  private final byte[] file;

  private ImportedStart(String network, byte[] file) {
    this.network = network;
    this.file = file;
  }

  /**
   * Reads {@code model} for a search on {@code data}.
   *
   * @throws IOException if it cannot be read
   * @throws InputException in one line if it is no model that can be worked with, is no network
   *     that a search can name, or does not fit the data
   */
  public static ImportedStart of(Path model, Prepared data) throws IOException {
    OnnxNetwork read = OnnxReader.read(model);
    read.checkFits("from", model.toString(), data);
    return new ImportedStart(name(model, read.network()), GivenWeights.bytes(read.weights()));
  }

  /** Returns the name by which a search finds {@code spec}. */
  private static String name(Path model, NetworkSpec spec) {
    if (spec.isPerceptron()) {
      return spec.name();
    }
    List<String> names = Networks.convolutional();
    for (String name : names) {
      if (fits(name, spec)) {
        return name;
      }
    }
    throw new InputException(
        "from: expected fully connected layers or one of the networks %s, got %s with layers %s"
            .formatted(String.join(", ", names), model, spec.widths()));
  }

  private static boolean fits(String name, NetworkSpec spec) {
    try {
      return Networks.named(name, spec.inputs(), spec.classes()).layers().equals(spec.layers());
    } catch (IllegalArgumentException _) { // it cannot take such samples
      return false;
    }
  }

  /** Returns the name of the network, {@code mlp:WIDTHS} or such as {@code lenet-5}. */
  public String network() {
    return network;
  }

  /** Returns the SHA-256 by which a configuration names these weights. */
  public String checksum() {
    return Checksum.of(file);
  }

  /** Returns the file of the weights for a run. */
  byte[] file() {
    return file.clone();
  }
}
