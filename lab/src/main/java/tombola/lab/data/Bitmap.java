package tombola.lab.data;

import java.awt.color.ColorSpace;
import java.awt.image.AreaAveragingScaleFilter;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.FilteredImageSource;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelGrabber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A picture's colours as its file has them, rows from the top; what is transparent shows its
 * colour.
 */
public final class Bitmap {
  private final int width;
  private final int height;
  private final int[] colours; // a pixel each, 0xRRGGBB

  private Bitmap(int width, int height, int[] colours) {
    this.width = width;
    this.height = height;
    this.colours = colours;
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP picture; empty if it is none or a damaged one.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<Bitmap> read(InputStream in) throws IOException {
    byte[] content = in.readAllBytes(); // so that what is thrown below tells of the content
    try (InputStream bytes = new ByteArrayInputStream(content)) {
      return Optional.ofNullable(ImageIO.read(bytes)).map(Bitmap::of);
    } catch (IOException | RuntimeException _) { // the readers throw many things at damaged files
      return Optional.empty();
    }
  }

  /** Returns the colours of {@code image}. */
  static Bitmap of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    ColorModel model = image.getColorModel();
    boolean grey =
        model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(model instanceof IndexColorModel);
    if (!grey) {
      int[] colours = image.getRGB(0, 0, width, height, null, 0, width);
      for (int i = 0; i < colours.length; i++) {
        colours[i] &= 0xFFFFFF;
      }
      return new Bitmap(width, height, colours);
    }
    // Java holds grey values to be linear and would brighten them on their way to a colour
    int[] samples = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
    int excess = Math.max(0, model.getComponentSize(0) - Byte.SIZE);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (samples[i] >> excess) * 0x10101;
    }
    return new Bitmap(width, height, samples);
  }

  /**
   * Returns the picture of {@code side} by {@code side} pixels, each the mean of what it covers; a
   * picture that is not square is squeezed.
   */
  Bitmap scaled(int side) {
    if (width == side && height == side) {
      return this;
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, colours, 0, width);
    int[] to = new int[side * side];
    var source =
        new FilteredImageSource(image.getSource(), new AreaAveragingScaleFilter(side, side));
    try {
      if (!new PixelGrabber(source, 0, 0, side, side, to, 0, side).grabPixels()) {
        throw new IllegalStateException("a picture in memory can be scaled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while scaling a picture", e);
    }
    for (int i = 0; i < to.length; i++) {
      to[i] &= 0xFFFFFF;
    }
    return new Bitmap(side, side, to);
  }

  /** Returns the columns. */
  public int width() {
    return width;
  }

  /** Returns the rows. */
  public int height() {
    return height;
  }

  /** Returns the number of pixels. */
  public int pixels() {
    return width * height;
  }

  /** Returns the red of pixel {@code at}, 0 to 255. */
  public int red(int at) {
    return colours[at] >> 16;
  }

  /** Returns the green of pixel {@code at}, 0 to 255. */
  public int green(int at) {
    return (colours[at] >> 8) & 0xFF;
  }

  /** Returns the blue of pixel {@code at}, 0 to 255. */
  public int blue(int at) {
    return colours[at] & 0xFF;
  }

  /** Returns whether no pixel has a colour. */
  boolean isGrey() {
    for (int at = 0; at < colours.length; at++) {
      if (red(at) != green(at) || green(at) != blue(at)) {
        return false;
      }
    }
    return true;
  }
}
