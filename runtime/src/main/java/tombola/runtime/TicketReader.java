package tombola.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Reads a {@code .tombola} file and trusts nothing in it; docs/format.md describes the format. What
 * it makes room for, the file has bytes for: no more than 64 for each byte of the file.
 */
final class TicketReader {
  private static final byte[] MAGIC = "TOMBOLA".getBytes(StandardCharsets.US_ASCII);
  private static final int PERCEPTRONS = 1; // version of fully connected layers alone
  private static final int PICTURES = 2; // with convolutions
  private static final int VERSION = 3; // the latest, with residual blocks and smooth activations
  private static final int PREFIX = 16; // magic, version, length, checksum

  private final ByteBuffer file;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  TicketReader(ByteBuffer content) {
    this.file = content.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the whole file that begins in {@code in}, growing with what is really there. */
  static byte[] content(InputStream in) throws IOException {
    byte[] prefix = in.readNBytes(PREFIX);
    int length = length(ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN));
    byte[] rest = in.readNBytes(length - PREFIX);
    byte[] content = Arrays.copyOf(prefix, PREFIX + rest.length);
    System.arraycopy(rest, 0, content, PREFIX, rest.length);
    return content;
  }

  /** Returns the length that a file with this beginning says it has. */
  private static int length(ByteBuffer prefix) {
    if (prefix.remaining() < PREFIX) {
      throw bad("at least " + PREFIX + " bytes", prefix.remaining() + ": it is truncated");
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (prefix.get(i) != MAGIC[i]) {
        throw bad("a file that begins with TOMBOLA", "another");
      }
    }
    int version = prefix.get(MAGIC.length) & 0xFF;
    if (version < PERCEPTRONS || version > VERSION) {
      throw bad("version " + PERCEPTRONS + " to " + VERSION, Integer.toString(version));
    }
    int length = prefix.getInt(8);
    if (length < PREFIX) {
      throw bad("a length from " + PREFIX + " to 2147483647", Integer.toUnsignedString(length));
    }
    return length;
  }

  Tombola read() {
    int length = length(file);
    if (length != file.capacity()) {
      throw bad(length + " bytes", Integer.toString(file.capacity()));
    }
    CRC32 sum = new CRC32();
    sum.update(file.slice(PREFIX, length - PREFIX));
    if ((int) sum.getValue() != file.getInt(12)) {
      throw bad("the checksum that it has", "another: it is damaged");
    }
    file.position(PREFIX);
    int width = size("features", 1);
    need(6);
    int layers = file.getShort() & 0xFFFF;
    ValueType type = ValueType.of(file.get());
    int kind = file.get();
    int classes = file.getShort() & 0xFFFF;
    String origin = text();
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add(text());
    }
    align(8);
    int version = file.get(MAGIC.length);
    StepReader steps = new StepReader(this, type, width, version > PICTURES);
    if (version != PERCEPTRONS) {
      steps.pictures();
    }
    Units units = units(kind, width);
    for (int i = 0; i < layers; i++) {
      if (version == PERCEPTRONS) {
        steps.layer();
      } else {
        steps.read();
      }
    }
    if (layers == 0 || steps.outputs() != classes) {
      throw bad(
          "a last layer with an output for each of " + classes + " classes",
          Integer.toString(steps.outputs()));
    }
    if (file.hasRemaining()) {
      throw bad("an end after the last layer", file.remaining() + " bytes more");
    }
    return new Tombola(origin, names, units, width, steps.flow());
  }

  private Units units(int kind, int width) {
    return switch (kind) {
      case 0 -> Units.asGiven();
      case 1 -> {
        need(4);
        yield Units.scaled(finite(file.getFloat()));
      }
      case 2 -> Units.standardised(doubles(width), doubles(width));
      default -> throw bad("units 0, 1 or 2", Integer.toString(kind));
    };
  }

  private double[] doubles(int count) {
    need(8L * count);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = file.getDouble();
      if (!Double.isFinite(values[i])) {
        throw bad("finite numbers", Double.toString(values[i]));
      }
    }
    return values;
  }

  private String text() {
    need(2);
    int length = file.getShort() & 0xFFFF;
    need(length);
    if (length == 0) {
      throw bad("texts of at least a byte", "an empty one");
    }
    ByteBuffer bytes = file.slice(file.position(), length);
    file.position(file.position() + length);
    try {
      return decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new BadTicketException("ticket: expected text in UTF-8, found other bytes", e);
    }
  }

  /** Returns the file, at the place up to which it is read. */
  ByteBuffer file() {
    return file;
  }

  /** Returns the next number, of {@code what}. */
  int size(String what, int least) {
    need(4);
    int size = file.getInt();
    if (size < least) {
      throw bad(what + " from " + least + " to 2147483647", Integer.toUnsignedString(size));
    }
    return size;
  }

  /** Makes sure that {@code bytes} follow. */
  void need(long bytes) {
    if (bytes > file.remaining()) {
      throw bad(bytes + " bytes more", file.remaining() + ": a size in it is wrong");
    }
  }

  /** Goes on to the next multiple of {@code bytes}. */
  void align(int bytes) {
    while (file.position() % bytes != 0) {
      need(1);
      if (file.get() != 0) {
        throw bad("zeros between the parts", "another byte");
      }
    }
  }

  static float finite(float value) {
    if (!Float.isFinite(value)) {
      throw bad("finite numbers", Float.toString(value));
    }
    return value;
  }

  static BadTicketException bad(String expected, String found) {
    return new BadTicketException(
        "ticket: expected %s, found %s; export it again".formatted(expected, found));
  }
}
