package tombola.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the contents of several files, one after the other. */
public final class Checksum {
  private Checksum() {}

  /** Returns the checksum of all {@code contents} in their order, 64 hexadecimal digits. */
  public static String of(byte[]... contents) {
    MessageDigest digest = sha256();
    for (byte[] content : contents) {
      digest.update(content);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
