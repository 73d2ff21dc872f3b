package tombola.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * VGG and residual networks in the form that is usual for pictures of 32x32: batch normalisation
 * behind every convolution, means of whole pictures and one fully connected layer at the end.
 */
final class DeepNetworks {
  static final List<String> VGG = List.of("vgg-11", "vgg-16", "vgg-19");
  static final List<String> RESIDUAL = List.of("resnet-20", "resnet-32", "resnet-56");

  private static final int USUAL_WIDTH = 16;
  private static final Pattern NAME =
      Pattern.compile("(resnet-(?:20|32|56))(?:-([1-9][0-9]{0,3}))?");

  private DeepNetworks() {}

  /** Returns whether {@code name} is one of these: {@code vgg-D}, or {@code resnet-D[-WIDTH]}. */
  static boolean knows(String name) {
    return VGG.contains(name) || NAME.matcher(name).matches();
  }

  /**
   * Puts the network called {@code name} on {@code picture}.
   *
   * <p>VGG's convolutions are those of configurations A, D and E, the last pool being the mean, as
   * Frankle &amp; Carbin's VGG-19. A residual network of depth 6 n + 2 has three stages of n blocks
   * of two 3x3 convolutions, of WIDTH (16 if it is not told), 2 WIDTH and 4 WIDTH filters; where
   * the stage changes, the stride is 2 and the shortcut a 1x1 convolution with its own
   * normalisation, option B of the paper's section 3.3 (its networks for CIFAR-10 have option A,
   * which pads with zeros).
   *
   * @see <a href="https://arxiv.org/abs/1409.1556">Simonyan &amp; Zisserman 2015, table 1</a>
   * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, section 4.2</a>
   */
  static Stack named(String name, Volume picture) {
    Stack stack = new Stack(picture);
    return switch (name) {
      case "vgg-11" -> vgg(stack, 1, 1, 2, 2, 2);
      case "vgg-16" -> vgg(stack, 2, 2, 3, 3, 3);
      case "vgg-19" -> vgg(stack, 2, 2, 4, 4, 4);
      default -> residual(stack, name);
    };
  }

  private static Stack vgg(Stack stack, int... convolutions) {
    for (int group = 0; group < convolutions.length; group++) {
      if (group > 0) {
        stack.pool(Layer.Pool.Kind.MAX, 2, 2);
      }
      for (int i = 0; i < convolutions[group]; i++) {
        stack.unbiased(Math.min(512, 64 << group), 3, 1, 1).norm().relu();
      }
    }
    return stack.globalPool().flatten();
  }

  private static Stack residual(Stack stack, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected one of " + names());
    }
    int blocks = (Integer.parseInt(matcher.group(1).substring("resnet-".length())) - 2) / 6;
    int width = matcher.group(2) == null ? USUAL_WIDTH : Integer.parseInt(matcher.group(2));
    stack.unbiased(width, 3, 1, 1).norm().relu();
    for (int stage = 0; stage < 3; stage++) {
      for (int block = 0; block < blocks; block++) {
        add(stack, "layer" + (stage + 1) + "." + block, width << stage, stage > 0 && block == 0);
      }
    }
    return stack.globalPool().flatten();
  }

  private static void add(Stack stack, String name, int filters, boolean changes) {
    int stride = changes ? 2 : 1;
    UnaryOperator<Stack> body =
        path ->
            path.unbiased(filters, 3, stride, 1).norm().relu().unbiased(filters, 3, 1, 1).norm();
    UnaryOperator<Stack> shortcut =
        path -> changes ? path.unbiased(filters, 1, stride, 0).norm() : path;
    stack.residual(name, body, shortcut).relu();
  }

  /** Returns the names, with what may follow them. */
  static List<String> names() {
    List<String> names = new ArrayList<>(VGG);
    RESIDUAL.forEach(name -> names.add(name + "[-WIDTH]"));
    return names;
  }
}
