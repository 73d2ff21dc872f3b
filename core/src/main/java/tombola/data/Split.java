package tombola.data;

import java.util.ArrayList;
import java.util.List;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * Seeded, stratified splits: each part holds every class in the proportion in which the whole does.
 */
public final class Split {
  private Split() {}

  /**
   * Returns the numbers of the samples in two parts, {@code {first, rest}}, both ascending. The
   * first part has exactly {@code count} samples; each class gives {@code count * size / total} of
   * them, and the largest remainders (ties to the lower class) give one more.
   *
   * @param labels the class of each sample
   * @param classes the number of classes
   * @param count size of the first part, in [0, labels.length]
   */
  public static int[][] stratified(int[] labels, int classes, int count, Seed seed) {
    if (count < 0 || count > labels.length) {
      throw new IllegalArgumentException(
          "split: expected a part of 0 to " + labels.length + " samples, got " + count);
    }
    int[] sizes = new int[classes];
    for (int label : labels) {
      sizes[label]++;
    }
    int[] quotas = quotas(sizes, labels.length, count);
    boolean[] chosen = new boolean[labels.length];
    for (int c = 0; c < classes; c++) {
      int[] members = members(labels, c, sizes[c]);
      RandomStream stream = seed.child("class").child(c).generator();
      stream.shuffle(members);
      for (int i = 0; i < quotas[c]; i++) {
        chosen[members[i]] = true;
      }
    }
    int[] first = new int[count];
    int[] rest = new int[labels.length - count];
    int f = 0;
    int r = 0;
    for (int i = 0; i < labels.length; i++) {
      if (chosen[i]) {
        first[f++] = i;
      } else {
        rest[r++] = i;
      }
    }
    return new int[][] {first, rest};
  }

  private static int[] quotas(int[] sizes, int total, int count) {
    int[] quotas = new int[sizes.length];
    List<Integer> byRemainder = new ArrayList<>();
    int given = 0;
    for (int c = 0; c < sizes.length; c++) {
      quotas[c] = (int) ((long) count * sizes[c] / Math.max(total, 1));
      given += quotas[c];
      byRemainder.add(c);
    }
    byRemainder.sort(
        (a, b) -> Long.compare((long) count * sizes[b] % total, (long) count * sizes[a] % total));
    for (int i = 0; given < count; i++, given++) {
      quotas[byRemainder.get(i)]++;
    }
    return quotas;
  }

  private static int[] members(int[] labels, int wanted, int size) {
    int[] members = new int[size];
    int n = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == wanted) {
        members[n++] = i;
      }
    }
    return members;
  }
}
