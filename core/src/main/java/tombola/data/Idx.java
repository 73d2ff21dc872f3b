package tombola.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * Reads the IDX files in which MNIST, Fashion-MNIST, EMNIST and others come, gzipped or not:
 * unsigned bytes, the first dimension the samples, a sample's other dimensions flattened in
 * row-major order.
 *
 * @see <a href="https://yann.lecun.org/exdb/mnist/">LeCun, Cortes &amp; Burges, the format's
 *     description</a>
 */
public final class Idx {
  private static final int UNSIGNED_BYTE = 0x08;

  private Idx() {}

  /**
   * Reads a data set of four files. The labels of the train part, in ascending order, become the
   * classes 0 to n - 1, named by the number that stands in the file: EMNIST's letters, 1 to 26,
   * become 0 to 25. The checksum covers the four files in the order of the parameters.
   *
   * @throws BadDataException if a file is missing, not of the format or damaged, if images and
   *     labels differ in number or the parts in size, or if the test part has a label of its own
   */
  public static OfficialParts read(
      DataFile trainImages, DataFile trainLabels, DataFile testImages, DataFile testLabels) {
    byte[][] contents = {
      trainImages.content(), trainLabels.content(), testImages.content(), testLabels.content()
    };
    Features train = features(trainImages, contents[0]);
    int[] trainNumbers = labels(trainLabels, contents[1]);
    checkCounts(trainImages, train, trainLabels, trainNumbers);
    Features test = features(testImages, contents[2]);
    int[] testNumbers = labels(testLabels, contents[3]);
    checkCounts(testImages, test, testLabels, testNumbers);
    if (train.width() != test.width()) {
      throw testImages.bad(
          "expected samples of %d values as in %s, found %d"
              .formatted(train.width(), trainImages.name(), test.width()));
    }
    int[] known = Arrays.stream(trainNumbers).distinct().sorted().toArray();
    List<String> classes = IntStream.of(known).mapToObj(Integer::toString).toList();
    return new OfficialParts(
        classes,
        new Examples(train, toClasses(trainLabels, trainNumbers, known)),
        new Examples(test, toClasses(testLabels, testNumbers, known)),
        Checksum.of(contents));
  }

  /**
   * Reads the inputs of samples.
   *
   * @return the samples, {@code [sample][product of the other dimensions]}
   * @throws BadDataException if the file is missing, damaged or has fewer than two dimensions
   */
  public static ByteFeatures features(DataFile file) {
    return features(file, file.content());
  }

  /**
   * Reads labels as they stand in the file, 0 to 255.
   *
   * @throws BadDataException if the file is missing, damaged or does not have one dimension
   */
  public static int[] labels(DataFile file) {
    return labels(file, file.content());
  }

  private static ByteFeatures features(DataFile file, byte[] content) {
    int[] dimensions = dimensions(file, content);
    if (dimensions.length < 2) {
      throw file.bad("expected the samples' inputs, at least 2 dimensions, found 1: labels?");
    }
    byte[] values = Arrays.copyOfRange(content, headerLength(dimensions.length), content.length);
    return new ByteFeatures(values.length / dimensions[0], values);
  }

  private static int[] labels(DataFile file, byte[] content) {
    int[] dimensions = dimensions(file, content);
    if (dimensions.length != 1) {
      throw file.bad("expected labels, 1 dimension, found " + dimensions.length + ": images?");
    }
    int[] labels = new int[dimensions[0]];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = content[headerLength(1) + i] & 0xFF;
    }
    return labels;
  }

  /** Returns the dimensions, whose product is the number of bytes after the header. */
  private static int[] dimensions(DataFile file, byte[] content) {
    int count = checkMagic(file, content);
    int header = headerLength(count);
    if (content.length < header) {
      throw file.bad(
          "expected a header of %d bytes for %d dimensions, found a file of %d bytes"
              .formatted(header, count, content.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(content, 4, header - 4);
    int bytes = content.length - header;
    StringJoiner claim = new StringJoiner(" x ");
    int[] dimensions = new int[count];
    long product = 1;
    for (int d = 0; d < count; d++) {
      long size = Integer.toUnsignedLong(buffer.getInt());
      claim.add(Long.toString(size));
      dimensions[d] = (int) size;
      // Beyond int it only has to stay there; below 2^63 it does not wrap around.
      product = Math.min(product, Integer.MAX_VALUE) * size;
    }
    if (product == 0 || product != bytes) {
      throw file.bad(
          "the header claims %s values of a byte each, found %d bytes after it%s"
              .formatted(claim, bytes, hint(product, bytes)));
    }
    return dimensions;
  }

  private static String hint(long product, int bytes) {
    if (product == 0) {
      return "; expected at least one sample";
    }
    return product > bytes ? ": truncated, or a damaged header" : ": trailing bytes";
  }

  private static int checkMagic(DataFile file, byte[] content) {
    if (content.length < 4) {
      throw file.bad("expected an IDX file, found " + content.length + " bytes");
    }
    int count = content[3] & 0xFF;
    if (content[0] != 0 || content[1] != 0 || content[2] != UNSIGNED_BYTE || count == 0) {
      throw file.bad(
          ("expected an IDX file of unsigned bytes (magic number 0x08NN, NN dimensions), found"
                  + " 0x%08x")
              .formatted(ByteBuffer.wrap(content).getInt()));
    }
    return count;
  }

  private static int headerLength(int dimensions) {
    return 4 + 4 * dimensions;
  }

  private static void checkCounts(
      DataFile inputsFile, Features inputs, DataFile labelsFile, int[] labels) {
    if (inputs.samples() != labels.length) {
      throw labelsFile.bad(
          "expected %d labels, one for each sample in %s, found %d"
              .formatted(inputs.samples(), inputsFile.name(), labels.length));
    }
  }

  private static int[] toClasses(DataFile file, int[] numbers, int[] known) {
    int[] classes = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      classes[i] = Arrays.binarySearch(known, numbers[i]);
      if (classes[i] < 0) {
        throw file.bad(
            ("sample %d: expected a label that the train part has (%d of them, from %d to %d),"
                    + " found %d")
                .formatted(i, known.length, known[0], known[known.length - 1], numbers[i]));
      }
    }
    return classes;
  }
}
