package tombola.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files as the format's description has them. */
final class IdxFile {
  private IdxFile() {}

  /** Returns a header with these dimensions, followed by {@code values} bytes 0, 1, 2, ... */
  static byte[] counting(int values, int... dimensions) {
    byte[] data = new byte[values];
    for (int i = 0; i < values; i++) {
      data[i] = (byte) i;
    }
    return bytes(data, dimensions);
  }

  static byte[] labels(int... labels) {
    byte[] data = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      data[i] = (byte) labels[i];
    }
    return bytes(data, labels.length);
  }

  static byte[] bytes(byte[] data, int... dimensions) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + data.length);
    buffer.putInt(0x0800 | dimensions.length);
    for (int dimension : dimensions) {
      buffer.putInt(dimension);
    }
    return buffer.put(data).array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static DataFile write(Path folder, String name, byte[] content) {
    try {
      return DataFile.of(Files.write(folder.resolve(name), content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
