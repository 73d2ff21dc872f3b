package tombola.runtime;

import java.nio.ByteBuffer;

/** Reads the steps of a {@code .tombola} file, each for what the one before it gives. */
final class StepReader {
  private static final int HEADER = 8;
  private static final int DENSE = 0;
  private static final int CONVOLUTION = 1;
  private static final int MAX_POOL = 2;
  private static final int MEAN_POOL = 3;

  private final TicketReader reader;
  private final ByteBuffer file;
  private final ValueType type;
  private final int width;
  private Picture shape; // of what the next step takes
  private boolean first = true;

  /** Reads steps for samples of {@code width} values. */
  StepReader(TicketReader reader, ValueType type, int width) {
    this.reader = reader;
    this.file = reader.file();
    this.type = type;
    this.width = width;
    this.shape = new Picture(1, 1, width);
  }

  /** Reads the shape of a sample, which is a picture. */
  void pictures() {
    shape =
        Picture.of(reader.size("rows", 1), reader.size("columns", 1), reader.size("channels", 1));
    if (shape.values() != width || reader.size("zeros", 0) != 0) {
      throw TicketReader.bad("pictures of " + width + " values", Integer.toString(shape.values()));
    }
  }

  /** Returns the fully connected layer that comes next. */
  ColumnLayer layer() {
    Picture takes = shape;
    ColumnLayer layer = new LayerReader(reader, type, takes.values()).read(ColumnLayer::new);
    shape = new Picture(1, 1, layer.outputs());
    return takes.pixels() == 1 ? layer : layer.ofPlanes(takes);
  }

  /** Returns the step that comes next, which says itself what it is. */
  Step read() {
    reader.align(4);
    reader.need(HEADER);
    int kind = file.getShort() & 0xFFFF;
    int size = file.getShort() & 0xFFFF;
    int stride = file.getShort() & 0xFFFF;
    int padding = file.getShort() & 0xFFFF;
    if (first && kind != CONVOLUTION) {
      throw TicketReader.bad("a convolution first", "a step of kind " + kind);
    }
    first = false;
    return switch (kind) {
      case DENSE -> {
        if (size != 0 || stride != 0 || padding != 0) {
          throw TicketReader.bad("a fully connected layer without windows", size + " pixels");
        }
        yield layer();
      }
      case CONVOLUTION -> convolution(size, stride, padding);
      case MAX_POOL, MEAN_POOL -> {
        if (padding != 0) {
          throw TicketReader.bad("pooling without padding", Integer.toString(padding));
        }
        PoolLayer pool = new PoolLayer(kind == MEAN_POOL, shape, size, stride);
        shape = pool.gives();
        yield pool;
      }
      default -> throw TicketReader.bad("steps of kind 0 to 3", Integer.toString(kind));
    };
  }

  private ConvolutionLayer convolution(int kernel, int stride, int padding) {
    if (padding >= Math.max(kernel, 1)) {
      throw TicketReader.bad("a padding below the kernel, " + kernel, Integer.toString(padding));
    }
    Picture takes = shape;
    takes.bordered(padding).windows(kernel, stride, 1); // fits, or is refused
    int inputs = Picture.of(kernel, kernel, takes.channels()).values();
    ConvolutionLayer layer =
        new LayerReader(reader, type, inputs)
            .read((relu, column, row, weight, bias) ->
                new ConvolutionLayer(
                    relu, takes, kernel, stride, padding, column, row, weight, bias));
    shape = layer.gives();
    return layer;
  }
}
