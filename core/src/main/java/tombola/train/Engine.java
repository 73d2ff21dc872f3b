package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * One masked network in training: values, gradients and moments off-heap. A step has two phases,
 * each split among the workers: panels of samples forward and back to the gradients of all
 * activations, then rows of weights. Nothing is allocated in a step.
 */
final class Engine implements AutoCloseable {
  private static final int ROWS_AT_ONCE =
      48; // whose gradients are still in the cache when they are applied

  private final Arena arena = Arena.ofShared();
  private final ForwardPass pass;
  private final Workers workers;
  private final Kernels kernels;
  private final Update update;
  private final int batch;
  private final List<Update.State> weightStates = new ArrayList<>();
  private final List<Update.State> biasStates = new ArrayList<>();
  private final MemorySegment[] rows; // inputs of each layer, [sample][stride]
  private final MemorySegment[] gradients; // of what each layer gives, before its rectifier; panels
  private final MemorySegment[] gradientRows; // the same, [sample][stride]
  private final Workers.Task samplesPhase = this::samplesPart;
  private final Workers.Task weightsPhase = this::weightsPart;

  private Examples examples;
  private int[] samples = {};

  Engine(
      NetworkSpec network,
      Recipe recipe,
      Kernels kernels,
      Workers workers,
      Examples train,
      Weights start,
      Mask mask) {
    this.kernels = kernels;
    this.workers = workers;
    this.batch = recipe.batch();
    this.examples = train;
    this.update = Update.of(recipe);
    this.pass = new ForwardPass(network, kernels, workers, batch, arena, train);
    long panels = Panels.count(batch);
    long samples = panels * Panels.LANES;
    rows = new MemorySegment[pass.layers.size()];
    gradients = new MemorySegment[rows.length];
    gradientRows = new MemorySegment[rows.length];
    for (int i = 0; i < rows.length; i++) {
      DenseLayer layer = pass.layers.get(i);
      Linear shape = layer.shape;
      rows[i] = i == 0 ? pass.rows : arena.allocate(samples * shape.rowBytes(), Panels.LINE);
      gradients[i] = arena.allocate(panels * Panels.bytes(shape.out()), Panels.LINE);
      gradientRows[i] =
          arena.allocate(samples * Panels.stride(shape.out()) * Float.BYTES, Panels.LINE);
      weightStates.add(new Update.State(layer.weightElements(), arena));
      biasStates.add(new Update.State(layer.biasElements(), arena));
      biasStates.get(i).live.fill((byte) 0xFF);
      markLive(layer, mask, weightStates.get(i).live);
    }
    pass.load(mask.apply(start));
  }

  private static void markLive(DenseLayer layer, Mask mask, MemorySegment live) {
    Linear shape = layer.shape;
    for (int o = 0; o < shape.out(); o++) {
      for (int i = 0; i < shape.in(); i++) {
        if (mask.isLive(layer.weightName, o * shape.in() + i)) {
          long bit = (long) o * shape.stride() + i;
          byte byteNow = live.get(ValueLayout.JAVA_BYTE, bit >> 3);
          live.set(ValueLayout.JAVA_BYTE, bit >> 3, (byte) (byteNow | 1 << (bit & 7)));
        }
      }
    }
  }

  /**
   * Takes one step on the samples numbered {@code chosen}, a batch; returns their summed loss in
   * nats.
   */
  double step(int[] chosen, double rate) {
    samples = chosen;
    update.next(rate);
    workers.run(samplesPhase);
    workers.run(weightsPhase);
    return pass.loss.addTo(0, batch);
  }

  private void samplesPart(int part, int parts) {
    int panels = Panels.count(batch);
    int fromPanel = panels * part / parts;
    int toPanel = panels * (part + 1) / parts;
    int from = fromPanel * Panels.LANES;
    int to = Math.min(toPanel * Panels.LANES, batch);
    for (int s = from; s < to; s++) {
      pass.load(examples, samples[s], s);
    }
    pass.pad(to, toPanel * Panels.LANES);
    pass.forward(fromPanel, toPanel);
    int last = rows.length - 1;
    pass.loss.gradient(pass.logits(), gradients[last], batch, from, toPanel * Panels.LANES);
    for (int i = last; i >= 0; i--) {
      DenseLayer layer = pass.layers.get(i);
      MemorySegment x = pass.activations[i];
      kernels.panelsToRows(layer.shape.out(), gradients[i], gradientRows[i], fromPanel, toPanel);
      if (i == 0) {
        break; // the data need no gradient, and came as rows
      }
      kernels.panelsToRows(layer.shape.in(), x, rows[i], fromPanel, toPanel);
      kernels.inputGradient(
          layer.shape, layer.weights, gradients[i], x, gradients[i - 1], fromPanel, toPanel);
    }
  }

  private void weightsPart(int part, int parts) {
    for (int i = 0; i < rows.length; i++) {
      DenseLayer layer = pass.layers.get(i);
      Linear shape = layer.shape;
      Update.State state = weightStates.get(i);
      int chunks = (shape.out() + 5) / 6; // of the kernels' tile of six rows
      int toRow = Math.min(chunks * (part + 1) / parts * 6, shape.out());
      for (int row = chunks * part / parts * 6; row < toRow; row += ROWS_AT_ONCE) {
        int end = Math.min(row + ROWS_AT_ONCE, toRow);
        kernels.weightGradient(shape, batch, gradientRows[i], rows[i], state.gradient, row, end);
        long stride = shape.stride();
        update.apply(kernels, true, layer.weights, state, row * stride, end * stride);
      }
      if (part == parts - 1) {
        Update.State biases = biasStates.get(i);
        kernels.biasGradient(shape.out(), Panels.count(batch), gradientRows[i], biases.gradient);
        update.apply(kernels, false, layer.bias, biases, 0, layer.biasElements());
      }
    }
  }

  Evaluation evaluate(Examples on) {
    return pass.evaluate(on);
  }

  /** Writes the values as they stand into {@code weights}. */
  void store(Weights weights) {
    pass.store(weights);
  }

  /**
   * Writes the gradients of the last step into {@code weights}; those of pruned weights are +0.0.
   */
  void storeGradients(Weights weights, Mask mask) {
    for (int i = 0; i < rows.length; i++) {
      DenseLayer layer = pass.layers.get(i);
      float[] values = weights.get(layer.weightName);
      layer.store(weightStates.get(i).gradient, values);
      for (int j = 0; j < values.length; j++) {
        values[j] = mask.isLive(layer.weightName, j) ? values[j] : 0f;
      }
      MemorySegment.copy(
          biasStates.get(i).gradient,
          Panels.FLOAT,
          0,
          weights.get(layer.biasName),
          0,
          layer.shape.out());
    }
  }

  /** Writes the optimizer's first and second moments of the weights into the two arguments. */
  void storeMoments(Weights first, Weights second) {
    for (int i = 0; i < rows.length; i++) {
      DenseLayer layer = pass.layers.get(i);
      layer.store(weightStates.get(i).first, first.get(layer.weightName));
      layer.store(weightStates.get(i).second, second.get(layer.weightName));
    }
  }

  /** Returns the operations of one step as executed, two for a multiply-add. */
  long flopsPerStep() {
    long flops = 0;
    for (int i = 0; i < rows.length; i++) {
      Linear shape = pass.layers.get(i).shape;
      flops +=
          2L * batch * shape.in() * shape.out() * (i == 0 ? 2 : 3); // the data need no gradient
    }
    return flops;
  }

  @Override
  public void close() {
    arena.close();
  }
}
