package tombola.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers put one on the other, each taking what the one before it gives: {@code conv1}, {@code
 * conv2}, … and {@code fc1}, {@code fc2}, …, a rectifier behind each but the last.
 */
public final class Stack {
  private final List<Layer> layers = new ArrayList<>();
  private Volume shape;
  private int convolutions;
  private int units;

  /** Begins with samples of {@code input}. */
  public Stack(Volume input) {
    this.shape = input;
  }

  /** Adds a convolution with biases, and a rectifier. */
  public Stack convolution(int filters, int kernel, int stride, int padding) {
    String name = "conv" + (convolutions + 1);
    var layer = new Layer.Conv2d(name, shape, filters, kernel, stride, padding, true);
    convolutions++;
    layers.add(layer);
    layers.add(new Layer.Relu());
    shape = layer.gives();
    return this;
  }

  /** Adds a pooling. */
  public Stack pool(Layer.Pool.Kind kind, int size, int stride) {
    return pool(new Layer.Pool(kind, shape, size, stride));
  }

  /** Adds the mean over whole pictures, which are square. */
  public Stack globalPool() {
    return pool(Layer.Pool.global(shape));
  }

  private Stack pool(Layer.Pool layer) {
    layers.add(layer);
    shape = layer.gives();
    return this;
  }

  /** Makes pictures features without places. */
  public Stack flatten() {
    layers.add(new Layer.Flatten(shape));
    shape = Volume.flat(shape.features());
    return this;
  }

  /** Adds a fully connected layer and a rectifier. */
  public Stack hidden(int width) {
    unit(width);
    layers.add(new Layer.Relu());
    return this;
  }

  /** Returns the network called {@code name} that ends with a fully connected layer of classes. */
  public NetworkSpec classes(String name, int classes) {
    unit(classes);
    return new NetworkSpec(name, layers);
  }

  private void unit(int width) {
    layers.add(new Layer.Dense("fc" + ++units, shape.features(), width));
    shape = Volume.flat(width);
  }
}
