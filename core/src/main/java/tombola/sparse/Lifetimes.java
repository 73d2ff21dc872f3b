package tombola.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long each value of a prediction is needed: from the step that gives it to the last that takes
 * it. Values are numbered: 0 is the sample, the steps that compute anything give 1, 2, …
 */
public final class Lifetimes {
  private final int[] floats; // of each value
  private final int[] last; // the step that takes each value last, numbered by what it gives

  private Lifetimes(int[] floats, int[] last) {
    this.floats = floats;
    this.last = last;
  }

  /**
   * Returns those of {@code steps}.
   *
   * @param inputs features of a sample
   */
  public static Lifetimes of(int inputs, List<LiveStep> steps) {
    List<Integer> floats = new ArrayList<>(List.of(inputs));
    List<Integer> last = new ArrayList<>(List.of(0));
    List<Integer> values = new ArrayList<>(List.of(0)); // by step
    for (LiveStep step : steps) {
      int from = values.getLast();
      if (step instanceof LiveRecall recall) {
        values.add(values.get(recall.value()));
        continue;
      }
      int gives = floats.size();
      last.set(from, gives);
      if (step instanceof LiveSum sum) {
        last.set(values.get(sum.other()), gives);
      }
      floats.add(features(step));
      last.add(gives);
      values.add(gives);
    }
    last.set(values.getLast(), floats.size()); // who asked takes the logits
    return new Lifetimes(array(floats), array(last));
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int features(LiveStep step) {
    return switch (step) {
      case LiveLayer layer -> layer.shape().out();
      case LiveConvolution convolution -> convolution.shape().gives().features();
      case LivePool pool -> pool.shape().gives().features();
      case LiveActivation activation -> activation.shape().features();
      case LiveSum sum -> sum.shape().features();
      case LiveRecall recall -> recall.shape().features();
    };
  }

  /** Returns the floats of a value. */
  int floats(int value) {
    return floats[value];
  }

  /** Returns the number of the value in whose computation {@code value} is taken last. */
  int last(int value) {
    return last[value];
  }

  /**
   * Returns the most floats that are there at once, the sample included, if a value is let go after
   * the last step that takes it.
   */
  public long most() {
    long most = 0;
    for (int gives = 0; gives < floats.length; gives++) {
      long there = floats[gives];
      for (int value = 0; value < gives; value++) {
        there += last[value] >= gives ? floats[value] : 0;
      }
      most = Math.max(most, there);
    }
    return most;
  }

  /**
   * Finds places for values, so that no two share one at the same time.
   *
   * @param floats what each needs; 0 for those that need no place
   * @param from when each is needed first, ascending
   * @param to when each is needed last
   * @param rooms receives the floats of each place
   * @return the place of each
   */
  static int[] share(int[] floats, int[] from, int[] to, List<Integer> rooms) {
    int[] places = new int[floats.length];
    Arrays.fill(places, -1);
    List<Integer> until = new ArrayList<>(); // by place
    for (int value = 0; value < floats.length; value++) {
      if (floats[value] == 0) {
        continue;
      }
      int best = -1;
      for (int place = 0; place < rooms.size(); place++) {
        boolean free = until.get(place) < from[value];
        if (free && (best < 0 || suits(floats[value], rooms.get(place), rooms.get(best)))) {
          best = place;
        }
      }
      if (best < 0) {
        best = rooms.size();
        rooms.add(0);
        until.add(0);
      }
      rooms.set(best, Math.max(rooms.get(best), floats[value]));
      until.set(best, to[value]);
      places[value] = best;
    }
    return places;
  }

  /** Returns whether {@code room} suits better than {@code other}: the least that is enough. */
  private static boolean suits(int floats, int room, int other) {
    return other < floats ? room > other : room >= floats && room < other;
  }
}
