package tombola.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;

/** Masks for tests. */
public final class Masks {
  private Masks() {}

  /** Returns a mask that keeps each weight with probability {@code density}. */
  public static Mask random(NetworkSpec network, double density, Seed seed) {
    RandomStream stream = seed.child("mask").generator();
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : network.prunable()) {
      BitSet bits = new BitSet();
      for (int i = 0; i < p.size(); i++) {
        bits.set(i, stream.nextDouble() < density);
      }
      live.put(p.name(), bits);
    }
    return Mask.of(network, live);
  }

  /** Returns the set of {@code indices}. */
  public static BitSet bits(int... indices) {
    BitSet bits = new BitSet();
    for (int i : indices) {
      bits.set(i);
    }
    return bits;
  }
}
