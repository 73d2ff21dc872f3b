package tombola.lab.data;

import java.util.Locale;
import java.util.Optional;
import tombola.data.BadDataException;

/**
 * Which data, and how it is split: everything that can change a number, nothing else.
 *
 * @param source {@code mnist}, {@code fashion-mnist}, {@code cifar10}, {@code cifar100}, a CSV file
 *     (its name ends in {@code .csv} or {@code .csv.gz}) or a folder; {@code ./mnist} is a folder
 * @param validation the validation part: of a CSV file's samples, or of the official train part
 * @param test the test part: a share of a CSV file's samples, {@link Share.Official} for all else
 * @param splitSeed fixes which samples fall into which part
 * @param label of a CSV file the column with the classes, by name or by number from 0; if empty it
 *     is the one column called label, class, target or y, else the last
 * @param header whether a CSV file's first line holds the names of the columns
 * @param pictureSize rows and columns to which the pictures of an image folder are scaled; if empty
 *     {@value ImageFolder#SIDE}
 */
public record DataSpec(
    String source,
    Share validation,
    Share test,
    long splitSeed,
    Optional<String> label,
    Header header,
    Optional<Integer> pictureSize) {

  /** Whether a CSV file begins with the names of its columns. */
  public enum Header {
    /** Decided by the first line: names if no input cell is a number, data if all are. */
    AUTO,
    /** The first line holds the names. */
    YES,
    /** The first line is a sample. */
    NO
  }

  /** The kinds of sources, told apart by the text alone. */
  enum Kind {
    MNIST,
    FASHION_MNIST,
    CIFAR10,
    CIFAR100,
    CSV,
    FOLDER
  }

  /**
   * Checks that the settings fit the source.
   *
   * @throws BadDataException if one does not apply to it
   */
  public DataSpec {
    boolean csv = kind(source) == Kind.CSV;
    if (validation instanceof Share.Official) {
      throw new BadDataException(
          "validation: expected a number of samples or a fraction in (0, 1), got official: no data"
              + " set brings a validation part");
    }
    if (csv == test instanceof Share.Official) {
      throw new BadDataException(
          csv
              ? "test: expected a number of samples or a fraction in (0, 1), got official: "
                  + source
                  + " has no test part of its own"
              : "test: expected official, for " + source + " has its own test part, got " + test);
    }
    if (!csv && label.isPresent()) {
      throw new BadDataException(
          "label: expected none, for %2$s is no CSV file, got \"%1$s\""
              .formatted(label.get(), source));
    }
    if (pictureSize.isPresent() && kind(source) != Kind.FOLDER) {
      throw new BadDataException(
          "picture-size: expected none, for %s is no image folder, got %d"
              .formatted(source, pictureSize.get()));
    }
    if (pictureSize.filter(side -> side < 1 || side > ImageFolder.MOST).isPresent()) {
      throw new BadDataException(
          "picture-size: expected 1 to %d pixels, got %d"
              .formatted(ImageFolder.MOST, pictureSize.get()));
    }
    if (!csv && header != Header.AUTO) {
      throw new BadDataException(
          "header: expected auto, for %2$s is no CSV file, got %1$s"
              .formatted(header.name().toLowerCase(Locale.ROOT), source));
    }
  }

  /**
   * Returns the defaults for a source: a twelfth of the official train part for validation (5000 of
   * MNIST's 60000); of a CSV file 15% for validation and 15% for test; split seed 0.
   */
  public static DataSpec of(String source) {
    boolean csv = kind(source) == Kind.CSV;
    Share validation = new Share.Fraction(csv ? 0.15 : 1.0 / 12);
    Share test = csv ? new Share.Fraction(0.15) : new Share.Official();
    return new DataSpec(
        source, validation, test, 0, Optional.empty(), Header.AUTO, Optional.empty());
  }

  Kind kind() {
    return kind(source);
  }

  private static Kind kind(String source) {
    return switch (source) {
      case "mnist" -> Kind.MNIST;
      case "fashion-mnist" -> Kind.FASHION_MNIST;
      case "cifar10" -> Kind.CIFAR10;
      case "cifar100" -> Kind.CIFAR100;
      default -> {
        String name = source.toLowerCase(Locale.ROOT);
        yield name.endsWith(".csv") || name.endsWith(".csv.gz") ? Kind.CSV : Kind.FOLDER;
      }
    };
  }
}
