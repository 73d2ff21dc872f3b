package tombola.train;

import java.util.List;

/** Recipes for tests. */
public final class Recipes {
  private static final Schedule CONSTANT = new Schedule.Constant();

  private Recipes() {}

  /** Returns a recipe of constant rate without decay that validates every {@code every} steps. */
  public static Recipe of(Optimizer optimizer, double rate, int batch, long steps, int every) {
    return new Recipe(optimizer, rate, CONSTANT, 0, 0, batch, steps, every, 0.6);
  }

  /** Returns Adam with its usual factors. */
  public static Optimizer adam() {
    return new Optimizer.Adam(0.9, 0.999, 1e-8);
  }

  /** Returns descent without momentum, whose every step depends on the weights alone. */
  public static Optimizer plain() {
    return new Optimizer.Sgd(0, false);
  }

  /** Returns each optimizer at work with a decay. */
  public static List<Recipe> withDecay(int batch, long steps) {
    return List.of(
        decaying(adam(), 0.01, batch, steps),
        decaying(new Optimizer.AdamW(0.9, 0.999, 1e-8), 0.01, batch, steps),
        decaying(new Optimizer.Sgd(0.9, true), 0.05, batch, steps),
        decaying(new Optimizer.Sgd(0.9, false), 0.05, batch, steps),
        decaying(plain(), 0.1, batch, steps));
  }

  private static Recipe decaying(Optimizer optimizer, double rate, int batch, long steps) {
    return new Recipe(optimizer, rate, CONSTANT, 0, 0.05, batch, steps, 10, 0.6);
  }
}
