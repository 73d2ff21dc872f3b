package tombola.sparse;

import java.util.List;
import java.util.function.UnaryOperator;
import tombola.nn.Layer.Pool.Kind;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;

/** Small networks of convolutions, each odd in its own way. */
final class PictureNetworks {
  private PictureNetworks() {}

  static List<NetworkSpec> all() {
    return List.of(padded(), strided(), averaged(), wide());
  }

  /** Networks with batch normalisations and dropouts. */
  static List<NetworkSpec> normalised() {
    return List.of(usual(), elsewhere(), perceptron());
  }

  /** Networks with residual blocks, GELU and tanh. */
  static List<NetworkSpec> residual() {
    return List.of(stages(), smooth(), nested(), features());
  }

  /** Two stages of blocks, the second with a projection, as residual networks have them. */
  static NetworkSpec stages() {
    UnaryOperator<Stack> same =
        path -> path.unbiased(4, 3, 1, 1).norm().relu().unbiased(4, 3, 1, 1).norm();
    return new Stack(new Volume(8, 8, 2))
        .unbiased(4, 3, 1, 1)
        .norm()
        .relu()
        .residual("a", same, path -> path)
        .relu()
        .residual("b", same, path -> path)
        .relu()
        .residual(
            "c",
            path -> path.unbiased(6, 3, 2, 1).norm().relu().unbiased(6, 3, 1, 1).norm(),
            path -> path.unbiased(6, 1, 2, 0).norm())
        .relu()
        .globalPool()
        .flatten()
        .classes("stages", 3);
  }

  /** GELU and tanh behind layers, a normalisation and a sum, and no normalisation folded. */
  static NetworkSpec smooth() {
    return new Stack(new Volume(7, 6, 1))
        .biased(3, 3, 1, 1)
        .gelu()
        .pool(Kind.MAX, 2, 2)
        .residual("a", path -> path.biased(3, 3, 1, 1).tanh().biased(3, 1, 1, 0), path -> path)
        .gelu()
        .dropout(0.1)
        .flatten()
        .unit(5)
        .tanh()
        .classes("smooth", 4);
  }

  /** A block in a block, activations at the end of a path, a pool as a shortcut. */
  static NetworkSpec nested() {
    return new Stack(new Volume(6, 6, 2))
        .convolution(3, 3, 1, 1)
        .residual(
            "a",
            path ->
                path.convolution(3, 3, 1, 1)
                    .residual("b", inner -> inner.convolution(3, 1, 1, 0), inner -> inner)
                    .relu()
                    .pool(Kind.AVERAGE, 2, 2),
            path -> path.pool(Kind.MAX, 2, 2))
        .relu()
        .flatten()
        .hidden(6)
        .classes("nested", 3);
  }

  /** Blocks of fully connected layers, one after the other without an activation between them. */
  static NetworkSpec features() {
    return new Stack(Volume.flat(9))
        .hidden(6)
        .residual("a", path -> path.hidden(5).unit(6), path -> path)
        .residual("b", path -> path.norm().relu().unit(6), path -> path)
        .tanh()
        .classes("features", 3);
  }

  /** A normalisation behind each convolution, with biases or not, padding and strides. */
  static NetworkSpec usual() {
    return new Stack(new Volume(9, 8, 2))
        .unbiased(5, 3, 1, 1)
        .norm()
        .relu()
        .pool(Kind.MAX, 2, 2)
        .dropout(0.3)
        .biased(6, 3, 2, 1)
        .norm()
        .relu()
        .flatten()
        .hidden(7)
        .classes("usual", 4);
  }

  /** Normalisations behind rectifiers, pools, each other and a flatten. */
  static NetworkSpec elsewhere() {
    return new Stack(new Volume(6, 6, 1))
        .convolution(4, 3, 1, 0)
        .norm()
        .pool(Kind.AVERAGE, 2, 2)
        .norm()
        .relu()
        .unbiased(5, 2, 1, 1)
        .norm()
        .norm()
        .relu()
        .flatten()
        .norm()
        .classes("elsewhere", 3);
  }

  /** Fully connected layers. */
  static NetworkSpec perceptron() {
    return new Stack(Volume.flat(13))
        .unit(9)
        .norm()
        .relu()
        .dropout(0.5)
        .unit(8)
        .norm()
        .relu()
        .classes("normalised", 3);
  }

  /** One channel, padding, overlapping windows. */
  static NetworkSpec padded() {
    return new Stack(new Volume(9, 9, 1))
        .convolution(5, 3, 1, 1)
        .pool(Kind.MAX, 3, 2)
        .convolution(6, 3, 1, 1)
        .flatten()
        .hidden(7)
        .classes("padded", 4);
  }

  /** Three channels, strides, pixels left over, two dense layers. */
  static NetworkSpec strided() {
    return new Stack(new Volume(11, 11, 3))
        .convolution(6, 5, 2, 2)
        .convolution(7, 3, 2, 0)
        .flatten()
        .hidden(8)
        .hidden(6)
        .classes("strided", 3);
  }

  /** Single pixels, and the mean of whole pictures, one pixel each. */
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
