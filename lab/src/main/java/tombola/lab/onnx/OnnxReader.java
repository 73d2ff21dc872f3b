package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tombola.lab.config.InputException;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads ONNX models of convolutions and fully connected layers with rectifiers, from opset 7 on.
 * What a model claims takes no more room than the file has numbers for it, but for sparse tensors:
 * a thousand places a value, and four million.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html">The format</a>
 */
public final class OnnxReader {
  /** The name under which a model's metadata has the classes, as a JSON list of texts. */
  public static final String CLASSES = "tombola.classes";

  private static final long LARGEST = Integer.MAX_VALUE - 8L; // of an array
  private static final long FIRST_OPSET = 7; // since when an Add stretches its operands as now

  private final Refusal refusal;

  private OnnxReader(String file) {
    this.refusal = new Refusal(file);
  }

  /**
   * Reads {@code file}.
   *
   * @throws IOException if it cannot be read
   * @throws InputException in one line if it is no such model
   */
  public static OnnxNetwork read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException("model: expected an ONNX file, got " + file + ", which is no file");
    }
    if (Files.size(file) > LARGEST) {
      throw new InputException(
          "%s: expected a model of at most %d bytes, found %d"
              .formatted(file, LARGEST, Files.size(file)));
    }
    return of(file.toString(), Files.readAllBytes(file));
  }

  /**
   * Returns the network in {@code content}.
   *
   * @param name what messages call it
   * @throws InputException in one line if it is no such model
   */
  public static OnnxNetwork of(String name, byte[] content) {
    OnnxReader reader = new OnnxReader(name);
    try {
      return reader.network(ModelProto.parseFrom(content));
    } catch (InvalidProtocolBufferException e) {
      throw new InputException(
          "%s: expected an ONNX model, found other bytes: it is damaged or cut off".formatted(name),
          e);
    }
  }

  private OnnxNetwork network(ModelProto model) {
    long opset = opset(model);
    SampleSteps steps = new GraphReader(model.getGraph(), refusal).read();
    LayerSteps layers = new LayerSteps(steps.all(), refusal);
    NetworkSpec network = layers.network();
    Map<String, String> metadata = new HashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return new OnnxNetwork(
        network,
        Weights.of(network, layers.values()),
        InputScale.of(layers.scalings(), network.inputs(), refusal),
        classes(metadata, network.classes()),
        metadata,
        opset,
        steps.leftOut());
  }

  private long opset(ModelProto model) {
    long opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToLong(OperatorSetIdProto::getVersion)
            .max()
            .orElse(0);
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      throw refusal.of("model", "a graph with nodes", "none: it is damaged or no ONNX model");
    }
    if (opset < FIRST_OPSET) {
      throw refusal.of("opset", FIRST_OPSET + " or later", Long.toString(opset));
    }
    return opset;
  }

  private Optional<List<String>> classes(Map<String, String> metadata, int expected) {
    String text = metadata.get(CLASSES);
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode list = new JsonMapper().readTree(text);
      List<String> classes =
          list.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
      if (list.isArray() && list.size() == expected && classes.size() == expected) {
        return Optional.of(classes);
      }
    } catch (JacksonException _) {
      // said below
    }
    throw refusal.of(CLASSES, "a JSON list of %d texts".formatted(expected), Refusal.quote(text));
  }
}
