package tombola.runtime;

import java.nio.ByteBuffer;

/** Reads one layer of a {@code .tombola} file. */
final class LayerReader {
  private static final int HEADER = 16;
  private static final int MASK = 255; // instead of a Rice parameter
  private static final int MOST_RICE = 30;

  private final TicketReader reader;
  private final ByteBuffer file;
  private final ValueType type;
  private final int inputs;

  /** Reads the layer that comes next, which has {@code inputs}. */
  LayerReader(TicketReader reader, ValueType type, int inputs) {
    this.reader = reader;
    this.file = reader.file();
    this.type = type;
    this.inputs = inputs;
  }

  /** Makes a step of what was read. */
  interface Maker<S extends Step.Single> {
    S make(boolean relu, int[] column, int[] row, float[] weight, float[] bias);
  }

  <S extends Step.Single> S read(Maker<S> maker) {
    reader.align(4);
    reader.need(HEADER);
    int outputs = reader.size("outputs", 1);
    int live = reader.size("weights", 0);
    int indexBytes = reader.size("bytes of the index", 0);
    int flags = file.get() & 0xFF;
    int coding = file.get() & 0xFF;
    if (flags > 1 || file.getShort() != 0) {
      throw TicketReader.bad("flags 0 or 1", "others");
    }
    reader.need(4L * outputs + (type == ValueType.INT8 ? 2L * outputs : 0));
    float[] bias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      bias[o] = TicketReader.finite(file.getFloat());
    }
    float[] scales = type == ValueType.INT8 ? scales(outputs) : new float[0];
    reader.need((long) live * type.bytes() + indexBytes);
    int values = file.position();
    Positions positions = new Positions(file.slice(values + live * type.bytes(), indexBytes));
    int[] row = new int[live];
    int[] column = new int[live];
    if (coding == MASK) {
      positions.mask(inputs, outputs, column, row);
    } else if (coding <= MOST_RICE) {
      positions.rice(coding, inputs, outputs, column, row);
    } else {
      throw TicketReader.bad("an index of coding 0 to 30 or 255", Integer.toString(coding));
    }
    float[] weight = new float[live];
    for (int k = 0; k < live; k++) {
      float scale = type == ValueType.INT8 ? scales[row[k]] : 1f;
      weight[k] = TicketReader.finite(type.next(file, scale));
    }
    file.position(file.position() + indexBytes);
    reader.align(4);
    return maker.make(flags == 1, column, row, weight, bias);
  }

  /** Returns each row's scale, of which the file has the upper half. */
  private float[] scales(int outputs) {
    float[] scales = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      scales[o] = TicketReader.finite(Float.intBitsToFloat(file.getShort() << 16));
    }
    return scales;
  }
}
