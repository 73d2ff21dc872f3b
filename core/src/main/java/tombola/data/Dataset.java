package tombola.data;

import java.util.List;

/**
 * A data set in its fixed split.
 *
 * @param name what reports call it
 * @param width features of a sample
 * @param classes the names of the classes, in the order of the labels
 * @param training the train and validation parts
 * @param test the part that is read once, for the final figure
 * @param checksum SHA-256 over the source's content, in hexadecimal
 */
public record Dataset(
    String name,
    int width,
    List<String> classes,
    TrainingData training,
    Examples test,
    String checksum) {

  /** Checks widths and labels. */
  public Dataset {
    classes = List.copyOf(classes);
    check("train", training.train(), width, classes.size());
    check("validation", training.validation(), width, classes.size());
    check("test", test, width, classes.size());
  }

  private static void check(String part, Examples examples, int width, int classes) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException(part + " part: expected at least one sample, got none");
    }
    if (examples.features().width() != width) {
      throw new IllegalArgumentException(
          part
              + " part: expected samples of "
              + width
              + " features, got "
              + examples.features().width());
    }
    for (int label : examples.labels()) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            part + " part: expected labels from 0 to " + (classes - 1) + ", got " + label);
      }
    }
  }
}
