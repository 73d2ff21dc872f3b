package tombola.nn;

import java.util.List;

/**
 * Networks of convolutions by name. Pictures are square and have one channel or three, which their
 * number of features tells: 784 are 28x28x1, 3072 are 32x32x3.
 */
final class ConvNetworks {
  static final List<String> NAMES = List.of("lenet-5", "conv-2", "conv-4", "conv-6");

  private ConvNetworks() {}

  /** Returns whether {@code name} is one of these or of {@link DeepNetworks}. */
  static boolean knows(String name) {
    return NAMES.contains(name) || DeepNetworks.knows(name);
  }

  /**
   * Returns the network called {@code name}, one that {@link #knows}.
   *
   * <p>{@code conv-2}, {@code conv-4} and {@code conv-6} are those of Frankle &amp; Carbin 2019,
   * figure 2: pairs of 3x3 convolutions, each pair followed by max-pooling, then 256, 256 and the
   * classes. {@code lenet-5} is that of LeCun et al. 1998 with what is usual today: rectifiers,
   * max-pooling, and every map of the second convolution seeing all of the first; pictures of less
   * than 32x32 pixels are padded by 2, which makes 28x28 its 32x32.
   *
   * @throws IllegalArgumentException if samples are no pictures that it can take
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019</a>
   * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, section II.B</a>
   */
  static NetworkSpec named(String name, int inputs, int classes) {
    Volume picture = picture(name, inputs);
    try {
      return switch (name) {
        case "lenet-5" -> lenet5(picture).classes(name, classes);
        case "conv-2" -> pairs(picture, 64).classes(name, classes);
        case "conv-4" -> pairs(picture, 64, 128).classes(name, classes);
        case "conv-6" -> pairs(picture, 64, 128, 256).classes(name, classes);
        default -> DeepNetworks.named(name, picture).classes(name, classes);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "network: %s cannot take pictures of %s: %s".formatted(name, picture, e.getMessage()), e);
    }
  }

  private static Volume picture(String name, int inputs) {
    Volume shape = shape(inputs);
    if (shape.pixels() == 1 && shape.channels() != 1 && shape.channels() != 3) {
      throw new IllegalArgumentException(
          ("network: %s takes square pictures of one channel or three, got samples of %d features"
                  + " (lenet-300-100 takes any)")
              .formatted(name, inputs));
    }
    return shape;
  }

  /** Returns the square picture that {@code inputs} features are, or features without places. */
  static Volume shape(int inputs) {
    for (int channels : new int[] {1, 3}) {
      int side = (int) Math.round(Math.sqrt((double) inputs / channels));
      if ((long) side * side * channels == inputs) {
        return new Volume(side, side, channels);
      }
    }
    return Volume.flat(inputs);
  }

  private static Stack lenet5(Volume picture) {
    return new Stack(picture)
        .convolution(6, 5, 1, picture.height() < 32 ? 2 : 0)
        .pool(Layer.Pool.Kind.MAX, 2, 2)
        .convolution(16, 5, 1, 0)
        .pool(Layer.Pool.Kind.MAX, 2, 2)
        .flatten()
        .hidden(120)
        .hidden(84);
  }

  private static Stack pairs(Volume picture, int... filters) {
    Stack stack = new Stack(picture);
    for (int out : filters) {
      stack.convolution(out, 3, 1, 1).convolution(out, 3, 1, 1).pool(Layer.Pool.Kind.MAX, 2, 2);
    }
    return stack.flatten().hidden(256).hidden(256);
  }
}
