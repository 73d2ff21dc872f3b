package tombola.lab.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.config.InputException;

final class SigningKeyTest {
  private static final String PKCS8 = "302e020100300506032b657004220420"; // before the 32 bytes
  private static final String X509 = "302a300506032b6570032100";

  @TempDir Path folder;

  private Path pem(String name, String kind, byte[] key) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(key), kind));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** RFC 8032, section 7.1, the test of one byte. */
  @Test
  void aSignatureAndItsPublicKeyAreThoseOfTheStandard() throws IOException {
    Path secret =
        pem(
            "key.pem",
            "PRIVATE KEY",
            hex(PKCS8 + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

    Signature signature = SigningKey.read(secret).sign(hex("72"));

    assertThat(Base64.getDecoder().decode(signature.key()))
        .isEqualTo(hex(X509 + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    assertThat(Base64.getDecoder().decode(signature.value()))
        .isEqualTo(
            hex(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
  }

  @Test
  void aSignatureIsOfItsContentByItsKeyAlone() throws Exception {
    for (int i = 0; i < 20; i++) {
      KeyPair pair = pair("Ed25519");
      Path secret = pem("key.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
      Path open = pem("key.pub.pem", "PUBLIC KEY", pair.getPublic().getEncoded());
      byte[] content = ("content " + i).getBytes(UTF_8);

      Signature signature = SigningKey.read(secret).sign(content);

      assertThat(signature.isOf(content)).isTrue();
      assertThat(signature.isOf("other".getBytes(UTF_8))).isFalse();
      assertThat(signature.isBy(Keys.trusted(open))).isTrue();
      assertThat(signature.isBy(pair("Ed25519").getPublic())).isFalse();
      assertThat(new Signature("Ed25519", signature.key(), "AAAA").isOf(content)).isFalse();
      assertThat(new Signature("Ed25519", "no key", signature.value()).isOf(content)).isFalse();
      assertThat(new Signature("RSA", signature.key(), signature.value()).isOf(content)).isFalse();
    }
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed448", "EC", "Ed25519"})
  void anotherKindOfKeyIsRefusedInOneLine(String algorithm) throws Exception {
    KeyPair pair = pair(algorithm);
    Key wrong = algorithm.equals("Ed25519") ? pair.getPublic() : pair.getPrivate();
    Path file = pem("key.pem", "PRIVATE KEY", wrong.getEncoded());

    assertThatThrownBy(() -> SigningKey.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": expected a private key of Ed25519")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsNoPemOrNotThereIsRefusedInOneLine() throws IOException {
    Path none = folder.resolve("none.pem");
    Path text = Files.writeString(folder.resolve("text.pem"), "hello");
    Path open = Files.writeString(folder.resolve("cut.pem"), "-----BEGIN PUBLIC KEY-----\nMC");

    assertThatThrownBy(() -> SigningKey.read(none))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(none + ": cannot be read")
        .hasMessageContaining("openssl genpkey");
    assertThatThrownBy(() -> SigningKey.read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a PEM file with -----BEGIN PRIVATE KEY-----");
    assertThatThrownBy(() -> Keys.trusted(open))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a PEM file with -----BEGIN PUBLIC KEY-----");
  }
}
