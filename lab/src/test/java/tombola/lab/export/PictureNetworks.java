package tombola.lab.export;

import java.util.List;
import tombola.nn.Layer.Pool.Kind;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;

/** Small networks of convolutions, each odd in its own way. */
final class PictureNetworks {
  private PictureNetworks() {}

  static List<NetworkSpec> all() {
    return List.of(
        padded(), strided(), averaged(), wide(), normalised(), residual(), smooth(), features());
  }

  /** One channel, padding, windows that overlap. */
  static NetworkSpec padded() {
    return new Stack(new Volume(9, 9, 1))
        .convolution(5, 3, 1, 1)
        .pool(Kind.MAX, 3, 2)
        .convolution(6, 3, 1, 1)
        .flatten()
        .hidden(7)
        .classes("padded", 4);
  }

  /** Three channels, strides, pixels left over. */
  static NetworkSpec strided() {
    return new Stack(new Volume(11, 11, 3))
        .convolution(6, 5, 2, 2)
        .convolution(7, 3, 2, 0)
        .flatten()
        .hidden(8)
        .hidden(6)
        .classes("strided", 3);
  }

  /** Batch normalisations behind convolutions and a fully connected layer, and a dropout. */
  static NetworkSpec normalised() {
    return new Stack(new Volume(8, 6, 2))
        .unbiased(4, 3, 1, 1)
        .norm()
        .relu()
        .pool(Kind.MAX, 2, 2)
        .dropout(0.2)
        .biased(5, 3, 2, 1)
        .norm()
        .relu()
        .flatten()
        .unit(6)
        .norm()
        .relu()
        .classes("normalised", 4);
  }

  /** Blocks with and without a projection, one in another, and a pool as a shortcut. */
  static NetworkSpec residual() {
    return new Stack(new Volume(8, 8, 1))
        .unbiased(4, 3, 1, 1)
        .norm()
        .relu()
        .residual(
            "layer1.0",
            path ->
                path.unbiased(4, 3, 1, 1)
                    .norm()
                    .relu()
                    .residual("0", inner -> inner.biased(4, 1, 1, 0), inner -> inner)
                    .relu()
                    .unbiased(4, 3, 1, 1)
                    .norm(),
            path -> path)
        .relu()
        .residual(
            "layer2.0",
            path -> path.unbiased(5, 3, 2, 1).norm().relu().unbiased(5, 3, 1, 1).norm(),
            path -> path.unbiased(5, 1, 2, 0).norm())
        .relu()
        .residual(
            "layer3.0",
            path -> path.convolution(5, 3, 1, 1).pool(Kind.AVERAGE, 2, 2),
            path -> path.pool(Kind.MAX, 2, 2))
        .relu()
        .flatten()
        .classes("residual", 3);
  }

  /** GELU and tanh behind layers and a sum. */
  static NetworkSpec smooth() {
    return new Stack(new Volume(7, 6, 2))
        .biased(3, 3, 1, 1)
        .gelu()
        .pool(Kind.MAX, 2, 2)
        .residual("a", path -> path.biased(3, 3, 1, 1).tanh().biased(3, 1, 1, 0), path -> path)
        .gelu()
        .flatten()
        .unit(5)
        .tanh()
        .classes("smooth", 4);
  }

  /** No pictures. */
  static NetworkSpec features() {
    return new Stack(Volume.flat(9))
        .hidden(6)
        .residual("a", path -> path.hidden(5).unit(6), path -> path)
        .tanh()
        .classes("features", 3);
  }

  /** Filters of one pixel, means of windows and of whole pictures. */
  static NetworkSpec averaged() {
    return new Stack(new Volume(7, 7, 2))
        .convolution(4, 3, 1, 0)
        .pool(Kind.AVERAGE, 2, 2)
        .convolution(6, 1, 1, 0)
        .globalPool()
        .flatten()
        .classes("averaged", 5);
  }

  /** Pictures that are not square. */
  static NetworkSpec wide() {
    return new Stack(new Volume(5, 12, 3))
        .convolution(4, 2, 1, 1)
        .convolution(5, 3, 2, 1)
        .pool(Kind.MAX, 2, 1)
        .flatten()
        .hidden(5)
        .classes("wide", 4);
  }
}
