package tombola.lab.predict;

import java.io.IOException;
import java.io.InputStream;
import tombola.lab.config.InputException;
import tombola.lab.data.Bitmap;

/**
 * A PNG image as one sample, rows from the top: its grey values, or where a sample has three times
 * as many values as the image has pixels, all red ones, all green ones, all blue ones.
 */
final class PngImage implements SampleReader {
  private static final int CHANNELS = 3;

  private final InputStream in;
  private final Bitmap image;
  private final boolean grey;
  private boolean read;

  PngImage(String name, InputStream in, int width) throws IOException {
    this.in = in;
    Bitmap found =
        Bitmap.read(in)
            .orElseThrow(
                () -> new InputException(name + ": expected a PNG image, found a damaged one"));
    long pixels = found.pixels();
    if (pixels != width && CHANNELS * pixels != width) {
      throw new InputException(
          "%s: expected an image of %d values, found %d x %d pixels; scale it first"
              .formatted(name, width, found.width(), found.height()));
    }
    this.image = found;
    this.grey = pixels == width;
  }

  @Override
  public boolean next(double[] sample) {
    if (read) {
      return false;
    }
    read = true;
    int pixels = image.pixels();
    for (int p = 0; p < pixels; p++) {
      int red = image.red(p);
      int green = image.green(p);
      int blue = image.blue(p);
      if (grey) {
        sample[p] = red == green && green == blue ? red : luma(red, green, blue);
      } else {
        sample[p] = red;
        sample[p + pixels] = green;
        sample[p + 2 * pixels] = blue;
      }
    }
    return true;
  }

  /** Returns the brightness of a colour by ITU-R BT.601. */
  private static long luma(int red, int green, int blue) {
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
