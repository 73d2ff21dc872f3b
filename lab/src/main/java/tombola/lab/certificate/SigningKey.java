package tombola.lab.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import tombola.lab.config.InputException;

/** A private Ed25519 key with its public half. */
public final class SigningKey {
  private final PrivateKey secret;
  private final PublicKey open;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /**
   * Reads a key: PKCS#8 in PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
   *
   * @throws InputException in one line if there is none
   */
  public static SigningKey read(Path file) {
    PrivateKey secret = Keys.secret(file);
    try {
      SigningKey key = new SigningKey(secret, publicHalf(secret));
      byte[] probe = {1};
      if (!key.sign(probe).isOf(probe)) {
        throw new InputException(
            file + ": this Java cannot tell the public half of the key; use another Java to sign");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new InputException(file + ": this Java cannot sign with it: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the public half. A PKCS#8 file need not hold it, and the JDK derives it where it makes
   * a pair alone: from the bytes that are drawn for the secret, so those of the secret are given to
   * it.
   */
  private static PublicKey publicHalf(PrivateKey secret) throws GeneralSecurityException {
    byte[] bytes =
        ((EdECPrivateKey) secret)
            .getBytes()
            .orElseThrow(() -> new GeneralSecurityException("it does not show its bytes"));
    KeyPairGenerator pairs = KeyPairGenerator.getInstance(Signature.ALGORITHM);
    pairs.initialize(NamedParameterSpec.ED25519, new Given(bytes));
    return pairs.generateKeyPair().getPublic();
  }

  /** Draws given bytes. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] drawn) {
      System.arraycopy(bytes, 0, drawn, 0, drawn.length);
    }
  }

  /** Signs {@code content}. */
  Signature sign(byte[] content) {
    try {
      java.security.Signature signer = java.security.Signature.getInstance(Signature.ALGORITHM);
      signer.initSign(secret);
      signer.update(content);
      Base64.Encoder base64 = Base64.getEncoder();
      return new Signature(
          Signature.ALGORITHM,
          base64.encodeToString(open.getEncoded()),
          base64.encodeToString(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 signs with Ed25519", e);
    }
  }
}
