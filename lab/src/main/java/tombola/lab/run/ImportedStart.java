package tombola.lab.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.data.Prepared;
import tombola.lab.onnx.OnnxNetwork;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.store.GivenWeights;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;

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
   *     that a search can have, or does not fit the data
   */
  public static ImportedStart of(Path model, Prepared data) throws IOException {
    OnnxNetwork read = OnnxReader.read(model);
    read.checkFits("from", model.toString(), data);
    String name = name(model, read.network());
    NetworkSpec named = Networks.named(name, read.network().inputs(), read.network().classes());
    return new ImportedStart(name, GivenWeights.bytes(renamed(read.weights(), named)));
  }

  /** Returns the name by which a search finds {@code spec}, or all of its layers. */
  private static String name(Path model, NetworkSpec spec) {
    if (spec.isPerceptron()) {
      return spec.name();
    }
    for (String name : Networks.convolutional()) {
      if (find(name, spec).filter(found -> found.layers().equals(spec.layers())).isPresent()) {
        return name;
      }
    }
    String text = Networks.text(spec);
    if (find(text, spec).filter(found -> Networks.text(found).equals(text)).isEmpty()) {
      throw new InputException(
          "from: expected samples of one axis, or square pictures of one or three channels, got %s with layers %s"
              .formatted(model, spec.widths()));
    }
    return text;
  }

  private static Optional<NetworkSpec> find(String name, NetworkSpec like) {
    try {
      return Optional.of(Networks.named(name, like.inputs(), like.classes()))
          .filter(found -> found.input().equals(like.input()));
    } catch (IllegalArgumentException _) { // it cannot take such samples
      return Optional.empty();
    }
  }

  /** Returns the values of {@code weights} by the names of {@code network}, in the same order. */
  private static Weights renamed(Weights weights, NetworkSpec network) {
    Map<String, float[]> values = new HashMap<>();
    Iterator<Parameter> old = weights.parameters().iterator();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), weights.get(old.next().name()));
    }
    return Weights.of(network, values);
  }

  /**
   * Returns the name of the network, {@code mlp:WIDTHS}, such as {@code lenet-5}, or its layers.
   */
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
