package tombola.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads the steps of a {@code .tombola} file, each for what the one before it gives. */
final class StepReader {
  private static final int HEADER = 8;
  private static final int DENSE = 0;
  private static final int CONVOLUTION = 1;
  private static final int MAX_POOL = 2;
  private static final int MEAN_POOL = 3;
  private static final int GELU = 4;
  private static final int TANH = 5;
  private static final int RECALL = 6;
  private static final int SUM = 7;

  private final TicketReader reader;
  private final ByteBuffer file;
  private final ValueType type;
  private final int width;
  private final boolean blocks;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> from = new ArrayList<>();
  private final List<Integer> other = new ArrayList<>();
  private final List<Picture> shapes = new ArrayList<>(); // of the values that the file numbers
  private final List<Integer> values = new ArrayList<>(); // by those, the values of the steps
  private final BitSet recalled = new BitSet(); // values that are kept for later
  private long kept; // floats of those

  /**
   * Reads steps for samples of {@code width} values.
   *
   * @param blocks whether there may be residual blocks and smooth activations, and no convolution
   */
  StepReader(TicketReader reader, ValueType type, int width, boolean blocks) {
    this.blocks = blocks;
    this.reader = reader;
    this.file = reader.file();
    this.type = type;
    this.width = width;
    shapes.add(new Picture(1, 1, width));
    values.add(0);
  }

  /** Reads the shape of a sample, which is a picture. */
  void pictures() {
    Picture shape =
        Picture.of(reader.size("rows", 1), reader.size("columns", 1), reader.size("channels", 1));
    if (shape.values() != width || reader.size("zeros", 0) != 0) {
      throw TicketReader.bad("pictures of " + width + " values", Integer.toString(shape.values()));
    }
    shapes.set(0, shape);
  }

  /** Returns the steps that were read. */
  Flow flow() {
    return new Flow(
        steps.toArray(Step[]::new),
        from.stream().mapToInt(Integer::intValue).toArray(),
        other.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Returns the values of what the last step gives, 0 if a value is recalled after it. */
  int outputs() {
    return values.get(values.size() - 1) == steps.size() ? shape().values() : 0;
  }

  /** Returns the shape of what the next step takes. */
  private Picture shape() {
    return shapes.get(shapes.size() - 1);
  }

  private void add(Step step, int second, Picture gives) {
    from.add(values.get(values.size() - 1));
    other.add(second);
    steps.add(step);
    values.add(steps.size());
    shapes.add(gives);
  }

  /** Reads the fully connected layer that comes next. */
  void layer() {
    Picture takes = shape();
    ColumnLayer layer = new LayerReader(reader, type, takes.values()).read(ColumnLayer::new);
    add(takes.pixels() == 1 ? layer : layer.ofPlanes(takes), 0, new Picture(1, 1, layer.outputs()));
  }

  /** Reads the step that comes next, which says itself what it is. */
  void read() {
    reader.align(4);
    reader.need(HEADER);
    int kind = file.getShort() & 0xFFFF;
    int size = file.getShort() & 0xFFFF;
    int stride = file.getShort() & 0xFFFF;
    int padding = file.getShort() & 0xFFFF;
    if (steps.isEmpty() && kind != CONVOLUTION && !(blocks && kind == DENSE)) {
      throw TicketReader.bad(
          blocks ? "a layer with weights first" : "a convolution first", "a step of kind " + kind);
    }
    if (kind > (blocks ? SUM : MEAN_POOL)) {
      throw TicketReader.bad(
          "steps of kind 0 to " + (blocks ? SUM : MEAN_POOL), Integer.toString(kind));
    }
    if (kind != CONVOLUTION && padding != 0) {
      throw TicketReader.bad("padding of convolutions alone", Integer.toString(padding));
    }
    switch (kind) {
      case CONVOLUTION -> convolution(size, stride, padding);
      case MAX_POOL, MEAN_POOL -> {
        PoolLayer pool = new PoolLayer(kind == MEAN_POOL, shape(), size, stride);
        add(pool, 0, pool.gives());
      }
      case SUM -> sum(size, stride);
      default -> plain(kind, size, stride);
    }
  }

  /** Reads a step without windows. */
  private void plain(int kind, int number, int stride) {
    if (stride != 0 || (kind != RECALL && number != 0)) {
      throw TicketReader.bad("a step of kind " + kind + " without windows", number + " pixels");
    }
    switch (kind) {
      case DENSE -> layer();
      case GELU, TANH -> add(new ActivationLayer(kind == GELU, shape().values()), 0, shape());
      default -> { // RECALL: no step, but a value once more
        int value = recalled(number);
        values.add(value);
        shapes.add(shapes.get(number));
      }
    }
  }

  private void sum(int number, int relu) {
    int value = recalled(number);
    if (relu > 1 || !shapes.get(number).equals(shape())) {
      throw TicketReader.bad(
          "a sum of " + shape() + " with a rectifier or none", "one with " + shapes.get(number));
    }
    add(new SumLayer(shape().values(), relu == 1), value, shape());
  }

  /** Returns a step's value of what the file calls {@code number}, which is there. */
  private int recalled(int number) {
    if (number == 0 || number >= shapes.size()) {
      throw TicketReader.bad("values from 1 to " + (shapes.size() - 1), Integer.toString(number));
    }
    int value = values.get(number);
    if (!recalled.get(value)) {
      kept += shapes.get(number).values();
      recalled.set(value);
    }
    if (kept > Picture.MOST) {
      throw TicketReader.bad("at most " + Picture.MOST + " values to recall", "more");
    }
    return value;
  }

  private void convolution(int kernel, int stride, int padding) {
    if (padding >= Math.max(kernel, 1)) {
      throw TicketReader.bad("a padding below the kernel, " + kernel, Integer.toString(padding));
    }
    Picture takes = shape();
    takes.bordered(padding).windows(kernel, stride, 1); // fits, or is refused
    int inputs = Picture.of(kernel, kernel, takes.channels()).values();
    ConvolutionLayer layer =
        new LayerReader(reader, type, inputs)
            .read((relu, column, row, weight, bias) ->
                new ConvolutionLayer(
                    relu, takes, kernel, stride, padding, column, row, weight, bias));
    add(layer, 0, layer.gives());
  }
}
