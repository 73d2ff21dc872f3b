package tombola.math;

import java.nio.charset.StandardCharsets;

/**
 * The origin of named random streams. A child depends on its parent and its name alone, never on
 * the order in which children are asked for, so that a part of an experiment can be repeated by
 * itself.
 */
public record Seed(long value) {

  /** Returns the seed of the stream called {@code name} below this one. */
  public Seed child(String name) {
    long hash = RandomStream.mix(value + RandomStream.GOLDEN_GAMMA);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = RandomStream.mix(hash ^ (b & 0xFF)) + RandomStream.GOLDEN_GAMMA;
    }
    return new Seed(RandomStream.mix(hash));
  }

  /** Returns the seed of the stream with number {@code index} below this one. */
  public Seed child(long index) {
    return new Seed(
        RandomStream.mix(
            RandomStream.mix(value + RandomStream.GOLDEN_GAMMA) ^ RandomStream.mix(~index)));
  }

  /** Returns a new generator at the beginning of this seed's stream. */
  public RandomStream generator() {
    return new RandomStream(value);
  }
}
