package tombola.lab.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tombola.lab.config.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a safetensors file and trusts nothing in it. */
final class SafetensorsReader {
  private static final int LONGEST_HEADER = 100_000_000; // the format's own limit

  private final String name;
  private final ByteBuffer content;

  /** One array as the header describes it; offsets count from the end of the header. */
  private record Described(String name, String type, List<Integer> shape, int begin, int end) {}

  SafetensorsReader(String name, byte[] content) {
    this.name = name;
    this.content = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  Safetensors read() {
    int data = 8 + headerLength();
    JsonNode header = header(data);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Described> described = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(Safetensors.METADATA)) {
        metadata.putAll(metadata(entry.getValue()));
      } else {
        described.add(describe(entry.getKey(), entry.getValue(), content.capacity() - data));
      }
    }
    checkGapless(described, content.capacity() - data);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    described.forEach(d -> tensors.put(d.name, tensor(d, data)));
    return new Safetensors(metadata, tensors);
  }

  private int headerLength() {
    if (content.capacity() < 8) {
      throw bad("at least 8 bytes", content.capacity() + ": the file is truncated");
    }
    long length = content.getLong(0);
    if (length < 2 || length > LONGEST_HEADER) {
      throw bad("a header of 2 to " + LONGEST_HEADER + " bytes", Long.toUnsignedString(length));
    }
    if (length > content.capacity() - 8) {
      throw bad(
          "a header of " + length + " bytes", (content.capacity() - 8) + ": the file is truncated");
    }
    return (int) length;
  }

  private JsonNode header(int data) {
    try {
      String json =
          StandardCharsets.UTF_8.newDecoder().decode(content.slice(8, data - 8)).toString();
      JsonNode header = json.startsWith("{") ? Json.MAPPER.readTree(json) : null;
      if (header != null && header.isObject()) {
        return header;
      }
    } catch (CharacterCodingException e) {
      throw bad("a header in UTF-8", "other bytes", e);
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).strip().split("\\R", 2)[0];
      throw bad("a header of one JSON object with each key once", reason, e);
    }
    throw bad("a header that is a JSON object", "another one");
  }

  private Map<String, String> metadata(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!node.isObject()) {
      throw bad(Safetensors.METADATA + " to be an object of texts", node.toString());
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isString()) {
        throw bad(
            "a text as " + Safetensors.METADATA + "." + entry.getKey(),
            entry.getValue().toString());
      }
      texts.put(entry.getKey(), entry.getValue().stringValue());
    }
    return texts;
  }

  private Described describe(String tensor, JsonNode node, int size) {
    if (!node.isObject()
        || !Set.copyOf(node.propertyNames()).equals(Set.of("dtype", "shape", "data_offsets"))) {
      throw bad(tensor + " to have dtype, shape and data_offsets", node.toString());
    }
    JsonNode type = node.get("dtype");
    if (!type.isString() || !Set.of("F32", "I32", "BOOL").contains(type.stringValue())) {
      throw bad(tensor + " to be of dtype F32, I32 or BOOL", type.toString());
    }
    List<Integer> shape = numbers(tensor, "shape", node.get("shape"));
    List<Integer> offsets = numbers(tensor, "data_offsets", node.get("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > size) {
      throw bad(
          tensor + " to have data_offsets [begin, end] within the " + size + " bytes of data",
          offsets.toString());
    }
    long bytes = type.stringValue().equals("BOOL") ? 1 : 4;
    for (int length : shape) {
      bytes =
          length != 0 && bytes > Integer.MAX_VALUE / length
              ? Integer.MAX_VALUE + 1L
              : bytes * length;
    }
    if (bytes != offsets.get(1) - offsets.get(0)) {
      throw bad(
          tensor
              + " of shape "
              + shape
              + " to have "
              + (bytes > Integer.MAX_VALUE ? "below 2^31" : bytes)
              + " bytes",
          "data_offsets " + offsets);
    }
    return new Described(tensor, type.stringValue(), shape, offsets.get(0), offsets.get(1));
  }

  private List<Integer> numbers(String tensor, String key, JsonNode node) {
    List<Integer> numbers = new ArrayList<>();
    if (!node.isArray()) {
      throw bad(tensor + "." + key + " to be a list", node.toString());
    }
    for (JsonNode element : node) {
      if (!element.isInt() || element.intValue() < 0) {
        throw bad(
            tensor + "." + key + " to hold whole numbers from 0 to 2^31 - 1", element.toString());
      }
      numbers.add(element.intValue());
    }
    return numbers;
  }

  private void checkGapless(List<Described> described, int size) {
    int next = 0;
    List<Described> ordered =
        described.stream()
            .sorted(Comparator.comparingInt(Described::begin).thenComparingInt(Described::end))
            .toList();
    for (Described d : ordered) {
      if (d.begin != next) {
        throw bad(
            d.name + " to begin at byte " + next + " of the data, without gap or overlap",
            "" + d.begin);
      }
      next = d.end;
    }
    if (next != size) {
      throw bad(
          next + " bytes of data",
          size + ": the file is " + (size < next ? "truncated" : "too long"));
    }
  }

  private Tensor tensor(Described d, int data) {
    ByteBuffer bytes =
        content.slice(data + d.begin, d.end - d.begin).order(ByteOrder.LITTLE_ENDIAN);
    if (d.type.equals("F32")) {
      float[] values = new float[bytes.capacity() / 4];
      bytes.asFloatBuffer().get(values);
      return new Tensor.F32(d.shape, values);
    }
    if (d.type.equals("I32")) {
      int[] values = new int[bytes.capacity() / 4];
      bytes.asIntBuffer().get(values);
      return new Tensor.I32(d.shape, values);
    }
    BitSet set = new BitSet(bytes.capacity());
    for (int i = 0; i < bytes.capacity(); i++) {
      if ((bytes.get(i) & 0xFE) != 0) {
        throw bad(d.name + " to hold bytes 0 or 1", "" + bytes.get(i));
      }
      set.set(i, bytes.get(i) == 1);
    }
    return new Tensor.Bool(d.shape, set);
  }

  private InputException bad(String expected, String found) {
    return new InputException(line(expected, found));
  }

  private InputException bad(String expected, String found, Throwable cause) {
    return new InputException(line(expected, found), cause);
  }

  private String line(String expected, String found) {
    return "%s: expected %s, found %s; it is damaged or no safetensors file: write or fetch it again"
        .formatted(name, expected, found.length() > 200 ? found.substring(0, 200) + "..." : found);
  }
}
