import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tombola.runtime.BadTicketException;
import tombola.runtime.Tombola;

/**
 * Recognises what is drawn, as an Android program would: the classes of the runtime alone, of
 * exported jar or module, and a {@code .tombola} file among the assets. Nothing here or there needs
 * more than {@code java.base} of Java 17 (Android from API 33, whose {@code Math.fma} it is) or the
 * Vector API.
 *
 * <p>In an activity:
 *
 * <pre>
 * recogniser = new Recogniser(getAssets().open("ticket.tombola"));
 * bitmap.getPixels(argb, 0, 28, 0, 0, 28, 28); // scaled to the size that the ticket was trained on
 * label.setText(recogniser.recognise(argb));
 * </pre>
 *
 * On a desk {@link #main} stands for the activity.
 */
public final class Recogniser {
  private final Tombola ticket;

  /**
   * Loads a ticket and closes {@code asset}.
   *
   * @throws BadTicketException if it is damaged
   */
  public Recogniser(InputStream asset) throws IOException {
    try (asset) {
      this.ticket = Tombola.load(asset);
    }
  }

  /**
   * Returns the class of a picture of dark strokes on light ground.
   *
   * @param argb a pixel each, {@code 0xAARRGGBB}
   */
  public String recognise(int[] argb) {
    float[] ink = new float[argb.length];
    for (int i = 0; i < argb.length; i++) {
      int red = argb[i] >> 16 & 0xFF;
      int green = argb[i] >> 8 & 0xFF;
      int blue = argb[i] & 0xFF;
      ink[i] = 255 - (red + green + blue) / 3; // MNIST has light ink on dark ground
    }
    return ticket.classes().get(ticket.classify(ink));
  }

  /** Recognises pictures: {@code Recogniser TICKET RAW...}, a byte of grey for each pixel. */
  public static void main(String[] args) throws IOException {
    Recogniser recogniser = new Recogniser(Files.newInputStream(Path.of(args[0])));
    for (int picture = 1; picture < args.length; picture++) {
      byte[] grey = Files.readAllBytes(Path.of(args[picture]));
      int[] argb = new int[grey.length];
      for (int i = 0; i < grey.length; i++) {
        argb[i] = 0xFF000000 | (grey[i] & 0xFF) * 0x010101;
      }
      System.out.println(recogniser.recognise(argb));
    }
  }
}
