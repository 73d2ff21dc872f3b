package tombola.lab.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A network in a YAML file: a list of layers. What becomes of it is the one-line text that stands
 * in a configuration in place of a name, which depends on the layers alone: not on the file's name,
 * its comments or its layout.
 *
 * <pre>
 * layers:
 *   - conv: {filters: 16, kernel: 3, padding: 1, bias: false}
 *   - norm
 *   - relu
 *   - residual:
 *       body:
 *         - conv: {filters: 16, kernel: 3, padding: 1}
 *   - relu
 *   - global-pool
 *   - flatten
 * </pre>
 *
 * <p>Shapes are not looked at here: they follow from the data.
 */
public final class NetworkFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The layers, and of those with several settings these, with their defaults; empty for none. */
  private static final Map<String, Map<String, String>> SETTINGS =
      ordered(
          "conv", ordered("filters", "", "kernel", "", "stride", "1", "padding", "0", "bias", "1"),
          "max-pool", ordered("size", "", "stride", ""),
          "average-pool", ordered("size", "", "stride", ""));

  private static final List<String> BARE =
      List.of("norm", "relu", "gelu", "tanh", "global-pool", "flatten");
  private static final List<String> OF_ONE_NUMBER = List.of("linear", "dropout");
  private static final String RESIDUAL = "residual";

  private NetworkFile() {}

  @SuppressWarnings("unchecked") // each caller gives values of one type
  private static <T> Map<String, T> ordered(Object... keysAndValues) {
    Map<String, T> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], (T) keysAndValues[i + 1]);
    }
    return map;
  }

  /** Returns whether {@code network} is the name of such a file and not of a network. */
  static boolean isFile(String network) {
    return network.endsWith(".yaml") || network.endsWith(".yml");
  }

  /**
   * Returns the network in {@code file} as one line.
   *
   * @throws InputException in one line, with file and layer, if it is no such file
   */
  public static String read(Path file) {
    JsonNode document;
    try {
      document = YAML.readTree(content(file));
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new InputException(
          "%s, line %d: expected YAML with a list of layers, got something else (%s)"
              .formatted(
                  file, line, String.valueOf(e.getOriginalMessage()).strip().split("\\R", 2)[0]),
          e);
    }
    String origin = file + ": ";
    if (!document.isObject()) {
      throw new InputException(origin + "expected layers: and a list, got something else");
    }
    requireKeys(origin, document, Set.of("layers"));
    return "layers:" + path(origin + "layer ", origin + "layers: ", document.path("layers"));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException(
          "network: expected a YAML file with layers, found no such file: " + file, e);
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": expected a text in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireKeys(String origin, JsonNode node, Set<String> known) {
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw new InputException(
            "%sexpected a known key, got %s (did you mean %s?)"
                .formatted(origin, key, Spelling.nearest(key, known.stream().sorted().toList())));
      }
    }
  }

  private static String path(String place, String origin, JsonNode layers) {
    if (!layers.isArray()) {
      throw new InputException(
          origin
              + "expected a list of layers, got "
              + (layers.isMissingNode() ? "none" : shown(layers)));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode layer : layers) {
      texts.add(layer(place + (texts.size() + 1), layer));
    }
    return String.join(";", texts);
  }

  private static String layer(String place, JsonNode node) {
    boolean named = node.isObject() && node.size() == 1;
    if (!named && !node.isString()) {
      throw new InputException(
          "%s: expected a layer's kind, such as relu or conv: {filters: 16, kernel: 3}, got %s"
              .formatted(place, shown(node)));
    }
    String kind = named ? node.propertyNames().iterator().next() : node.stringValue();
    JsonNode inside = named ? node.path(kind) : YAML.createObjectNode();
    String here = "%s (%s): ".formatted(place, kind);
    if (BARE.contains(kind)) {
      if (named && !inside.isNull()) {
        throw new InputException(here + "expected no settings, got " + shown(inside));
      }
      return kind;
    }
    if (OF_ONE_NUMBER.contains(kind)) {
      return "%s(%s)".formatted(kind, number(here, kind, inside));
    }
    if (kind.equals(RESIDUAL)) {
      return residual(place, here, inside);
    }
    if (!SETTINGS.containsKey(kind)) {
      throw new InputException(
          "%s: expected a known layer, got %s (did you mean %s?)"
              .formatted(place, kind, Spelling.nearest(kind, kinds())));
    }
    return kind + "(" + settings(here, kind, inside) + ")";
  }

  private static List<String> kinds() {
    List<String> kinds = new ArrayList<>(SETTINGS.keySet());
    kinds.addAll(BARE);
    kinds.addAll(OF_ONE_NUMBER);
    kinds.add(RESIDUAL);
    return kinds;
  }

  private static String residual(String place, String here, JsonNode inside) {
    if (!inside.isObject()) {
      throw new InputException(here + "expected body: and a list of layers, got " + shown(inside));
    }
    requireKeys(here, inside, Set.of("body", "shortcut"));
    String body = path(place + ", body ", here + "body: ", inside.path("body"));
    String shortcut =
        inside.has("shortcut")
            ? path(place + ", shortcut ", here + "shortcut: ", inside.path("shortcut"))
            : "";
    return "residual(" + body + "|" + shortcut + ")";
  }

  private static String settings(String here, String kind, JsonNode inside) {
    Map<String, String> defaults = SETTINGS.getOrDefault(kind, Map.of());
    if (!inside.isObject()) {
      throw new InputException(
          here + "expected " + String.join(", ", defaults.keySet()) + ", got " + shown(inside));
    }
    requireKeys(here, inside, defaults.keySet());
    return defaults.entrySet().stream()
        .map(setting -> {
          JsonNode value = inside.path(setting.getKey());
          if (value.isMissingNode() && !setting.getValue().isEmpty()) {
            return setting.getValue();
          }
          return setting.getKey().equals("bias")
              ? flag(here, value)
              : number(here, setting.getKey(), value);
        })
        .collect(Collectors.joining(","));
  }

  private static String flag(String here, JsonNode value) {
    if (!value.isBoolean()) {
      throw new InputException(here + "bias: expected true or false, got " + shown(value));
    }
    return value.booleanValue() ? "1" : "0";
  }

  private static String number(String here, String name, JsonNode value) {
    boolean whole = value.isInt() && value.intValue() >= 0;
    boolean share = name.equals("dropout") && value.isNumber() && value.doubleValue() >= 0;
    if (!whole && !share) {
      throw new InputException(
          "%s%s: expected a %s, got %s"
              .formatted(
                  here,
                  name,
                  name.equals("dropout") ? "rate such as 0.5" : "whole number",
                  value.isMissingNode() || (value.isEmpty() && value.isObject())
                      ? "none"
                      : shown(value)));
    }
    return whole
        ? Integer.toString(value.intValue())
        : Form.NUMBER_FORM.write().apply(value.doubleValue());
  }

  /** Returns a value in few words. */
  private static String shown(JsonNode value) {
    if (value.isArray()) {
      return "a list";
    }
    if (value.isObject()) {
      return value.isEmpty() ? "nothing" : "a mapping";
    }
    String text = value.isNull() ? "nothing" : value.asString();
    return Arrays.stream(text.split("\\R", 2)).findFirst().orElse("nothing");
  }
}
