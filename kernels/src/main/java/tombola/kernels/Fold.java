package tombola.kernels;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What it takes to sum lanes at a distance, a power of two, within two vectors at once: {@code
 * a.blend(b, odd).add(b.blend(a, odd).rearrange(swap))} has the sums of a where {@code odd} is not
 * set and those of b where it is, with one shuffle for both. This is not a method: where the
 * compiler gives up inlining it, every sum would become an object.
 */
final class Fold {
  private Fold() {}

  /** Returns the shuffle that takes lane l from l ^ distance; any, where that is no lane. */
  static VectorShuffle<Float> swap(VectorSpecies<Float> species, int distance) {
    return VectorShuffle.fromOp(species, l -> (l ^ distance) % species.length());
  }

  /** Returns the lanes l in which the bit {@code distance} of l is set. */
  static VectorMask<Float> odd(VectorSpecies<Float> species, int distance) {
    long lanes = 0;
    for (int l = 0; l < species.length(); l++) {
      lanes |= (l & distance) == 0 ? 0 : 1L << l;
    }
    return VectorMask.fromLong(species, lanes);
  }
}
