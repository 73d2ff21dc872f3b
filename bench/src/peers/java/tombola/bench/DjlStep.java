package tombola.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import tombola.prune.Mask;
import tombola.sparse.SparseNetwork;

/**
 * Milliseconds of a masked training step of LeNet-300-100 (MNIST, batch 60, Adam) on DJL's
 * libtorch, the weights multiplied by their masks before each step: all images in one array, DJL's
 * gradient collector and its Adam, without its trainer. The logits of the first network must agree
 * with ours, and training must lower the loss, before the clock starts.
 *
 * <p>Arguments: threads, steps a block, blocks. Needs the libraries of the profile {@code peers}.
 */
public final class DjlStep implements AutoCloseable {
  private static final int BATCH = 60;
  private static final int WARM_UP = 300;

  private final TicketSearch search = new TicketSearch("scalar", 1);
  private final Mask mask = Mask.dense(search.network);
  private final Libtorch libtorch = new Libtorch(search.network, search.start.weights(), mask);
  private final Engine engine = Engine.getEngine("PyTorch");
  private final Optimizer adam =
      Optimizer.adam().optLearningRateTracker(Tracker.fixed(1.2e-3f)).build();
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final Random random = new Random(1);
  private final int[] order;
  private final NDArray images;
  private final NDArray labels;
  private int next;

  private DjlStep() {
    float[][] samples = Inputs.of(search.data.training().train()).samples();
    images = libtorch.manager.create(new Shape(samples.length, samples[0].length));
    labels = libtorch.manager.create(search.data.training().train().labels());
    order = new int[samples.length];
    Arrays.setAll(order, i -> i);
    next = order.length;
    images.set(flat(samples));
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, flat, r * rows[r].length, rows[r].length);
    }
    return flat;
  }

  /** Prints {@code best=… median=… worst=… ms/step}. */
  public static void main(String[] args) {
    int steps = Integer.parseInt(args[1]);
    double[] millis = new double[Integer.parseInt(args[2])];
    Libtorch.threads(Integer.parseInt(args[0]));
    try (DjlStep peer = new DjlStep()) {
      peer.check();
      for (int block = 0; block < millis.length; block++) {
        long begin = System.nanoTime();
        for (int step = 0; step < steps; step++) {
          peer.step();
        }
        millis[block] = (System.nanoTime() - begin) / 1e6 / steps;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%s threads=%s best=%8.4f median=%8.4f worst=%8.4f ms/step (%dx%d steps)%n",
        Libtorch.name().replace(' ', '-'),
        args[0],
        millis[0],
        millis[millis.length / 2],
        millis[millis.length - 1],
        millis.length,
        steps);
  }

  private void check() {
    float[][] batch = Inputs.mnist(search).batch(0, 64);
    SparseNetwork ours =
        SparseNetwork.compile(search.network, search.start.weights(), mask, search.kernels);
    Race.requireClose(Libtorch.name(), ours.predict(batch), libtorch.predict(batch));
    libtorch.weights.forEach(w -> w.setRequiresGradient(true));
    libtorch.biases.forEach(b -> b.setRequiresGradient(true));
    double first = 0;
    double last = 0;
    for (int step = 0; step < WARM_UP; step++) {
      try (NDManager local = libtorch.manager.newSubManager()) {
        float now = step(local).getFloat();
        first += step < 20 ? now / 20 : 0;
        last += step >= WARM_UP - 20 ? now / 20 : 0;
      }
    }
    if (!(last < first / 3)) {
      throw new IllegalStateException(
          "%s: expected the loss to fall by training, got %s after %s"
              .formatted(Libtorch.name(), last, first));
    }
  }

  private void step() {
    try (NDManager local = libtorch.manager.newSubManager()) {
      step(local);
    }
  }

  private NDArray step(NDManager local) {
    NDIndex batch = new NDIndex("{}", local.create(batch()));
    NDArray x = images.get(local, batch);
    NDArray y = labels.get(local, batch);
    for (int i = 0; i < libtorch.weights.size(); i++) {
      libtorch.weights.get(i).muli(libtorch.masks.get(i));
    }
    NDArray value;
    try (GradientCollector collector = engine.newGradientCollector()) {
      value = loss.evaluate(new NDList(y), new NDList(libtorch.forward(x)));
      collector.backward(value);
    }
    for (int i = 0; i < libtorch.weights.size(); i++) {
      update("weight" + i, libtorch.weights.get(i));
      update("bias" + i, libtorch.biases.get(i));
    }
    return value;
  }

  private void update(String name, NDArray parameter) {
    try (NDArray gradient = parameter.getGradient()) {
      adam.update(name, parameter, gradient);
      gradient.muli(0f); // or the next would be added to it
    }
  }

  private int[] batch() {
    if (next + BATCH > order.length) {
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int t = order[i];
        order[i] = order[j];
        order[j] = t;
      }
      next = 0;
    }
    next += BATCH;
    return Arrays.copyOfRange(order, next - BATCH, next);
  }

  @Override
  public void close() {
    libtorch.close();
  }
}
