package tombola.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Writes the bytes of a ticket one after the other, as docs/format.md has them. */
final class TicketBytes {
  private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  /** Begins a ticket of the two classes no and yes. */
  TicketBytes(int width, int layers, int type, int units) {
    bytes.put("TOMBOLA".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).position(16);
    bytes.putInt(width).putShort((short) layers).put((byte) type).put((byte) units);
    bytes.putShort((short) 2);
    text("test").text("no").text("yes").align(8);
  }

  /** Makes it a ticket of version 2 for pictures. */
  TicketBytes pictures(int rows, int columns, int channels) {
    bytes.put(7, (byte) 2).putInt(rows).putInt(columns).putInt(channels).putInt(0);
    return this;
  }

  /** Makes it a ticket of version 3 for pictures, or for values without places. */
  TicketBytes blocks(int rows, int columns, int channels) {
    pictures(rows, columns, channels);
    bytes.put(7, (byte) 3);
    return this;
  }

  /** Begins a step of version 2 or 3. */
  TicketBytes step(int kind, int size, int stride, int padding) {
    align(4);
    return shorts(kind, size, stride, padding);
  }

  private TicketBytes text(String text) {
    bytes.putShort((short) text.length()).put(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TicketBytes align(int to) {
    while (bytes.position() % to != 0) {
      bytes.put((byte) 0);
    }
    return this;
  }

  TicketBytes layer(int outputs, int live, int indexBytes, int relu, int coding) {
    align(4);
    bytes.putInt(outputs).putInt(live).putInt(indexBytes);
    bytes.put((byte) relu).put((byte) coding).putShort((short) 0);
    return this;
  }

  TicketBytes floats(float... values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
    return this;
  }

  TicketBytes doubles(double... values) {
    for (double value : values) {
      bytes.putDouble(value);
    }
    return this;
  }

  TicketBytes shorts(int... values) {
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return this;
  }

  TicketBytes bytes(int... values) {
    for (int value : values) {
      bytes.put((byte) value);
    }
    return this;
  }

  /** Returns the file, with its length and checksum. */
  byte[] file() {
    align(4);
    int length = bytes.position();
    byte[] file = Arrays.copyOf(bytes.array(), length);
    return sealed(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(8, length).array());
  }

  /** Returns {@code file} with the checksum of what it holds. */
  static byte[] sealed(byte[] file) {
    CRC32 sum = new CRC32();
    sum.update(file, 16, file.length - 16);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(12, (int) sum.getValue());
    return file;
  }
}
