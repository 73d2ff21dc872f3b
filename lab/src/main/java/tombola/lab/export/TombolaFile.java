package tombola.lab.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.sparse.LiveActivation;

/**
 * Our compact file, as docs/format.md describes it; {@link tombola.runtime.Tombola} reads it. All
 * numbers are little-endian.
 */
final class TombolaFile implements Exporter {
  private static final byte[] MAGIC = "TOMBOLA".getBytes(StandardCharsets.US_ASCII);
  private static final byte PERCEPTRONS = 1; // version of fully connected layers alone
  private static final byte PICTURES = 2; // with convolutions
  private static final byte VERSION = 3; // with residual blocks and smooth activations
  private static final int PREFIX = 16;
  private static final int HEADER = 12; // of the network, and with the same room of a layer
  private static final int STEP = 8; // before a step of version 2, and twice of its pictures
  private static final int MOST_TEXT = 0xFFFF;
  private static final int MOST_SHORT = 0xFFFF;

  @Override
  public byte[] write(PackedTicket ticket) {
    List<byte[]> texts = new ArrayList<>();
    texts.add(text("origin", ticket.origin()));
    ticket.classes().forEach(name -> texts.add(text("classes", name)));
    List<IndexCode> indices = ticket.layers().stream().map(IndexCode::of).toList();
    ByteBuffer file =
        ByteBuffer.allocate(room(ticket, texts, indices)).order(ByteOrder.LITTLE_ENDIAN);
    byte version = version(ticket);
    file.put(MAGIC).put(version).position(PREFIX);
    file.putInt(ticket.inputs()).putShort((short) ticket.steps().size());
    file.put(type(ticket.values())).put(kind(ticket.units()));
    file.putShort((short) ticket.classes().size());
    texts.forEach(text -> file.putShort((short) text.length).put(text));
    align(file, 8);
    if (version > PERCEPTRONS) {
      Volume input = ticket.input();
      file.putInt(input.height()).putInt(input.width()).putInt(input.channels()).putInt(0);
    }
    put(file, ticket.units());
    Iterator<IndexCode> index = indices.iterator();
    for (PackedStep step : ticket.steps()) {
      if (version > PERCEPTRONS) {
        putKind(file, step);
      }
      switch (step) {
        case PackedLayer layer -> put(file, layer, ticket.values(), index.next());
        case PackedConvolution(_, PackedLayer matrix) ->
            put(file, matrix, ticket.values(), index.next());
        case PackedPool _, PackedActivation _, PackedRecall _, PackedSum _ -> {}
      }
    }
    file.flip().putInt(8, file.limit());
    CRC32 sum = new CRC32();
    sum.update(file.slice(PREFIX, file.limit() - PREFIX));
    file.putInt(12, (int) sum.getValue());
    byte[] bytes = new byte[file.limit()];
    file.get(bytes);
    return bytes;
  }

  /** Returns the first version that has all that {@code ticket} needs. */
  private static byte version(PackedTicket ticket) {
    if (ticket.blocks()) {
      return VERSION;
    }
    return ticket.pictures() ? PICTURES : PERCEPTRONS;
  }

  private static byte[] text(String setting, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MOST_TEXT) {
      throw new InputException(
          "%s: expected a text of 1 to %d bytes, got %d"
              .formatted(setting, MOST_TEXT, bytes.length));
    }
    return bytes;
  }

  private static int room(PackedTicket ticket, List<byte[]> texts, List<IndexCode> indices) {
    long room = PREFIX + HEADER + 8 + 16L * ticket.inputs();
    room += 2 * STEP + (long) STEP * ticket.steps().size();
    room += texts.stream().mapToLong(text -> 2L + text.length).sum();
    room += indices.stream().mapToLong(index -> index.bytes().length + 8L).sum();
    for (PackedLayer layer : ticket.layers()) {
      room += HEADER + 8 + 4L * layer.live() + 6L * layer.outputs();
    }
    if (room > Integer.MAX_VALUE) {
      throw new InputException(
          "format: expected a ticket below 2 GiB for tombola, got one of up to " + room + " bytes");
    }
    return (int) room;
  }

  private static byte type(WeightValues values) {
    return switch (values) {
      case FLOAT32 -> 0;
      case FLOAT16 -> 1;
      case INT8 -> 2;
    };
  }

  private static byte kind(InputUnits units) {
    return switch (units) {
      case InputUnits.Bytes _ -> 1;
      case InputUnits.Columns _ -> 2;
    };
  }

  private static void put(ByteBuffer file, InputUnits units) {
    switch (units) {
      case InputUnits.Bytes _ -> file.putFloat(InputUnits.Bytes.FACTOR);
      case InputUnits.Columns columns -> {
        for (double shift : columns.shift()) {
          file.putDouble(shift);
        }
        for (double deviation : columns.deviation()) {
          file.putDouble(deviation);
        }
      }
    }
  }

  /** Writes what a step is, and its windows. */
  private static void putKind(ByteBuffer file, PackedStep step) {
    switch (step) {
      case PackedLayer _ -> put(file, 0, 0, 0, 0);
      case PackedConvolution(Layer.Conv2d shape, _) ->
          put(file, 1, shape.kernel(), shape.stride(), shape.padding());
      case PackedPool(Layer.Pool shape) ->
          put(file, shape.kind() == Layer.Pool.Kind.MAX ? 2 : 3, shape.size(), shape.stride(), 0);
      case PackedActivation(LiveActivation.Kind kind, Volume _) ->
          put(file, kind == LiveActivation.Kind.GELU ? 4 : 5, 0, 0, 0);
      case PackedRecall recall -> put(file, 6, recall.value(), 0, 0);
      case PackedSum sum -> put(file, 7, sum.other(), sum.relu() ? 1 : 0, 0);
    }
  }

  private static void put(ByteBuffer file, int... shorts) {
    for (int value : shorts) {
      if (value > MOST_SHORT) {
        throw new InputException(
            "format: expected windows, strides and steps of at most %d for tombola, got %d"
                .formatted(MOST_SHORT, value));
      }
      file.putShort((short) value);
    }
  }

  private static void put(
      ByteBuffer file, PackedLayer layer, WeightValues values, IndexCode index) {
    file.putInt(layer.outputs()).putInt(layer.live()).putInt(index.bytes().length);
    file.put((byte) (layer.relu() ? 1 : 0)).put((byte) index.coding()).putShort((short) 0);
    for (float bias : layer.bias()) {
      file.putFloat(bias);
    }
    for (float scale : layer.scales()) {
      file.putShort((short) (Float.floatToRawIntBits(scale) >>> 16));
    }
    for (int k = 0; k < layer.live(); k++) {
      switch (values) {
        case FLOAT32 -> file.putFloat(layer.weights()[k]);
        case FLOAT16 -> file.putShort(Float.floatToFloat16(layer.weights()[k]));
        case INT8 -> file.put(layer.levels()[k]);
      }
    }
    file.put(index.bytes());
    align(file, 4);
  }

  private static void align(ByteBuffer file, int bytes) {
    while (file.position() % bytes != 0) {
      file.put((byte) 0);
    }
  }
}
