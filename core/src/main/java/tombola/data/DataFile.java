package tombola.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file or resource with data in it, gzipped or not.
 *
 * @param name what messages call it
 * @param opener opens a new stream at its beginning
 */
public record DataFile(String name, Opener opener) {
  private static final int LONGEST = Integer.MAX_VALUE - 8; // what an array can hold

  /** Opens a stream of bytes. */
  @FunctionalInterface
  public interface Opener {
    /** Returns a new stream, which the caller closes. */
    InputStream open() throws IOException;
  }

  /** Returns the file at {@code path}; it is looked at when its content is asked for. */
  public static DataFile of(Path path) {
    return new DataFile(path.toString(), () -> Files.newInputStream(path));
  }

  /**
   * Returns the whole content, unpacked if it begins as gzip does, whatever the name. What is
   * allocated follows the bytes that are there.
   *
   * @throws BadDataException if it is missing, unreadable, truncated or 2 GiB or longer
   */
  public byte[] content() {
    try (InputStream raw = new BufferedInputStream(opener.open(), 1 << 16);
        InputStream in = unpack(raw)) {
      byte[] content = in.readNBytes(LONGEST);
      if (content.length == LONGEST && in.read() >= 0) {
        throw bad("expected less than 2 GiB of content, found more");
      }
      return content;
    } catch (IOException e) {
      throw new BadDataException(name + ": " + reason(e), e);
    }
  }

  private static InputStream unpack(InputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
    raw.reset();
    return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "cannot be read: permission denied";
      case EOFException _ -> "expected a whole gzip file, found a truncated one; fetch it again";
      case ZipException _ ->
          "expected a gzip file, found a damaged one (" + e.getMessage() + "); fetch it again";
      default -> "cannot be read: " + e.getMessage();
    };
  }

  /** Returns the exception that says {@code problem} about this file. */
  public BadDataException bad(String problem) {
    return new BadDataException(name + ": " + problem);
  }
}
