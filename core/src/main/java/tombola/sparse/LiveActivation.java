package tombola.sparse;

import tombola.math.Functions;
import tombola.nn.Volume;

/**
 * An activation that is no rectifier, value by value.
 *
 * @param kind which one
 * @param shape of what it takes and gives
 */
public record LiveActivation(Kind kind, Volume shape) implements LiveStep {

  /** Which one. */
  public enum Kind {
    /** {@code x Φ(x)}, Φ being the distribution function of the standard normal one. */
    GELU,
    /** The hyperbolic tangent. */
    TANH
  }

  /** Returns what it makes of {@code x}, with the bits of training. */
  public float of(float x) {
    return switch (kind) {
      case GELU -> x * Functions.normal(x) + 0f;
      case TANH -> Functions.tanh(x) + 0f;
    };
  }
}
