package tombola.lab.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes small files as the formats' descriptions have them. */
final class TestFiles {
  private TestFiles() {}

  static Path write(Path folder, String name, byte[] content) {
    try {
      Files.createDirectories(folder);
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path csv(Path folder, String name, String... lines) {
    try {
      return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Images of 2 x 2, each filled with its label, the labels counting from {@code first}. */
  static byte[] idxImages(int samples, int first, int classes) {
    ByteBuffer buffer = ByteBuffer.allocate(16 + 4 * samples);
    buffer.putInt(0x0803).putInt(samples).putInt(2).putInt(2);
    for (int i = 0; i < samples; i++) {
      byte label = (byte) (first + i % classes);
      buffer.put(label).put(label).put(label).put(label);
    }
    return buffer.array();
  }

  static byte[] idxLabels(int samples, int first, int classes) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + samples);
    buffer.putInt(0x0801).putInt(samples);
    for (int i = 0; i < samples; i++) {
      buffer.put((byte) (first + i % classes));
    }
    return buffer.array();
  }

  /** Writes 120 train and 20 test samples of ten classes under the names of MNIST, gzipped. */
  static void mnistLike(Path folder) {
    write(folder, "train-images-idx3-ubyte.gz", gzip(idxImages(120, 0, 10)));
    write(folder, "train-labels-idx1-ubyte.gz", gzip(idxLabels(120, 0, 10)));
    write(folder, "t10k-images-idx3-ubyte.gz", gzip(idxImages(20, 0, 10)));
    write(folder, "t10k-labels-idx1-ubyte.gz", gzip(idxLabels(20, 0, 10)));
  }

  /** Returns CIFAR records, the labels counting from 0, each sample filled with its label. */
  static byte[] cifar(int prefix, int samples, int classes) {
    int record = prefix + 3072;
    byte[] bytes = new byte[samples * record];
    IntStream.range(0, samples)
        .forEach(i ->
            Arrays.fill(bytes, i * record + prefix - 1, (i + 1) * record, (byte) (i % classes)));
    return bytes;
  }
}
