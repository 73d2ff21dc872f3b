package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a function that adds to the gradients of live weights, all in one row of their filters,
 * what a row of places brings, as straight-line code: group after group, whose sums stay in
 * registers along the row.
 *
 * <p>The function takes where the row of inputs that they meet begins, the gradients of the first
 * place, the sums, and how many units to go through. It can be entered at every unit.
 */
final class SlotRow {
  private static final Gpr SOURCE = Gpr.RDI;
  private static final Gpr GRADIENTS = Gpr.RSI;
  private static final Gpr SUMS = Gpr.RDX;
  private static final Gpr UNITS = Gpr.RCX;
  private static final Gpr LINES = Gpr.RAX; // inputs of a place
  private static final Gpr FACTORS = Gpr.R8; // its gradients
  private static final Gpr LEFT = Gpr.R9; // places of a loop
  private static final int FEW = 4; // places that are not worth a loop

  private final Convolution shape;
  private final Assembler code;
  private final int step; // bytes from the inputs of a place to those of the next
  private final int next; // bytes from the gradients of a place to those of the next

  /**
   * A live weight.
   *
   * @param sum its line among the sums
   * @param across the column of its filter
   */
  record Weight(int sum, int filter, int across, int channel) {
    private int offset() {
      return Math.toIntExact(sum * LINE);
    }
  }

  /** Weights, and what filters they are of: a register for each of both. */
  private static final class Group {
    final List<Weight> weights = new ArrayList<>();
    final List<Integer> filters = new ArrayList<>();

    boolean takes(Weight weight, int registers) {
      int more = filters.contains(weight.filter) ? 1 : 2;
      return weights.size() + filters.size() + more <= registers;
    }

    void add(Weight weight) {
      weights.add(weight);
      if (!filters.contains(weight.filter)) {
        filters.add(weight.filter);
      }
    }
  }

  private SlotRow(Convolution shape, Assembler code) {
    this.shape = shape;
    this.code = code;
    this.step = Math.toIntExact(shape.stride() * Panels.bytes(shape.channels()));
    this.next = Math.toIntExact(Panels.bytes(shape.filters()));
  }

  /** Writes the function for the weights of each unit; returns where each begins. */
  static int[] write(Convolution shape, List<List<Weight>> units, Assembler code) {
    return new SlotRow(shape, code).function(units);
  }

  private int[] function(List<List<Weight>> units) {
    int[] entries = new int[units.size()];
    Label done = new Label();
    for (int unit = 0; unit < entries.length; unit++) {
      code.align(64);
      entries[unit] = code.size();
      for (Group group : groups(units.get(unit))) {
        for (int lane = 0; lane < LANES; lane += code.width()) {
          group(group, lane * Float.BYTES);
        }
      }
      code.subtract(UNITS, 1);
      code.jumpIfZero(done);
    }
    code.bind(done);
    code.vzeroupper();
    code.ret();
    return entries;
  }

  private List<Group> groups(List<Weight> weights) {
    List<Group> groups = new ArrayList<>();
    for (Weight weight : weights) {
      if (groups.isEmpty() || !groups.getLast().takes(weight, code.registers())) {
        groups.add(new Group());
      }
      groups.getLast().add(weight);
    }
    return groups;
  }

  /** Adds what the row brings to the lanes from {@code lane} bytes on. */
  private void group(Group group, int lane) {
    List<Weight> weights = group.weights;
    for (int w = 0; w < weights.size(); w++) {
      code.load(w, SUMS, weights.get(w).offset() + lane);
    }
    code.move(LINES, SOURCE);
    code.move(FACTORS, GRADIENTS);
    int first = weights.stream().mapToInt(this::firstPlace).max().orElseThrow();
    int end = weights.stream().mapToInt(this::endPlace).min().orElseThrow();
    int at = 0; // the place of LINES and FACTORS
    for (int place = 0; place < shape.outWidth(); place++) {
      if (place == first && end - first > FEW) {
        code.add(LINES, (place - at) * step);
        code.add(FACTORS, (place - at) * next);
        loop(group, lane, place, end - first);
        at = end;
        place = end - 1;
      } else {
        place(group, lane, place, place - at);
      }
    }
    for (int w = 0; w < weights.size(); w++) {
      code.store(SUMS, weights.get(w).offset() + lane, w);
    }
  }

  /** Adds what {@code count} places bring that all weights meet, and goes on to the next. */
  private void loop(Group group, int lane, int place, int count) {
    code.moveImmediate(LEFT, count);
    Label again = new Label();
    code.align(32);
    code.bind(again);
    place(group, lane, place, 0);
    code.add(LINES, step);
    code.add(FACTORS, next);
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(again);
  }

  /** Adds what a place brings to the weights that meet it, {@code nth} places after LINES. */
  private void place(Group group, int lane, int place, int nth) {
    int filter = -1; // whose gradient is loaded
    for (int w = 0; w < group.weights.size(); w++) {
      Weight weight = group.weights.get(w);
      if (firstPlace(weight) <= place && place < endPlace(weight)) {
        int factor = group.weights.size() + group.filters.indexOf(weight.filter);
        if (weight.filter != filter) {
          filter = weight.filter;
          code.load(factor, FACTORS, nth * next + filter * (int) LINE + lane);
        }
        int line = weight.across * shape.channels() + weight.channel;
        code.fmaMemory(w, factor, LINES, nth * step + line * (int) LINE + lane);
      }
    }
  }

  private int firstPlace(Weight weight) {
    return shape.firstPlace(weight.across);
  }

  private int endPlace(Weight weight) {
    return shape.endPlace(weight.across, shape.width());
  }
}
