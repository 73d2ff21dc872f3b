package tombola.lab.config;

/**
 * What a network is trained and pruned by unless something else is asked for: the recipe of the
 * paper where it has one.
 *
 * <p>Of LeNet-300-100 the paper trains 50,000 steps; 10,000 are enough for its claims. LeNet-5,
 * which it does not have, and any other network go by LeNet-300-100's recipe, convolutions being
 * pruned as those of Conv-2.
 *
 * @param rate the learning rate of Adam
 * @param steps steps of a training
 * @param convolutions share of the live weights that a convolution loses at a level
 * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, figure 2</a>
 */
record Usual(double rate, long steps, double convolutions) {

  /** Returns what is usual for the network called {@code name}. */
  static Usual of(String name) {
    return switch (name) {
      case "conv-2" -> new Usual(2e-4, 20_000, 0.1);
      case "conv-4" -> new Usual(3e-4, 25_000, 0.1);
      case "conv-6" -> new Usual(3e-4, 30_000, 0.15);
      default -> new Usual(1.2e-3, 10_000, 0.1);
    };
  }
}
