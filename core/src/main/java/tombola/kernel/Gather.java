package tombola.kernel;

/**
 * A sparse product as lists: output line r is the sum over its entries, in order, of the value in a
 * slot times a line of inputs. Forward the lists are the rows of the weights, for the input
 * gradient their columns. A list may be cut by blocks of inputs.
 */
public final class Gather {
  private final int outputs;
  private final int inputs;
  private final int blocks;
  private final boolean consecutive;
  private final int[] first; // entry of each [block][output]; at the end the number of entries
  private final int[] input;
  private final int[] slot;

  private Gather(int outputs, int inputs, int blocks, boolean consecutive, int live) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.blocks = blocks;
    this.consecutive = consecutive;
    this.first = new int[blocks * outputs + 1];
    this.input = new int[live];
    this.slot = new int[live];
  }

  /** Returns the lists of the forward product, whole. */
  public static Gather rows(SparsePattern pattern) {
    Gather gather =
        new Gather(pattern.shape().out(), pattern.shape().in(), 1, false, pattern.live());
    int entry = 0;
    for (int o = 0; o < gather.outputs; o++) {
      for (int b = 0; b < pattern.blocks(); b++) {
        entry = gather.add(pattern, b, o, entry);
      }
      gather.first[o + 1] = entry;
    }
    return gather;
  }

  /** Returns the lists of the forward product, cut as the pattern's blocks are. */
  public static Gather blocks(SparsePattern pattern) {
    int out = pattern.shape().out();
    Gather gather = new Gather(out, pattern.shape().in(), pattern.blocks(), true, pattern.live());
    int entry = 0;
    for (int b = 0; b < pattern.blocks(); b++) {
      for (int o = 0; o < out; o++) {
        entry = gather.add(pattern, b, o, entry);
        gather.first[b * out + o + 1] = entry;
      }
    }
    return gather;
  }

  private int add(SparsePattern pattern, int block, int row, int from) {
    int entry = from;
    for (int s = pattern.start(block, row); s < pattern.end(block, row); s++) {
      input[entry] = pattern.column(s);
      slot[entry++] = s;
    }
    return entry;
  }

  /** Returns the lists of the input gradient, whole. */
  public static Gather columns(SparsePattern pattern) {
    Gather gather =
        new Gather(pattern.shape().in(), pattern.shape().out(), 1, false, pattern.live());
    SparsePattern.Columns columns = pattern.columns();
    for (int i = 0; i <= gather.outputs; i++) {
      gather.first[i] = columns.first(i);
    }
    for (int entry = 0; entry < pattern.live(); entry++) {
      gather.slot[entry] = columns.slot(entry);
      gather.input[entry] = pattern.row(gather.slot[entry]);
    }
    return gather;
  }

  /** Returns the number of output lines. */
  public int outputs() {
    return outputs;
  }

  /** Returns the number of input lines. */
  public int inputs() {
    return inputs;
  }

  /** Returns the number of blocks. */
  public int blocks() {
    return blocks;
  }

  /** Returns whether the slots of a list in a block are known to follow each other. */
  public boolean consecutive() {
    return consecutive;
  }

  /** Returns the number of entries of all lists. */
  public int entries() {
    return input.length;
  }

  /** Returns the first entry of a list; that of the next output ends it. */
  public int first(int block, int output) {
    return first[block * outputs + output];
  }

  /** Returns the input line of an entry. */
  public int input(int entry) {
    return input[entry];
  }

  /** Returns the slot of an entry's value. */
  public int slot(int entry) {
    return slot[entry];
  }
}
