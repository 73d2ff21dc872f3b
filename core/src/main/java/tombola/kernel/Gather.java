package tombola.kernel;

/**
 * A sparse product as lists: output line r is the sum over its entries, in order, of the value in a
 * slot times a line of inputs. Forward the lists are the rows of the weights in one part of the
 * pattern, for the input gradient all columns. A list may be cut by blocks of inputs.
 */
public final class Gather {
  private final int outputs;
  private final int firstOutput;
  private final int lastOutput;
  private final int inputs;
  private final int blocks;
  private final boolean consecutive;
  private final int[] first; // entry of each [block][output]; at the end the number of entries
  private final int[] input;
  private final int[] slot;

  private Gather(
      int outputs,
      int firstOutput,
      int lastOutput,
      int inputs,
      int blocks,
      boolean consecutive,
      int entries) {
    this.outputs = outputs;
    this.firstOutput = firstOutput;
    this.lastOutput = lastOutput;
    this.inputs = inputs;
    this.blocks = blocks;
    this.consecutive = consecutive;
    this.first = new int[blocks * (lastOutput - firstOutput) + 1];
    this.input = new int[entries];
    this.slot = new int[entries];
  }

  private static Gather forward(SparsePattern pattern, int part, int blocks) {
    return new Gather(
        pattern.shape().out(),
        pattern.firstRow(part),
        pattern.firstRow(part + 1),
        pattern.shape().in(),
        blocks,
        blocks == pattern.blocks(),
        pattern.live(part));
  }

  /** Returns the lists of the forward product of a part, whole. */
  public static Gather rows(SparsePattern pattern, int part) {
    Gather gather = forward(pattern, part, 1);
    int entry = 0;
    for (int o = gather.firstOutput; o < gather.lastOutput; o++) {
      for (int b = 0; b < pattern.blocks(); b++) {
        entry = gather.add(pattern, b, o, entry);
      }
      gather.first[gather.list(0, o) + 1] = entry;
    }
    return gather;
  }

  /** Returns the lists of the forward product of a part, cut as the pattern's blocks are. */
  public static Gather blocks(SparsePattern pattern, int part) {
    Gather gather = forward(pattern, part, pattern.blocks());
    int entry = 0;
    for (int b = 0; b < pattern.blocks(); b++) {
      for (int o = gather.firstOutput; o < gather.lastOutput; o++) {
        entry = gather.add(pattern, b, o, entry);
        gather.first[gather.list(b, o) + 1] = entry;
      }
    }
    return gather;
  }

  private int list(int block, int output) {
    return block * (lastOutput - firstOutput) + output - firstOutput;
  }

  private int add(SparsePattern pattern, int block, int row, int from) {
    int entry = from;
    int end = pattern.end(block, row);
    for (int s = pattern.start(block, row); s < end; s++) {
      input[entry] = pattern.column(block, s);
      slot[entry++] = s;
    }
    return entry;
  }

  /** Returns the lists of the input gradient, whole. */
  public static Gather columns(SparsePattern pattern) {
    int in = pattern.shape().in();
    Gather gather = new Gather(in, 0, in, pattern.shape().out(), 1, false, pattern.live());
    SparsePattern.Columns columns = pattern.columns();
    for (int i = 0; i <= gather.outputs; i++) {
      gather.first[i] = columns.first(i);
    }
    for (int entry = 0; entry < pattern.live(); entry++) {
      gather.slot[entry] = columns.slot(entry);
      gather.input[entry] = columns.row(entry);
    }
    return gather;
  }

  /** Returns the number of output lines in a panel. */
  public int outputs() {
    return outputs;
  }

  /** Returns the first output line that has a list. */
  public int firstOutput() {
    return firstOutput;
  }

  /** Returns the output line after the last that has a list. */
  public int lastOutput() {
    return lastOutput;
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
    return first[list(block, output)];
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
