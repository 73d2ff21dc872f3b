package tombola.lab.predict;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import tombola.lab.config.InputException;
import tombola.runtime.CsvRows;

/**
 * Samples of a file, one after the other: a PNG image, an IDX file of images, or lines of numbers
 * with commas between. The first bytes tell which; IDX and CSV may be gzipped.
 */
public interface SampleReader extends AutoCloseable {
  /** What a PNG file begins with, as a number. */
  int PNG = 0x89504E47;

  /**
   * Reads the next sample.
   *
   * @param sample for its values
   * @return whether there was one
   * @throws InputException in one line if it is none of as many values
   */
  boolean next(double[] sample) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Opens {@code file}, or standard input where it is {@code -}.
   *
   * @param width values of a sample
   * @throws IOException if it cannot be read
   * @throws InputException in one line if its samples are of another width
   */
  static SampleReader open(String file, InputStream standard, int width) throws IOException {
    boolean dash = file.equals("-");
    String name = dash ? "standard input" : file;
    InputStream in =
        new BufferedInputStream(dash ? standard : Files.newInputStream(Path.of(file)), 1 << 16);
    try {
      if (first(in, 2) == 0x1F8B) {
        in = new BufferedInputStream(new GZIPInputStream(in), 1 << 16);
      }
      if (first(in, 4) == PNG) {
        return new PngImage(name, in, width);
      }
      return first(in, 3) == 8 ? new IdxImages(name, in, width) : csv(name, in, width);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Returns the next bytes as a number, which stay to be read; -1 if there are fewer. */
  private static int first(InputStream in, int bytes) throws IOException {
    in.mark(bytes);
    byte[] begin = in.readNBytes(bytes);
    in.reset();
    int number = 0;
    for (byte b : begin) {
      number = (number << 8) | (b & 0xFF);
    }
    return begin.length < bytes ? -1 : number;
  }

  private static SampleReader csv(String name, InputStream in, int width) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    CsvRows rows = new CsvRows(name, lines, width);
    return new SampleReader() {
      @Override
      public boolean next(double[] sample) throws IOException {
        try {
          return rows.next(sample);
        } catch (IllegalArgumentException e) {
          throw new InputException(String.valueOf(e.getMessage()), e);
        }
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }
}
