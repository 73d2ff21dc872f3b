package tombola.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Layers put one on the other, each taking what the one before it gives: {@code conv1}, {@code
 * conv2}, …, {@code bn1}, … and {@code fc1}, {@code fc2}, …
 */
public final class Stack {
  private final List<Layer> layers = new ArrayList<>();
  private final String prefix; // of names
  private final boolean numbered; // whether names are places, as in PyTorch's Sequential
  private Volume shape;
  private int convolutions;
  private int norms;
  private int dropouts;
  private int units;

  /** Begins with samples of {@code input}. */
  public Stack(Volume input) {
    this("", false, input);
  }

  private Stack(String prefix, boolean numbered, Volume input) {
    this.prefix = prefix;
    this.numbered = numbered;
    this.shape = input;
  }

  private String name(String kind, int number) {
    return prefix + (numbered ? layers.size() : kind + number);
  }

  /** Adds a convolution with biases, and a rectifier. */
  public Stack convolution(int filters, int kernel, int stride, int padding) {
    return biased(filters, kernel, stride, padding).relu();
  }

  /** Adds a convolution with biases and no activation. */
  public Stack biased(int filters, int kernel, int stride, int padding) {
    return convolution(filters, kernel, stride, padding, true);
  }

  /** Adds a convolution without biases, which a normalisation is to follow. */
  public Stack unbiased(int filters, int kernel, int stride, int padding) {
    return convolution(filters, kernel, stride, padding, false);
  }

  private Stack convolution(int filters, int kernel, int stride, int padding, boolean biased) {
    String name = name("conv", convolutions + 1);
    var layer = new Layer.Conv2d(name, shape, filters, kernel, stride, padding, biased);
    convolutions++;
    layers.add(layer);
    shape = layer.gives();
    return this;
  }

  /** Adds a batch normalisation. */
  public Stack norm() {
    layers.add(new Layer.BatchNorm(name("bn", ++norms), shape));
    return this;
  }

  /** Adds a rectifier. */
  public Stack relu() {
    layers.add(new Layer.Relu());
    return this;
  }

  /** Adds the activation {@link Layer.Gelu}. */
  public Stack gelu() {
    layers.add(new Layer.Gelu());
    return this;
  }

  /** Adds the activation {@link Layer.Tanh}. */
  public Stack tanh() {
    layers.add(new Layer.Tanh());
    return this;
  }

  /** Adds a dropout. */
  public Stack dropout(double rate) {
    layers.add(new Layer.Dropout(name("drop", ++dropouts), rate));
    return this;
  }

  /**
   * Adds a residual block without the activation that follows it.
   *
   * @param name the prefix of its layers' names
   * @param body puts the one path on what the block takes
   * @param shortcut puts the other, whose layers are named by their place in {@code downsample}, as
   *     in PyTorch; nothing for the identity
   */
  public Stack residual(String name, UnaryOperator<Stack> body, UnaryOperator<Stack> shortcut) {
    Stack one = body.apply(new Stack(prefix + name + ".", false, shape));
    Stack other = shortcut.apply(new Stack(prefix + name + ".downsample.", true, shape));
    layers.add(new Layer.Residual(prefix + name, one.layers, other.layers));
    shape = one.shape;
    return this;
  }

  /** Returns the shape of what the layers so far give. */
  public Volume shape() {
    return shape;
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

  /** Adds a fully connected layer without an activation. */
  public Stack unit(int width) {
    layers.add(new Layer.Dense(name("fc", ++units), shape.features(), width));
    shape = Volume.flat(width);
    return this;
  }
}
