package tombola.sparse;

import java.util.List;
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
