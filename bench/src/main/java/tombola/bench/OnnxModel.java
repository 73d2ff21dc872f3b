package tombola.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;

/**
 * A network of {@code Gemm} and {@code Relu} as the bytes of an ONNX file, for benchmarks alone.
 * The numbers are those of the fields in onnx.proto.
 */
final class OnnxModel {
  private OnnxModel() {}

  static byte[] of(NetworkSpec spec, Weights weights) {
    Message graph = new Message();
    String x = "x";
    List<Layer.Dense> dense = spec.dense();
    for (int i = 0; i < dense.size(); i++) {
      Layer.Dense layer = dense.get(i);
      boolean last = i == dense.size() - 1;
      String y = last ? "y" : layer.name();
      String weight = layer.name() + ".weight";
      String bias = layer.name() + ".bias";
      graph.message(
          1,
          new Message()
              .text(1, x)
              .text(1, weight)
              .text(1, bias)
              .text(2, y)
              .text(4, "Gemm")
              .message(5, new Message().text(1, "transB").number(3, 1).number(20, 2)));
      graph.message(5, tensor(weight, weights.get(weight), layer.out(), layer.in()));
      graph.message(5, tensor(bias, weights.get(bias), layer.out()));
      x = y;
      if (spec.relu(layer)) {
        graph.message(1, new Message().text(1, x).text(2, x + ".relu").text(4, "Relu"));
        x += ".relu";
      }
    }
    graph.text(2, spec.name());
    graph.message(11, value("x", spec.inputs()));
    graph.message(12, value("y", spec.classes()));
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().number(2, 17))
        .bytes();
  }

  private static Message tensor(String name, float[] values, int... dimensions) {
    Message tensor = new Message();
    for (int dimension : dimensions) {
      tensor.number(1, dimension);
    }
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor.number(2, 1).text(8, name).bytes(9, raw.array());
  }

  private static Message value(String name, int width) {
    Message shape =
        new Message()
            .message(1, new Message().text(2, "batch"))
            .message(1, new Message().number(1, width));
    Message tensor = new Message().number(1, 1).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** Fields of a protocol buffer. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      variable(field * 8L);
      variable(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      variable(field * 8L + 2);
      variable(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void variable(long value) {
      long rest = value;
      while (rest > 127) {
        out.write((int) ((rest & 127) | 128));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
