package tombola.lab.run;

import java.io.IOException;
import java.nio.file.Path;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.data.Prepared;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.store.GivenWeights;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;

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
   * @throws InputException in one line if it is no model that can be worked with, has two layers
   *     without a rectifier between, or does not fit the data
   */
  public static ImportedStart of(Path model, Prepared data) throws IOException {
    OnnxNetwork read = OnnxReader.read(model);
    read.checkFits("from", model.toString(), data);
    NetworkSpec spec = read.network();
    if (spec.layers().stream().filter(Layer.Relu.class::isInstance).count()
        != spec.dense().size() - 1) {
      throw new InputException(
          "from: expected a rectifier between any two layers with weights, got %s without one"
              .formatted(model));
    }
    return new ImportedStart(spec.name(), GivenWeights.bytes(read.weights()));
  }

  /** Returns the name of the network, {@code mlp:WIDTHS}. */
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
