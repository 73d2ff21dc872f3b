package tombola.kernel;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The live weights of one linear layer, and the slot of each: where its value stands among the
 * values, its gradient among the gradients. Slots go by blocks of columns, then rows, then columns,
 * the order in which gradients are made while the inputs of a block stay in the first cache. A unit
 * is a run of whole rows of a block; it begins on a line of sixteen slots, and between units there
 * may be padding.
 */
public final class SparsePattern {
  private static final int BLOCK_BYTES = 24 << 10; // of a batch's inputs: three quarters of a cache
  private static final int UNIT = 1024; // slots, about: gradients still cached when applied

  private final Linear shape;
  private final int live;
  private final int panels;
  private final int blocks;
  private final int[] row; // by slot
  private final int[] column; // by slot
  private final int[] start; // first slot of each [block][row]
  private final int[] end; // slot after its last
  private final int[] units; // first slot of each unit, then the number of slots
  private final int[] unitEnds; // slot after the last live one of each unit

  /**
   * Creates the pattern of {@code live}, by flat index {@code o * in + i}.
   *
   * @param panels of a training batch, for which blocks are cut
   */
  public SparsePattern(Linear shape, BitSet live, int panels) {
    this.shape = shape;
    this.live = live.cardinality();
    this.panels = panels;
    int widest = (int) Math.max(16, BLOCK_BYTES / (panels * Panels.LINE));
    this.blocks = (shape.in() + widest - 1) / widest;
    int most = this.live + blocks * Panels.LANES + this.live / UNIT * Panels.LANES;
    int[] rows = new int[most];
    int[] columns = new int[most];
    this.start = new int[blocks * shape.out()];
    this.end = new int[start.length];
    int[] firsts = new int[blocks + this.live / UNIT + 1];
    int[] lasts = new int[firsts.length];
    int slot = 0;
    int unit = 0;
    for (int b = 0; b < blocks; b++) {
      firsts[unit] = slot;
      for (int o = 0; o < shape.out(); o++) {
        if (slot - firsts[unit] >= UNIT) {
          lasts[unit++] = slot;
          slot = aligned(slot);
          firsts[unit] = slot;
        }
        start[b * shape.out() + o] = slot;
        int from = o * shape.in() + firstColumn(b);
        int to = o * shape.in() + firstColumn(b + 1);
        for (int i = live.nextSetBit(from); i >= 0 && i < to; i = live.nextSetBit(i + 1)) {
          rows[slot] = o;
          columns[slot++] = i - o * shape.in();
        }
        end[b * shape.out() + o] = slot;
      }
      if (slot > firsts[unit]) {
        lasts[unit++] = slot;
        slot = aligned(slot);
      }
    }
    this.row = Arrays.copyOf(rows, slot);
    this.column = Arrays.copyOf(columns, slot);
    this.units = Arrays.copyOf(firsts, unit + 1);
    this.units[unit] = slot;
    this.unitEnds = Arrays.copyOf(lasts, unit);
  }

  private static int aligned(int slot) {
    return (slot + Panels.LANES - 1) / Panels.LANES * Panels.LANES;
  }

  /** Returns the layer's shape. */
  public Linear shape() {
    return shape;
  }

  /** Returns the number of live weights. */
  public int live() {
    return live;
  }

  /** Returns the panels of a training batch, for which blocks were cut. */
  public int panels() {
    return panels;
  }

  /** Returns the number of slots, padding included; a multiple of 16. */
  public int slots() {
    return units[units.length - 1];
  }

  /** Returns the number of blocks of columns. */
  public int blocks() {
    return blocks;
  }

  /** Returns the first column of block {@code block}; that of {@link #blocks()} is {@code in}. */
  public int firstColumn(int block) {
    return (int) ((long) shape.in() * block / blocks);
  }

  /** Returns the first slot of row {@code row} in block {@code block}. */
  public int start(int block, int row) {
    return start[block * shape.out() + row];
  }

  /** Returns the slot after the last of row {@code row} in block {@code block}. */
  public int end(int block, int row) {
    return end[block * shape.out() + row];
  }

  /** Returns the row of the live weight in slot {@code slot}; 0 in padding. */
  public int row(int slot) {
    return row[slot];
  }

  /** Returns the column of the live weight in slot {@code slot}; 0 in padding. */
  public int column(int slot) {
    return column[slot];
  }

  /** Returns the number of units. */
  public int units() {
    return unitEnds.length;
  }

  /** Returns the first slot of unit {@code unit}, a multiple of 16; that of units() is slots(). */
  public int unitStart(int unit) {
    return units[unit];
  }

  /** Returns the slot after the last live one of unit {@code unit}. */
  public int unitEnd(int unit) {
    return unitEnds[unit];
  }

  /** Returns the first of the units that part {@code part} of {@code parts} works on. */
  public int unitOfPart(int part, int parts) {
    long slot = (long) slots() * part / parts;
    int unit = 0;
    while (unit < units() && units[unit] + (units[unit + 1] - units[unit]) / 2 < slot) {
      unit++;
    }
    return part == parts ? units() : unit;
  }

  /** Returns the slots by column, rows ascending. */
  public Columns columns() {
    int[] first = new int[shape.in() + 1];
    for (int u = 0; u < units(); u++) {
      for (int slot = units[u]; slot < unitEnds[u]; slot++) {
        first[column[slot] + 1]++;
      }
    }
    for (int i = 0; i < shape.in(); i++) {
      first[i + 1] += first[i];
    }
    int[] next = first.clone();
    int[] slots = new int[live];
    for (int u = 0; u < units(); u++) { // within a column rows ascend: its block is one
      for (int slot = units[u]; slot < unitEnds[u]; slot++) {
        slots[next[column[slot]]++] = slot;
      }
    }
    return new Columns(first, slots);
  }

  /** Live weights by column. */
  public static final class Columns {
    private final int[] first;
    private final int[] slots;

    private Columns(int[] first, int[] slots) {
      this.first = first;
      this.slots = slots;
    }

    /** Returns the first place of column {@code column}; that of {@code in} is the live count. */
    public int first(int column) {
      return first[column];
    }

    /** Returns the slot at place {@code place}. */
    public int slot(int place) {
      return slots[place];
    }
  }

  /** Returns the bytes of the index: what stands here beside values, gradients and moments. */
  public long indexBytes() {
    return 4L * (row.length + column.length + start.length + end.length + 2L * units.length);
  }
}
