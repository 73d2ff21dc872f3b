package tombola.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads the binary versions of CIFAR-10 and CIFAR-100, gzipped or not. A sample is 3072 bytes,
 * {@code [channel][y][x]}, the channels red, green, blue, 32 by 32 each.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky, the format's
 *     description</a>
 */
public final class Cifar {
  private static final int WIDTH = 3 * 32 * 32;

  private Cifar() {}

  /** Which of the two: they differ in the bytes before a sample. */
  public enum Variant {
    /** 10 classes; a record is the label and the sample. */
    CIFAR_10(10, 1),
    /** 100 classes; a record is the superclass, which is left out, the class and the sample. */
    CIFAR_100(100, 2);

    private final int classes;
    private final int prefix;

    Variant(int classes, int prefix) {
      this.classes = classes;
      this.prefix = prefix;
    }

    private int record() {
      return prefix + WIDTH;
    }

    /** Returns the names of the classes where no file tells them: their numbers. */
    public List<String> numbers() {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
  }

  /**
   * Reads a data set. The checksum covers the train files in their order, then the test file.
   *
   * @param train the files of the train part, five in CIFAR-10 as published
   * @param names the names of the classes, in the order of the labels
   * @throws BadDataException if a file is missing or empty, is not a whole number of records or has
   *     a label out of range
   */
  public static OfficialParts read(
      Variant variant, List<DataFile> train, DataFile test, List<String> names) {
    byte[][] contents = new byte[train.size() + 1][];
    for (int i = 0; i < train.size(); i++) {
      contents[i] = train.get(i).content();
    }
    contents[train.size()] = test.content();
    Examples trainPart = examples(variant, train, contents, 0);
    Examples testPart = examples(variant, List.of(test), contents, train.size());
    return new OfficialParts(names, trainPart, testPart, Checksum.of(contents));
  }

  /**
   * Reads the names of the classes, one a line.
   *
   * @throws BadDataException if the file is missing or has another number of names
   */
  public static List<String> names(Variant variant, DataFile file) {
    List<String> names =
        new String(file.content(), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (names.size() != variant.classes) {
      throw file.bad(
          "expected %d names of classes, one a line, found %d"
              .formatted(variant.classes, names.size()));
    }
    return names;
  }

  private static Examples examples(
      Variant variant, List<DataFile> files, byte[][] contents, int from) {
    long total = 0;
    for (int f = 0; f < files.size(); f++) {
      total += records(variant, files.get(f), contents[from + f]);
    }
    if (total * WIDTH > Integer.MAX_VALUE - 8) {
      throw files.getFirst().bad("expected less than 2 GiB of samples, found " + total);
    }
    byte[] values = new byte[(int) total * WIDTH];
    int[] labels = new int[(int) total];
    int sample = 0;
    for (int f = 0; f < files.size(); f++) {
      byte[] content = contents[from + f];
      for (int at = 0; at < content.length; at += variant.record(), sample++) {
        labels[sample] = label(variant, files.get(f), content, at);
        System.arraycopy(content, at + variant.prefix, values, sample * WIDTH, WIDTH);
      }
    }
    return new Examples(new ByteFeatures(WIDTH, values), labels);
  }

  private static int records(Variant variant, DataFile file, byte[] content) {
    if (content.length == 0 || content.length % variant.record() != 0) {
      throw file.bad(
          "expected a whole number of records of %d bytes, found %d bytes"
              .formatted(variant.record(), content.length));
    }
    return content.length / variant.record();
  }

  private static int label(Variant variant, DataFile file, byte[] content, int at) {
    int label = content[at + variant.prefix - 1] & 0xFF;
    if (label >= variant.classes) {
      throw file.bad(
          "record %d: expected a label from 0 to %d, found %d"
              .formatted(at / variant.record(), variant.classes - 1, label));
    }
    return label;
  }
}
