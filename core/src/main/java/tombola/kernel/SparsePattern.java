package tombola.kernel;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The live weights of one linear layer, and the slot of each: where its value stands among the
 * values, its gradient among the gradients. Slots go by parts of rows, blocks of columns, rows,
 * then columns: parts are for threads that own rows, and within one this is the order in which
 * gradients are made while the inputs of a block stay in the first cache. A unit is a run of whole
 * rows of a part and block; it begins on a line of sixteen slots, and between units there may be
 * padding.
 */
public final class SparsePattern {
  private static final int BLOCK_BYTES = 24 << 10; // of a batch's inputs: three quarters of a cache
  private static final int UNIT = 1024; // slots, about: gradients still cached when applied
  private static final int FILTER_UNIT = 64; // slots, about: costly, so shared in small units
  private static final int MOST_COLUMNS = 1 << Character.SIZE; // of a block

  private final Linear shape;
  private final int live;
  private final int panels;
  private final int blocks;
  private final int[] firstRows; // of each part, then the number of rows
  private final char[] column; // by slot, from the first of its block
  private final int[] start; // first slot of each list, [part][block][row], ascending
  private final int[] end; // slot after its last
  private final int[] units; // first slot of each unit, then the number of slots
  private final int[] unitEnds; // slot after the last live one of each unit
  private final int[] unitLists; // first list of each unit
  private final int[] partUnits; // first unit of each part, then the number of units

  /** Creates the pattern of {@code live} in one part. */
  public SparsePattern(Linear shape, BitSet live, int panels) {
    this(shape, live, panels, 1);
  }

  /**
   * Creates the pattern of {@code live}, by flat index {@code o * in + i}.
   *
   * @param panels of a training batch, for which blocks are cut
   * @param parts into which rows are cut, with about as many live weights each
   */
  public SparsePattern(Linear shape, BitSet live, int panels, int parts) {
    this(
        shape,
        live,
        panels,
        parts,
        Math.clamp(BLOCK_BYTES / (panels * Panels.LINE), 16, MOST_COLUMNS),
        UNIT);
  }

  /**
   * Returns the pattern of {@code live} weights of a convolution, by flat index {@code filter *
   * columns + column}, in one block: which of its inputs are near each other is another question
   * than which columns are.
   *
   * @param panels of a training batch
   */
  public static SparsePattern of(Convolution shape, BitSet live, int panels) {
    return new SparsePattern(shape.matrix(), live, panels, 1, MOST_COLUMNS, FILTER_UNIT);
  }

  private SparsePattern(
      Linear shape, BitSet live, int panels, int parts, int widest, int unitSlots) {
    this.shape = shape;
    this.live = live.cardinality();
    this.panels = panels;
    this.blocks = (shape.in() + widest - 1) / widest;
    this.firstRows = cut(shape, live, parts);
    int most = this.live + (parts * blocks + this.live / unitSlots) * Panels.LANES;
    char[] columns = new char[most];
    this.start = new int[blocks * shape.out()];
    this.end = new int[start.length];
    int[] firsts = new int[parts * blocks + this.live / unitSlots + 1];
    int[] lasts = new int[firsts.length];
    int[] lists = new int[firsts.length];
    this.partUnits = new int[parts + 1];
    int slot = 0;
    int unit = 0;
    int list = 0;
    for (int part = 0; part < parts; part++) {
      for (int b = 0; b < blocks; b++) {
        firsts[unit] = slot;
        lists[unit] = list;
        for (int o = firstRows[part]; o < firstRows[part + 1]; o++) {
          if (slot - firsts[unit] >= unitSlots) {
            lasts[unit++] = slot;
            slot = aligned(slot);
            firsts[unit] = slot;
            lists[unit] = list;
          }
          start[list] = slot;
          int first = o * shape.in() + firstColumn(b);
          int to = o * shape.in() + firstColumn(b + 1);
          for (int i = live.nextSetBit(first); i >= 0 && i < to; i = live.nextSetBit(i + 1)) {
            columns[slot++] = (char) (i - first);
          }
          end[list++] = slot;
        }
        if (slot > firsts[unit]) {
          lasts[unit++] = slot;
          slot = aligned(slot);
        }
      }
      partUnits[part + 1] = unit;
    }
    this.column = Arrays.copyOf(columns, slot);
    this.units = Arrays.copyOf(firsts, unit + 1);
    this.units[unit] = slot;
    this.unitEnds = Arrays.copyOf(lasts, unit);
    this.unitLists = Arrays.copyOf(lists, unit);
  }

