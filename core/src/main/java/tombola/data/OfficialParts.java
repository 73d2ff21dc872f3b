package tombola.data;

import java.util.List;
import tombola.math.Seed;

/**
 * A data set that came with a test part of its own, before its train part is split.
 *
 * @param classes the names of the classes, in the order of the labels
 * @param train the official train part, labels from 0
 * @param test the official test part, labels from 0
 * @param checksum SHA-256 over the unpacked files, in hexadecimal
 */
public record OfficialParts(List<String> classes, Examples train, Examples test, String checksum) {

  /** Copies the names. */
  public OfficialParts {
    classes = List.copyOf(classes);
  }

  /** Returns the same parts with other names for the classes. */
  public OfficialParts named(List<String> names) {
    if (names.size() != classes.size()) {
      throw new IllegalArgumentException(
          "classes: expected " + classes.size() + " names, got " + names.size());
    }
    return new OfficialParts(names, train, test, checksum);
  }

  /**
   * Returns the data set whose validation part is a stratified draw from the official train part;
   * the test part stays as it is.
   *
   * @param name what reports call the data set
   * @param validation samples of the validation part, e.g. 5000 of MNIST's 60000
   * @param seed fixes the draw
   * @throws BadDataException if a part would be empty or lack a class
   */
  public Dataset split(String name, int validation, Seed seed) {
    ClassCheck.atLeastTwo(name, classes);
    if (validation < 1 || validation >= train.size()) {
      throw new BadDataException(
          "validation: expected 1 to %d of the %d samples that %s has for training, got %d"
              .formatted(train.size() - 1, train.size(), name, validation));
    }
    int[] labels = train.labels();
    int[][] parts = Split.stratified(labels, classes.size(), validation, seed);
    Examples validationPart = train.select(parts[0]);
    Examples trainPart = train.select(parts[1]);
    ClassCheck.inPart(name, classes, labels, "train", trainPart.labels());
    ClassCheck.inPart(name, classes, labels, "validation", validationPart.labels());
    int width = train.features().width();
    TrainingData training = new TrainingData(trainPart, validationPart);
    return new Dataset(name, width, classes, training, test, checksum);
  }
}
