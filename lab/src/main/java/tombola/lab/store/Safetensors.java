package tombola.lab.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tombola.lab.config.InputException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A safetensors file: named arrays and a few texts. Equal content gives equal bytes: the header's
 * keys are sorted, the data lie in the same order, numbers before truth values so that numbers stay
 * aligned to 4 bytes.
 *
 * @param metadata texts by name
 * @param tensors arrays by name
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  static final String METADATA = "__metadata__";
  private static final ObjectWriter COMPACT =
      Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  /** Sorts both maps. */
  public Safetensors {
    metadata = new TreeMap<>(metadata);
    tensors = new TreeMap<>(tensors);
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("tensor: expected any name but " + METADATA);
    }
  }

  /** Returns the bytes of the file. */
  public byte[] bytes() {
    List<Placed> placed = placed();
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(header.putObject(METADATA)::put);
    }
    int size = 0;
    for (Placed p : placed) {
      int end = Math.addExact(p.begin, length(p.tensor));
      ObjectNode description = header.putObject(p.name);
      description.put("dtype", type(p.tensor));
      p.tensor.shape().forEach(description.putArray("shape")::add);
      description.putArray("data_offsets").add(p.begin).add(end);
      size = Math.max(size, end);
    }
    byte[] json = COMPACT.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int data = 8 + Math.ceilDiv(json.length, 8) * 8;
    ByteBuffer file = ByteBuffer.allocate(Math.addExact(data, size)).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(data - 8L).put(json);
    while (file.position() < data) {
      file.put((byte) ' ');
    }
    placed.forEach(p -> put(file.position(data + p.begin), p.tensor));
    return file.array();
  }

  /**
   * Reads and checks a file.
   *
   * @throws InputException in one line if it cannot be read or breaks a rule of the format
   */
  public static Safetensors read(Path file) {
    try {
      return of(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw DurableFiles.unreadable(file, e);
    }
  }

  /**
   * Checks and returns what {@code content} holds.
   *
   * @param name what messages call it
   * @throws InputException in one line if it breaks a rule of the format
   */
  public static Safetensors of(String name, byte[] content) {
    return new SafetensorsReader(name, content).read();
  }

  /**
   * Returns the floats called {@code name} themselves.
   *
   * @throws IllegalArgumentException naming what there is, if there are none
   */
  public float[] floats(String name) {
    if (tensors.get(name) instanceof Tensor.F32 floats) {
      return floats.values();
    }
    throw absent(name, "F32");
  }

  /**
   * Returns the indices that are true in the tensor called {@code name}.
   *
   * @throws IllegalArgumentException naming what there is, if there is none
   */
  public BitSet bits(String name) {
    if (tensors.get(name) instanceof Tensor.Bool bits) {
      return bits.set();
    }
    throw absent(name, "BOOL");
  }

  /**
   * Returns the whole numbers called {@code name} themselves.
   *
   * @throws IllegalArgumentException naming what there is, if there are none
   */
  public int[] numbers(String name) {
    if (tensors.get(name) instanceof Tensor.I32 numbers) {
      return numbers.values();
    }
    throw absent(name, "I32");
  }

  private IllegalArgumentException absent(String name, String type) {
    return new IllegalArgumentException(
        name + ": expected a tensor of type " + type + ", found " + tensors.keySet());
  }

  /** A tensor and where its data begin, counted from the end of the header. */
  private record Placed(String name, Tensor tensor, int begin) {}

  /** Returns the tensors by name, their data placed numbers first. */
  private List<Placed> placed() {
    List<Placed> placed = new ArrayList<>();
    int next = 0;
    for (boolean numbers : List.of(true, false)) {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        if (entry.getValue() instanceof Tensor.Bool != numbers) {
          placed.add(new Placed(entry.getKey(), entry.getValue(), next));
          next = Math.addExact(next, length(entry.getValue()));
        }
      }
    }
    placed.sort(Comparator.comparing(Placed::name));
    return placed;
  }

  private static String type(Tensor tensor) {
    return switch (tensor) {
      case Tensor.F32 _ -> "F32";
      case Tensor.I32 _ -> "I32";
      case Tensor.Bool _ -> "BOOL";
    };
  }

  private static int length(Tensor tensor) {
    return switch (tensor) {
      case Tensor.F32 floats -> Math.multiplyExact(4, floats.count());
      case Tensor.I32 numbers -> Math.multiplyExact(4, numbers.count());
      case Tensor.Bool bits -> bits.count();
    };
  }

  private static void put(ByteBuffer file, Tensor tensor) {
    switch (tensor) {
      case Tensor.F32 floats ->
          file.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(floats.values());
      case Tensor.I32 numbers ->
          file.slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(numbers.values());
      case Tensor.Bool(List<Integer> _, BitSet set) ->
          set.stream().forEach(i -> file.put(file.position() + i, (byte) 1));
    }
  }
}
