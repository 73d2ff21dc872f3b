package tombola.lab.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tombola.lab.config.InputException;

/** Ed25519 keys in PEM files, as OpenSSL writes them. */
public final class Keys {
  private Keys() {}

  /**
   * Returns the public key in {@code file}.
   *
   * @throws InputException in one line if there is none
   */
  public static PublicKey trusted(Path file) {
    byte[] encoded =
        pem(file, "PUBLIC KEY", "openssl pkey -in key.pem -pubout -out key.pub.pem writes one");
    try {
      return publicKey(encoded);
    } catch (GeneralSecurityException e) {
      throw new InputException(
          file + ": expected a public key of Ed25519, found another or a damaged one", e);
    }
  }

  /** Returns the private key in {@code file}. */
  static PrivateKey secret(Path file) {
    byte[] encoded =
        pem(file, "PRIVATE KEY", "openssl genpkey -algorithm ed25519 -out key.pem makes one");
    try {
      return KeyFactory.getInstance(Signature.ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InputException(
          file
              + ": expected a private key of Ed25519, found another or a damaged one; openssl genpkey -algorithm ed25519"
              + " -out key.pem makes one",
          e);
    }
  }

  static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
    return KeyFactory.getInstance(Signature.ALGORITHM)
        .generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static byte[] pem(Path file, String kind, String remedy) {
    Pattern form =
        Pattern.compile(
            "-----BEGIN " + kind + "-----([A-Za-z0-9+/=\\s]+)-----END " + kind + "-----");
    try {
      Matcher matcher =
          form.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      if (matcher.find()) {
        return Base64.getMimeDecoder().decode(matcher.group(1));
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: expected a key in PEM; " + remedy, e);
    } catch (IllegalArgumentException _) {
      // no base 64: the same message
    }
    throw new InputException(
        "%s: expected a PEM file with -----BEGIN %s-----, found something else; %s"
            .formatted(file, kind, remedy));
  }
}
