package tombola.lab.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;

/**
 * A signature over a certificate's file as it is without one.
 *
 * @param algorithm {@code Ed25519}
 * @param key the public key that checks it, X.509 in base 64
 * @param value the signature in base 64
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032">RFC 8032</a>
 */
public record Signature(String algorithm, String key, String value) {
  static final String ALGORITHM = "Ed25519";

  /** Returns whether this is the signature of {@code content} by its own key. */
  boolean isOf(byte[] content) {
    try {
      java.security.Signature check = java.security.Signature.getInstance(ALGORITHM);
      Optional<PublicKey> own = own();
      if (!algorithm.equals(ALGORITHM) || own.isEmpty()) {
        return false;
      }
      check.initVerify(own.get());
      check.update(content);
      return check.verify(Base64.getDecoder().decode(value));
    } catch (GeneralSecurityException | IllegalArgumentException _) { // not even a signature
      return false;
    }
  }

  /** Returns whether it was made with the private half of {@code trusted}. */
  boolean isBy(PublicKey trusted) {
    return own().filter(trusted::equals).isPresent();
  }

  private Optional<PublicKey> own() {
    try {
      return Optional.of(Keys.publicKey(Base64.getDecoder().decode(key)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
