package tombola.kernels.x86;

import java.util.Arrays;

/** A place in the code of one {@link Assembler}; jumps may name it before it is bound. */
public final class Label {
  private static final int UNBOUND = -1;

  private int position = UNBOUND;
  private int[] sites = new int[2];
  private int waiting;

  boolean isBound() {
    return position != UNBOUND;
  }

  /** Returns where it is bound, in bytes from the beginning; -1 before. */
  public int position() {
    return position;
  }

  /** Remembers the place of a distance that {@link #bind} will fill in. */
  void await(int site) {
    if (waiting == sites.length) {
      sites = Arrays.copyOf(sites, 2 * waiting);
    }
    sites[waiting++] = site;
  }

  /** Returns the places that waited. */
  int[] bind(int place) {
    if (isBound()) {
      throw new IllegalStateException("a label is bound once, this one is at " + position);
    }
    position = place;
    int[] waited = Arrays.copyOf(sites, waiting);
    waiting = 0;
    return waited;
  }
}
