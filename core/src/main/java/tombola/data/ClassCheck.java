package tombola.data;

import java.util.List;

/** What a split needs of the classes. */
public final class ClassCheck {
  private ClassCheck() {}

  /**
   * Checks that there is something to tell apart.
   *
   * @throws BadDataException if there are fewer than two classes
   */
  public static void atLeastTwo(String source, List<String> classes) {
    if (classes.size() < 2) {
      throw new BadDataException(
          source + ": expected at least 2 classes, found " + classes.size() + " " + classes);
    }
  }

  /**
   * Checks that a part has a sample of every class.
   *
   * @param source what the message names
   * @param all the labels of the samples that were split
   * @param part the name of the part
   * @param inPart the labels of the part
   * @throws BadDataException if a class is missing in the part
   */
  public static void inPart(
      String source, List<String> classes, int[] all, String part, int[] inPart) {
    int[] there = counts(classes.size(), inPart);
    for (int c = 0; c < there.length; c++) {
      if (there[c] == 0) {
        int samples = counts(classes.size(), all)[c];
        throw new BadDataException(
            "%s: class \"%s\" has %s, too few for one of them to be in the %s part of %d"
                    .formatted(source, classes.get(c), plural(samples), part, inPart.length)
                + "; check its label, add samples of it or enlarge that part");
      }
    }
  }

  private static String plural(int samples) {
    return samples == 1 ? "1 sample" : samples + " samples";
  }

  private static int[] counts(int classes, int[] labels) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }
}
