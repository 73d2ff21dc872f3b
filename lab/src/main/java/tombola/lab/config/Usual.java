package tombola.lab.config;

import java.util.List;
import java.util.OptionalDouble;
import tombola.prune.Scope;
import tombola.train.Augmentation;
import tombola.train.Optimizer;
import tombola.train.Schedule;

/**
 * What a network is trained and pruned by unless something else is asked for: the recipe of the
 * paper where it has one.
 *
 * <p>Of LeNet-300-100 the paper trains 50,000 steps; 10,000 are enough for its claims. LeNet-5,
 * which it does not have, and any other network go by LeNet-300-100's recipe, convolutions being
 * pruned as those of Conv-2.
 *
 * <p>ResNet-20, which the paper calls ResNet-18, and VGG-19 are pruned globally, the output layer
 * and the shortcuts of residual blocks left whole (section 4); VGG-11 and VGG-16 go by VGG-19's
 * recipe. The paper finds tickets of these two by a warm-up or at lower rates alone; its figure has
 * neither, nor has this. ResNet-32 and ResNet-56, which it does not have, are trained as in He et
 * al. 2016, section 4.2, and pruned as ResNet-20. All of these papers let biases and normalisations
 * decay too, which here decay not.
 *
 * @param optimizer by which it is trained
 * @param rate the learning rate
 * @param schedule how it goes with the steps
 * @param weightDecay pull of live weights towards 0
 * @param batch samples a step
 * @param steps steps of a training
 * @param augmentation how pictures vary
 * @param scope what is ranked together
 * @param convolutions share of the live weights that a convolution loses at a level
 * @param output the same for the output layer; empty for half of what hidden layers lose
 * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, figure 2, section
 *     4</a>
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016</a>
 */
record Usual(
    Optimizer optimizer,
    double rate,
    Schedule schedule,
    double weightDecay,
    int batch,
    long steps,
    Augmentation augmentation,
    Scope scope,
    double convolutions,
    OptionalDouble output) {
  private static final Optimizer MOMENTUM = new Optimizer.Sgd(0.9, false);

  /** Returns what is usual for the network called {@code name}. */
  static Usual of(String name) {
    return switch (name) {
      case "conv-2" -> adam(2e-4, 20_000, 0.1);
      case "conv-4" -> adam(3e-4, 25_000, 0.1);
      case "conv-6" -> adam(3e-4, 30_000, 0.15);
      case "vgg-11", "vgg-16", "vgg-19" -> deep(64, 112_480, 56_240, 84_360);
      default ->
          name.matches("resnet-20(-[0-9]+)?")
              ? deep(128, 30_000, 20_000, 25_000)
              : name.matches("resnet-[0-9]+(-[0-9]+)?")
                  ? deep(128, 64_000, 32_000, 48_000)
                  : adam(1.2e-3, 10_000, 0.1);
    };
  }

  private static Usual adam(double rate, long steps, double convolutions) {
    return new Usual(
        new Optimizer.Adam(0.9, 0.999, 1e-8),
        rate,
        new Schedule.Constant(),
        0,
        60,
        steps,
        Augmentation.NONE,
        Scope.LAYERWISE,
        convolutions,
        OptionalDouble.empty());
  }

  private static Usual deep(int batch, long steps, long first, long second) {
    return new Usual(
        MOMENTUM,
        0.1,
        new Schedule.Milestones(List.of(first, second), 0.1),
        1e-4,
        batch,
        steps,
        Augmentation.CROP_AND_FLIP,
        Scope.GLOBAL,
        0.2,
        OptionalDouble.of(0));
  }

  /** Returns how the pictures of {@code data} vary; digits are not mirrored. */
  Augmentation augmentation(String data) {
    boolean flip = augmentation.flip() && !data.equals("mnist");
    return new Augmentation(augmentation.crop(), flip);
  }

  /** Returns the rate for an optimizer by name, which may be another than this network's. */
  double rate(RecipeSettings.OptimizerName name) {
    boolean own = RecipeSettings.OptimizerName.of(optimizer) == name;
    return own ? rate : name == RecipeSettings.OptimizerName.SGD ? 0.1 : adamRate();
  }

  private double adamRate() {
    return optimizer instanceof Optimizer.Sgd ? 1.2e-3 : rate;
  }

  /** Returns what gradient descent keeps of its last direction. */
  double momentum() {
    return optimizer instanceof Optimizer.Sgd sgd ? sgd.momentum() : 0;
  }
}
