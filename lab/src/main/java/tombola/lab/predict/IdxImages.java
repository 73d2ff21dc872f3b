package tombola.lab.predict;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import tombola.lab.config.InputException;

/**
 * An IDX file of unsigned bytes, read as it comes: a sample is all but the first dimension.
 *
 * @see <a href="https://yann.lecun.com/exdb/mnist/">The format, at the foot of the page</a>
 */
final class IdxImages implements SampleReader {
  private final String name;
  private final DataInputStream in;
  private final byte[] image;
  private final long count;
  private long read;

  IdxImages(String name, InputStream stream, int width) throws IOException {
    this.name = name;
    this.in = new DataInputStream(stream);
    try {
      int dimensions = in.readInt() & 0xFF;
      this.count = dimensions == 0 ? 0 : Integer.toUnsignedLong(in.readInt());
      double size = 1; // of a sample: exact as far as it matters
      for (int d = 1; d < dimensions; d++) {
        size *= Integer.toUnsignedLong(in.readInt());
      }
      if (size != width) {
        throw new InputException(
            "%s: expected images of %d values, found %.0f".formatted(name, width, size));
      }
    } catch (EOFException e) {
      throw truncated(e);
    }
    this.image = new byte[width];
  }

  @Override
  public boolean next(double[] sample) throws IOException {
    if (read == count) {
      return false;
    }
    try {
      in.readFully(image);
    } catch (EOFException e) {
      throw truncated(e);
    }
    for (int i = 0; i < image.length; i++) {
      sample[i] = image[i] & 0xFF;
    }
    read++;
    return true;
  }

  private InputException truncated(EOFException e) {
    return new InputException(
        "%s: expected %d images, found the end of the file after %d: it is truncated"
            .formatted(name, count, read),
        e);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