  /** Returns the first row of each part, then the number of rows. */
  private static int[] cut(Linear shape, BitSet live, int parts) {
    int[] firsts = new int[parts + 1];
    long total = live.cardinality();
    long before = 0; // live weights of the rows so far
    int part = 1;
    for (int o = 0; o < shape.out() && part < parts; o++) {
      int row = o * shape.in();
      int of = live.get(row, row + shape.in()).cardinality();
      while (part < parts && before + of / 2 >= total * part / parts) {
        firsts[part++] = o;
      }
      before += of;
    }
    Arrays.fill(firsts, part, parts + 1, shape.out());
    return firsts;
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

  /** Returns the number of parts. */
  public int parts() {
    return firstRows.length - 1;
  }

  /** Returns the first row of part {@code part}; that of {@link #parts()} is {@code out}. */
  public int firstRow(int part) {
    return firstRows[part];
  }

  /** Returns the number of live weights in the rows of part {@code part}. */
  public int live(int part) {
    int count = 0;
    for (int unit = partUnits[part]; unit < partUnits[part + 1]; unit++) {
      count += unitEnds[unit] - units[unit];
    }
    return count;
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
    return start[list(block, row)];
  }

  /** Returns the slot after the last of row {@code row} in block {@code block}. */
  public int end(int block, int row) {
    return end[list(block, row)];
  }

  private int list(int block, int row) {
    int part = 0;
    while (row >= firstRows[part + 1]) {
      part++;
    }
    int first = firstRows[part];
    return blocks * first + block * (firstRows[part + 1] - first) + row - first;
  }

  /** Returns the column of the live weight in slot {@code slot}, which is in {@code block}. */
  public int column(int block, int slot) {
    return firstColumn(block) + column[slot];
  }

  /** Hears of live weights. */
  @FunctionalInterface
  public interface Visitor {
    /** There is a live weight. */
    void visit(int slot, int row, int column);
  }

  /** Shows {@code visitor} all live weights, slots ascending. */
  public void forEach(Visitor visitor) {
    for (int unit = 0; unit < units(); unit++) {
      forEach(unit, visitor);
    }
  }

  /** Shows {@code visitor} the live weights of a unit, slots ascending. */
  public void forEach(int unit, Visitor visitor) {
    int list = unitLists[unit];
    int first = firstColumn(block(list));
    int row = row(list);
    for (int slot = units[unit]; slot < unitEnds[unit]; list++, row++) {
      for (; slot < end[list]; slot++) {
        visitor.visit(slot, row, first + column[slot]);
      }
    }
  }

  private int part(int list) {
    int part = 0;
    while (list >= blocks * firstRows[part + 1]) {
      part++;
    }
    return part;
  }

  private int block(int list) {
    int part = part(list);
    return (list - blocks * firstRows[part]) / (firstRows[part + 1] - firstRows[part]);
  }

  private int row(int list) {
    int part = part(list);
    int first = firstRows[part];
    return first + (list - blocks * first) % (firstRows[part + 1] - first);
  }

  /** Returns the row of the live weight in each slot, 0 in padding: a new array. */
  public int[] rows() {
    int[] rows = new int[slots()];
    forEach((slot, row, _) -> rows[slot] = row);
    return rows;
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

  /** Returns the block of columns of unit {@code unit}. */
  public int unitBlock(int unit) {
    return block(unitLists[unit]);
  }

  /**
   * Returns the first of the units that thread {@code part} of {@code parts} works on: those of its
   * rows if the pattern has as many parts, else about as many slots for each.
   */
  public int unitOfPart(int part, int parts) {
    if (parts == parts()) {
      return partUnits[part];
    }
    long slot = (long) slots() * part / parts;
    int unit = 0;
    while (unit < units() && units[unit] + (units[unit + 1] - units[unit]) / 2 < slot) {
      unit++;
    }
    return part == parts ? units() : unit;
  }

  /** Returns the slots by column, rows ascending. */
  public Columns columns() {
    return new Columns(this);
  }

  /** Live weights by column. */
  public static final class Columns {
    private final int[] first;
    private final int[] slots;
    private final int[] rows;

    private Columns(SparsePattern pattern) {
      int[] next = new int[pattern.shape.in() + 1];
      pattern.forEach((_, _, column) -> next[column + 1]++);
      for (int i = 0; i < pattern.shape.in(); i++) {
        next[i + 1] += next[i];
      }
      this.first = next.clone();
      this.slots = new int[pattern.live];
      this.rows = new int[pattern.live];
      pattern.forEach( // within a column rows ascend: parts do, and its block is one
          (slot, row, column) -> {
            int place = next[column]++;
            slots[place] = slot;
            rows[place] = row;
          });
    }

    /** Returns the first place of column {@code column}; that of {@code in} is the live count. */
    public int first(int column) {
      return first[column];
    }

    /** Returns the slot at place {@code place}. */
    public int slot(int place) {
      return slots[place];
    }

    /** Returns the row of the slot at place {@code place}. */
    public int row(int place) {
      return rows[place];
    }
  }

  /** Returns the bytes of the index: what stands here beside values, gradients and moments. */
  public long indexBytes() {
    int ofUnits = units.length + unitEnds.length + unitLists.length;
    int ofParts = firstRows.length + partUnits.length;
    return 2L * column.length + 4L * (start.length + end.length + ofUnits + ofParts);
  }
}
