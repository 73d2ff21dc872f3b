package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  @TempDir private Path other;

  @BeforeEach
  void search() throws IOException {
    Cli.run(Cli.find(folder)); // scalar, one thread
  }

  private Path certificate(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("verify", "sizes:2", "--out", folder.resolve("runs").toString(), "--json"));
    args.addAll(List.of("--replicates", "2", "--arms", "kept-signs,small-dense"));
    args.addAll(List.of(more));
    Cli.Result result = Cli.run(args.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    return Path.of(MAPPER.readTree(result.out()).path("certificate").asString());
  }

  private Cli.Result replay(String what, String... more) {
    List<String> args =
        new ArrayList<>(List.of("replay", what, "--out", other.resolve("runs").toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Path pem(String name, String kind, byte[] key) throws IOException {
    return Files.writeString(
        other.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(key), kind));
  }

  @Test
  void anHonestCertificatePassesWithOtherKernelsLaneWidthsAndThreads() {
    String file = certificate().toString();

    for (String kernels : List.of("scalar", "portable:128", "portable:256", "auto")) {
      Cli.Result result = replay(file, "--kernels", kernels, "--threads", "2");

      assertThat(result.err()).isEmpty();
      assertThat(result.out().replaceAll("\\s+", " "))
          .contains(
              "content: as its hash says",
              "statistics: come of the figures of its trainings",
              "signature: none",
              "trained again: 18 of 18 trainings, on ",
              "All equal, bit for bit.")
          .doesNotContain("DIFFERS", "not trained again");
      assertThat(result.code()).isZero();
    }
  }

  @Test
  void theFolderOfThePlanNamesItsCertificateAndLessIsTrainedIfAsked() {
    String plan = String.valueOf(certificate().getParent());

    Cli.Result result = replay(plan, "--only", "ticket");

    assertThat(result.out().replaceAll("\\s+", " "))
        .contains("trained again: 3 of 18 trainings", "not trained again: 15 trainings of other");
    assertThat(result.code()).isZero();
  }

  @Test
  void whatDiffersIsNamedAndEndsWithOneInJsonToo() throws IOException {
    Path file = certificate();
    Path ticket = file.resolveSibling("ticket.safetensors");
    byte[] content = Files.readAllBytes(ticket);
    content[content.length - 1] ^= 1;
    Files.write(ticket, content);

    Cli.Result words = replay(file.toString());
    Cli.Result json = replay(file.toString(), "--json");

    assertThat(words.code()).isEqualTo(1);
    assertThat(words.out().replaceAll("\\s+", " "))
        .contains(
            "DIFFERS ticket.safetensors: expected SHA-256 ",
            "trained again: 0 of 18 trainings",
            "The certificate does not hold.");
    JsonNode document = MAPPER.readTree(json.out());
    assertThat(json.code()).isEqualTo(1);
    assertThat(document.path("equal").asBoolean(true)).isFalse();
    assertThat(document.path("checks"))
        .filteredOn(check -> !check.path("holds").asBoolean())
        .extracting(check -> check.path("subject").asString())
        .containsExactly("ticket.safetensors");
  }

  @Test
  void aSignatureIsCheckedAndThatOfAnotherKeyRefused() throws Exception {
    KeyPair author = pair();
    Path key = pem("key.pem", "PRIVATE KEY", author.getPrivate().getEncoded());
    Path open = pem("key.pub.pem", "PUBLIC KEY", author.getPublic().getEncoded());
    Path stranger = pem("other.pub.pem", "PUBLIC KEY", pair().getPublic().getEncoded());
    Path file = certificate("--sign", key.toString());
    certificate(); // again, without the key: the signature stays

    Cli.Result good = replay(file.toString(), "--only", "ticket", "--trusted", open.toString());
    Cli.Result bad = replay(file.toString(), "--trusted", stranger.toString());
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"commit\": \"", "\"commit\": \"other-"));
    Cli.Result altered = replay(file.toString());

    assertThat(good.out()).contains("signature: valid, by the trusted key");
    assertThat(good.code()).isZero();
    assertThat(bad.out())
        .contains("DIFFERS signature: valid, but by another key than the trusted one");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(altered.out()).contains("DIFFERS signature: it is not of this certificate");
    assertThat(altered.code()).isEqualTo(1);
  }

  @Test
  void aTrustedKeyDemandsASignature() throws Exception {
    Path open = pem("key.pub.pem", "PUBLIC KEY", pair().getPublic().getEncoded());

    Cli.Result result = replay(certificate().toString(), "--trusted", open.toString());

    assertThat(result.out()).contains("DIFFERS signature: expected one, found none");
    assertThat(result.code()).isEqualTo(1);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @Test
  void whatIsNoCertificateNoRunOrNoScopeIsOneLineAndEndsWithTwo() throws IOException {
    Path text = Files.writeString(other.resolve("certificate.json"), "hello");

    for (Cli.Result result :
        List.of(
            replay(text.toString()),
            replay(other.resolve("absent.json").toString()),
            replay("no-such-run"),
            replay(certificate().toString(), "--only", "some"))) {
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.errorLines()).hasSize(1);
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void aRunIsMadeAgainWhollyOrOneLevelOfIt() {
    String runs = folder.resolve("runs").toString();

    Cli.Result whole = Cli.run("replay", "sizes", "--out", runs, "--kernels", "auto");
    Cli.Result level = Cli.run("replay", "sizes:1", "--out", runs, "--json");

    assertThat(whole.out()).contains("trained again: 3 of 3 trainings", "All equal, bit for bit.");
    assertThat(whole.code()).isZero();
    assertThat(MAPPER.readTree(level.out()).path("retrained").asInt()).isEqualTo(1);
    assertThat(level.code()).isZero();
  }

  @Test
  void progressGoesToATerminal() {
    Cli.Result result =
        Cli.run(
            true,
            "",
            "replay",
            certificate().toString(),
            "--out",
            other.resolve("runs").toString(),
            "--json");

    assertThat(result.err()).contains(" to do  seed ").endsWith("\r");
    assertThat(MAPPER.readTree(result.out()).path("equal").asBoolean()).isTrue();
  }
}
