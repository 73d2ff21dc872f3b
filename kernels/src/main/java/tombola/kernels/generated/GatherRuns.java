package tombola.kernels.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tombola.kernel.Gather;

/**
 * A gather's lists, cut by its blocks and into pieces of at most {@link #LONGEST} entries, in an
 * order that keeps pieces of equal length together: code for one length then serves a whole run,
 * and every jump goes where the last one went.
 */
final class GatherRuns {
  /** Entries of a piece at most. */
  static final int LONGEST = 64;

  private final Gather gather;
  private final int side;
  private final int[] done; // entries of each list that pieces hold so far
  private final List<Run> runs = new ArrayList<>();

  /** Which part of its list a piece is: sums begin with the first and are finished by the last. */
  enum Part {
    WHOLE,
    FIRST,
    MIDDLE,
    LAST;

    boolean begins() {
      return this == WHOLE || this == FIRST;
    }

    boolean ends() {
      return this == WHOLE || this == LAST;
    }

    private static Part of(boolean begins, boolean ends) {
      return begins ? ends ? WHOLE : FIRST : ends ? LAST : MIDDLE;
    }
  }

  /** A piece of the list of {@code output}: the {@code length} entries before {@code end}. */
  record Piece(int output, int end) {}

  /** Pieces to be computed {@code side} by side; their number is a multiple of that. */
  record Run(Part part, int length, int side, List<Piece> pieces) {}

  private record Kind(Part part, int length) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byPart = part.compareTo(other.part);
      return byPart != 0 ? byPart : Integer.compare(other.length, length);
    }
  }

  private GatherRuns(Gather gather, int side) {
    this.gather = gather;
    this.side = side;
    this.done = new int[gather.outputs()];
  }

  /** Returns the runs, in which pieces of one list follow each other in its order. */
  static List<Run> of(Gather gather, int side) {
    GatherRuns all = new GatherRuns(gather, side);
    for (int block = 0; block < gather.blocks(); block++) {
      boolean more = true;
      for (int skip = 0; more; skip += LONGEST) {
        more = all.pass(block, skip);
      }
    }
    return all.runs;
  }

  /** Adds the pieces that begin {@code skip} entries into the lists of a block. */
  private boolean pass(int block, int skip) {
    Map<Kind, List<Piece>> kinds = new TreeMap<>();
    boolean more = false;
    for (int o = gather.firstOutput(); o < gather.lastOutput(); o++) {
      int from = gather.first(block, o) + skip;
      int end = gather.first(block, o + 1);
      int length = Math.clamp(end - from, 0, LONGEST);
      boolean begins = done[o] == 0;
      done[o] += length;
      boolean empty = block == 0 && skip == 0 && total(o) == 0;
      if (length > 0 || empty) {
        Kind kind = new Kind(Part.of(begins, done[o] == total(o)), length);
        kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(new Piece(o, from + length));
      }
      more |= end - from > LONGEST;
    }
    kinds.forEach(this::add);
    return more;
  }

  private int total(int output) {
    int total = 0;
    for (int block = 0; block < gather.blocks(); block++) {
      total += gather.first(block, output + 1) - gather.first(block, output);
    }
    return total;
  }

  private void add(Kind kind, List<Piece> pieces) {
    int together = pieces.size() / side * side;
    if (together > 0) {
      runs.add(new Run(kind.part, kind.length, side, pieces.subList(0, together)));
    }
    if (together < pieces.size()) {
      runs.add(new Run(kind.part, kind.length, 1, pieces.subList(together, pieces.size())));
    }
  }
}
