package tombola.lab.predict;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import tombola.lab.config.InputException;

/**
 * A PNG image as one sample, rows from the top: its grey values, or where a sample has three times
 * as many values as the image has pixels, all red ones, all green ones, all blue ones.
 */
final class PngImage implements SampleReader {
  private static final int CHANNELS = 3;

  private final InputStream in;
  private final BufferedImage image;
  private final boolean grey;
  private boolean read;

  PngImage(String name, InputStream in, int width) throws IOException {
    this.in = in;
    BufferedImage found = ImageIO.read(in);
    if (found == null) {
      throw new InputException(name + ": expected a PNG image, found a damaged one");
    }
    long pixels = (long) found.getWidth() * found.getHeight();
    if (pixels != width && CHANNELS * pixels != width) {
      throw new InputException(
          "%s: expected an image of %d values, found %d x %d pixels; scale it first"
              .formatted(name, width, found.getWidth(), found.getHeight()));
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
    int pixels = image.getWidth() * image.getHeight();
    for (int p = 0; p < pixels; p++) {
      int rgb = image.getRGB(p % image.getWidth(), p / image.getWidth());
      int red = (rgb >> 16) & 0xFF;
      int green = (rgb >> 8) & 0xFF;
      int blue = rgb & 0xFF;
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
