package tombola.verify;

import java.util.BitSet;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** The signs of weights. */
public final class Signs {
  private Signs() {}

  /**
   * Returns the share of the live weights of {@code mask} that have the same sign in {@code first}
   * and {@code second}, such as θ₀ and the trained weights: in [0, 1]. A zero of either sign agrees
   * with zeros alone.
   *
   * @throws IllegalArgumentException if no weight is live, or mask and weights differ in shape
   * @see <a href="https://arxiv.org/abs/1905.01067">Zhou et al. 2019, "mask-1 actions"</a>
   */
  public static double agreement(Mask mask, Weights first, Weights second) {
    if (mask.liveCount() == 0) {
      throw new IllegalArgumentException("signs: expected at least one live weight, got none");
    }
    long same = 0;
    for (Parameter p : mask.parameters()) {
      float[] one = values(first, p);
      float[] two = values(second, p);
      BitSet live = mask.live(p.name());
      for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
        if (Math.signum(one[i]) == Math.signum(two[i])) {
          same++;
        }
      }
    }
    return (double) same / mask.liveCount();
  }

  private static float[] values(Weights weights, Parameter p) {
    float[] values = weights.get(p.name());
    if (values.length != p.size()) {
      throw new IllegalArgumentException(
          "%s: expected %d values, got %d".formatted(p.name(), p.size(), values.length));
    }
    return values;
  }
}
