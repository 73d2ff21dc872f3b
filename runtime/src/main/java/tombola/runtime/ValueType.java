package tombola.runtime;

import java.nio.ByteBuffer;

/** How weights are written. */
enum ValueType {
  FLOAT32(4),
  FLOAT16(2),
  INT8(1);

  private final int bytes;

  ValueType(int bytes) {
    this.bytes = bytes;
  }

  static ValueType of(byte number) {
    if (number < 0 || number >= values().length) {
      throw TicketReader.bad("values of type 0, 1 or 2", Integer.toString(number));
    }
    return values()[number];
  }

  /** Returns the bytes of a weight. */
  int bytes() {
    return bytes;
  }

  /** Returns the next weight of {@code file}, which is multiplied by its row's {@code scale}. */
  float next(ByteBuffer file, float scale) {
    return switch (this) {
      case FLOAT32 -> file.getFloat();
      case FLOAT16 -> half(file.getShort());
      case INT8 -> file.get() * scale;
    };
  }

  /** Returns the value of an IEEE 754 binary16, exactly. */
  static float half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
