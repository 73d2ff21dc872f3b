package tombola.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** A network of fully connected layers on DJL's libtorch, pruned weights zero and in place. */
final class Libtorch implements AutoCloseable {
  final NDManager manager = NDManager.newBaseManager("PyTorch");
  final List<NDArray> weights = new ArrayList<>(); // [out][in]
  final List<NDArray> masks = new ArrayList<>();
  final List<NDArray> biases = new ArrayList<>();
  private final NetworkSpec network;

  Libtorch(NetworkSpec network, Weights from, Mask mask) {
    this.network = network;
    Weights masked = mask.apply(from);
    for (Layer.Dense layer : network.dense()) {
      String name = layer.name() + ".weight";
      Shape shape = new Shape(layer.out(), layer.in());
      float[] live = new float[layer.out() * layer.in()];
      mask.live(name).stream().forEach(i -> live[i] = 1f);
      weights.add(manager.create(masked.get(name), shape));
      masks.add(manager.create(live, shape));
      biases.add(manager.create(masked.get(layer.name() + ".bias")));
    }
  }

  /** Returns what the engine calls itself, with its version. */
  static String name() {
    return "DJL libtorch " + Engine.getEngine("PyTorch").getVersion();
  }

  /** Has libtorch work on {@code threads}; before its first use. */
  static void threads(int threads) {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  /** Returns the logits of {@code x}, {@code [sample][class]}, in the manager of {@code x}. */
  NDArray forward(NDArray x) {
    NDArray y = x;
    List<Layer.Dense> layers = network.dense();
    for (int i = 0; i < layers.size(); i++) {
      NDList sum = Linear.linear(y, weights.get(i), biases.get(i));
      y = network.relu(layers.get(i)) ? Activation.relu(sum.singletonOrThrow()) : sum.get(0);
    }
    return y;
  }

  /** Returns the logits of {@code batch}, conversion included. */
  float[][] predict(float[][] batch) {
    float[] flat = new float[batch.length * network.inputs()];
    for (int s = 0; s < batch.length; s++) {
      System.arraycopy(batch[s], 0, flat, s * network.inputs(), network.inputs());
    }
    try (NDManager local = manager.newSubManager()) {
      NDArray x = local.create(flat, new Shape(batch.length, network.inputs()));
      return rows(forward(x).toFloatArray(), batch.length);
    }
  }

  static float[][] rows(float[] values, int rows) {
    int width = values.length / rows;
    float[][] all = new float[rows][width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * width, all[row], 0, width);
    }
    return all;
  }

  @Override
  public void close() {
    manager.close();
  }
}
