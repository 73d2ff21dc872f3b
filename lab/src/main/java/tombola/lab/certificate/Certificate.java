package tombola.lab.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.store.JsonFiles;

/**
 * The certificate of a verification: with the data, and nothing else, anyone can make every
 * training behind the verdict again and compare bits.
 *
 * @param schema version of this record's meaning
 * @param hash SHA-256 of the content
 * @param hashed how the hash is taken and what it leaves out, in words
 * @param content what the hash covers
 * @param made where, when and by what
 * @param signature of all the rest, if there is one
 */
public record Certificate(
    int schema,
    String hash,
    String hashed,
    CertifiedContent content,
    Made made,
    Optional<Signature> signature) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /** The name of its file, in the folder of its plan. */
  public static final String FILE = "certificate.json";

  private static final String HASHED =
      "SHA-256 of content as JSON without white space, in the order and with the numbers that"
          + " stand here; made (machines, times, where the data lay) and signature are left out, a"
          + " signature covers all but itself";

  /** Returns an unsigned certificate. */
  public static Certificate of(CertifiedContent content, Made made) {
    return new Certificate(
        SCHEMA, JsonFiles.checksum(content), HASHED, content, made, Optional.empty());
  }

  /**
   * Reads a certificate; nothing in it is checked but that it is one of this version.
   *
   * @throws InputException in one line if it is none
   */
  public static Certificate read(Path file) {
    Certificate read =
        JsonFiles.read(
            file, Certificate.class, "expected a certificate.json of tombola verify, unaltered");
    check(file, "schema", SCHEMA, read.schema());
    check(file, "schema of the settings", FindConfig.SCHEMA, read.content().run().schema());
    check(file, "arithmetic", FindConfig.ARITHMETIC, read.content().run().arithmetic());
    return read;
  }

  private static void check(Path file, String what, int expected, int found) {
    if (found != expected) {
      throw new InputException(
          "%s: %s: expected %d, got %d: another version of Tombola wrote it, and that one can replay it"
              .formatted(file, what, expected, found));
    }
  }

  /** Writes this; a file that certifies the same content stays, with its signature. */
  public void write(Path file) {
    if (!isThere(file)) {
      JsonFiles.write(file, this);
    }
  }

  private boolean isThere(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try {
      Certificate there = read(file);
      return there.hash().equals(hash) && JsonFiles.checksum(there.content()).equals(hash);
    } catch (InputException _) { // what lies there is no use to anyone
      return false;
    }
  }

  /** Writes this with a signature by {@code key} in place of the one it may have. */
  public void sign(Path file, SigningKey key) {
    JsonFiles.write(
        file,
        new Certificate(schema, hash, hashed, content, made, Optional.of(key.sign(signedBytes()))));
  }

  /** Returns what a signature is of: the certificate's file as it is without one. */
  byte[] signedBytes() {
    return JsonFiles.bytes(new Certificate(schema, hash, hashed, content, made, Optional.empty()));
  }
}
