package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.List;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes the functions that go through the lines of a panel's pixels, channel after channel, as
 * memory lies. What belongs to a channel is its {@link #CONSTANTS}; means and offsets stand there
 * with their signs changed. Each method says what its function takes and returns where it begins.
 */
final class NormCode {
  /** Bytes of what belongs to a channel: four floats. */
  static final int CONSTANTS = 4 * Float.BYTES;

  private static final Gpr LEFT = Gpr.RAX; // channels of the pixel
  private static final Gpr OF_CHANNEL = Gpr.R10; // its constants
  private static final Gpr SUM = Gpr.R11; // the channel's
  private static final Gpr PRODUCT = Gpr.RBX; // likewise
  private static final int ZERO = 0;
  private static final int CONSTANT = 1; // the first of four registers
  private static final int FREE = 5; // the first register that nothing holds

  private final Assembler code;
  private final int vectors; // of a line

  NormCode(Assembler code) {
    this.code = code;
    this.vectors = LANES / code.width();
  }

  /** One vector of a channel's line, which stands {@code lane} bytes after the line's first. */
  @FunctionalInterface
  private interface Vector {
    void write(int number, int lane);
  }

  private void each(Vector vector) {
    for (int v = 0; v < vectors; v++) {
      vector.write(v, v * code.width() * Float.BYTES);
    }
  }

  private int begin() {
    code.align(64);
    int entry = code.size();
    code.push(PRODUCT);
    code.zero(ZERO);
    return entry;
  }

  private void end() {
    code.pop(PRODUCT);
    code.vzeroupper();
    code.ret();
  }

  private Label here() {
    Label label = new Label();
    code.align(32);
    code.bind(label);
    return label;
  }

  /** Writes the loops over pixels and channels; {@code lines} move on with each channel. */
  private void loops(
      Gpr pixels, Gpr channels, Runnable atPixel, Runnable atChannel, List<Gpr> lines) {
    Label pixel = here();
    code.move(LEFT, channels);
    atPixel.run();
    Label channel = here();
    atChannel.run();
    lines.forEach(line -> code.add(line, (int) LINE));
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(channel);
    code.subtract(pixels, 1);
    code.jumpIfNotZero(pixel);
  }

  /** Adds each line to its channel's sums: x, the sums, pixels, channels. */
  int sums() {
    final int entry = begin();
    loops(
        Gpr.RDX,
        Gpr.RCX,
        () -> code.move(SUM, Gpr.RSI),
        () ->
            each((v, lane) -> {
              code.load(FREE + v, SUM, lane);
              code.addMemory(FREE + v, FREE + v, Gpr.RDI, lane);
              code.store(SUM, lane, FREE + v);
            }),
        List.of(Gpr.RDI, SUM));
    end();
    return entry;
  }

  /** Adds the squares of what is above the mean: x, the sums, pixels, channels, constants. */
  int squares() {
    final int entry = begin();
    loops(
        Gpr.RDX,
        Gpr.RCX,
        () -> {
          code.move(SUM, Gpr.RSI);
          code.move(OF_CHANNEL, Gpr.R8);
        },
        () -> {
          constants(1);
          each((v, lane) -> {
            int above = FREE + 2 * v;
            code.addMemory(above, CONSTANT, Gpr.RDI, lane);
            code.load(above + 1, SUM, lane);
            code.fma(above + 1, above, above);
            code.store(SUM, lane, above + 1);
          });
        },
        List.of(Gpr.RDI, SUM));
    end();
    return entry;
  }

  /**
   * Adds gradients, and their products with what is above the mean: x, dy, the sums, pixels,
   * channels, constants. The products' sums stand after the others.
   */
  int gradientSums() {
    final int entry = begin();
    loops(
        Gpr.RCX,
        Gpr.R8,
        () -> {
          code.move(SUM, Gpr.RDX);
          code.leaIndexed(PRODUCT, SUM, Gpr.R8, 8, 0); // a line is eight times eight
          for (int i = 1; i < LINE / 8; i++) {
            code.leaIndexed(PRODUCT, PRODUCT, Gpr.R8, 8, 0);
          }
          code.move(OF_CHANNEL, Gpr.R9);
        },
        () -> {
          constants(1);
          each((v, lane) -> {
            int dy = FREE + 4 * v;
            code.load(dy, Gpr.RSI, lane);
            code.addMemory(dy + 1, dy, SUM, lane);
            code.store(SUM, lane, dy + 1);
            code.addMemory(dy + 2, CONSTANT, Gpr.RDI, lane);
            code.load(dy + 3, PRODUCT, lane);
            code.fma(dy + 3, dy, dy + 2);
            code.store(PRODUCT, lane, dy + 3);
          });
        },
        List.of(Gpr.RDI, Gpr.RSI, SUM, PRODUCT));
    end();
    return entry;
  }

  /**
   * Normalises: x, y, pixels, channels, constants (mean, scale, shift), and what is added.
   *
   * @param adds whether anything is
   */
  int normalise(boolean adds, boolean relu) {
    final int entry = begin();
    loops(
        Gpr.RDX,
        Gpr.RCX,
        () -> code.move(OF_CHANNEL, Gpr.R8),
        () -> {
          int shift = 2 * Float.BYTES;
          each((v, _) -> code.broadcast(FREE + 2 * v, OF_CHANNEL, shift));
          constants(2);
          each((v, lane) -> {
            int y = FREE + 2 * v;
            code.addMemory(y + 1, CONSTANT, Gpr.RDI, lane);
            code.fma(y, y + 1, CONSTANT + 1);
            code.add(y, y, ZERO);
            if (adds) {
              code.addMemory(y, y, Gpr.R9, lane);
            }
            if (relu) {
              code.max(y, ZERO, y); // what is NaN stays
            }
            code.store(Gpr.RSI, lane, y);
          });
        },
        List.of(Gpr.RDI, Gpr.RSI, Gpr.R9));
    end();
    return entry;
  }

  /** Goes back: x, dy, dx, pixels, channels, constants (mean, offset, slope, scale). */
  int inputGradient(boolean gated) {
    final int entry = begin();
    loops(
        Gpr.RCX,
        Gpr.R8,
        () -> code.move(OF_CHANNEL, Gpr.R9),
        () -> {
          constants(4);
          each((v, lane) -> {
            int dx = FREE + 2 * v;
            code.addMemory(dx + 1, CONSTANT, Gpr.RDI, lane);
            code.addMemory(dx, CONSTANT + 1, Gpr.RSI, lane);
            code.fma(dx, dx + 1, CONSTANT + 2);
            code.multiply(dx, dx, CONSTANT + 3);
            code.add(dx, dx, ZERO);
            if (gated) {
              code.clearUnlessAbove(dx, ZERO, Gpr.RDI, lane, dx + 1);
            }
            code.store(Gpr.RDX, lane, dx);
          });
        },
        List.of(Gpr.RDI, Gpr.RSI, Gpr.RDX));
    end();
    return entry;
  }

  /** Loads the first {@code count} constants of a channel and goes on to the next one's. */
  private void constants(int count) {
    for (int i = 0; i < count; i++) {
      code.broadcast(CONSTANT + i, OF_CHANNEL, i * Float.BYTES);
    }
    code.add(OF_CHANNEL, CONSTANTS);
  }
}
