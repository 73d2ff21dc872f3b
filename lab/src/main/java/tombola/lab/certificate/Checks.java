package tombola.lab.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tombola.data.Checksum;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Identity;
import tombola.lab.config.InputException;
import tombola.lab.store.JsonFiles;
import tombola.lab.store.PlanStore;
import tombola.lab.store.RunFacts;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.Findings;
import tombola.lab.verify.Sensitivity;
import tombola.lab.verify.SensitivityFindings;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be said of a certificate without training: whether its parts fit each other, the files
 * beside it and the data. Somebody who alters a figure and all hashes passes; training finds that.
 */
public final class Checks {
  private static final String WIDTHS = "widths";
  private static final String AS_HASHED = "as its hash says";

  private final Certificate certificate;
  private final CertifiedContent content;
  private final FindConfig config;

  /**
   * Checks {@code certificate}.
   *
   * @param config its configuration, wherever the data are
   */
  public Checks(Certificate certificate, FindConfig config) {
    this.certificate = certificate;
    this.content = certificate.content();
    this.config = config;
  }

  /**
   * Returns what was found, in the order in which a reader wants it.
   *
   * @param file of the certificate; ticket and result are looked for beside it
   * @param data those that the trainings are to be made on
   * @param trusted the key that must have signed it, if any
   * @throws InputException in one line if a file that is there cannot be read
   */
  public List<Check> all(Path file, Dataset data, Optional<PublicKey> trusted) {
    List<Check> checks = new ArrayList<>();
    checks.add(same("content", certificate.hash(), JsonFiles.checksum(content)));
    checks.add(same("plan", content.planHash(), PlanStore.hash(content.plan())));
    checks.add(configuration());
    content.files().forEach((name, sum) -> checks.add(beside(file.resolveSibling(name), sum)));
    checks.add(trainings());
    checks.add(result());
    checks.add(statistics());
    checks.add(data(data));
    checks.add(signature(trusted));
    return List.copyOf(checks);
  }

  private static Check same(String subject, String expected, String found) {
    return expected.equals(found)
        ? new Check(subject, true, AS_HASHED)
        : new Check(subject, false, "expected SHA-256 %s, found %s".formatted(expected, found));
  }

  /** The settings must be those whose hash stands in the facts about the run and in the plan. */
  private Check configuration() {
    String hash = Identity.of(config, content.run().checksum()).hash();
    Check facts = same("configuration", content.run().identity(), hash);
    return facts.holds() ? same("configuration", content.plan().configuration(), hash) : facts;
  }

  private static Check beside(Path file, String expected) {
    String name = String.valueOf(file.getFileName());
    if (!Files.exists(file)) {
      return new Check(name, true, "not beside the certificate, so not looked at");
    }
    try {
      return same(name, expected, Checksum.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The trainings must be those that the plan needs, each once. */
  private Check trainings() {
    List<CertifiedTraining.Key> found =
        content.trainings().stream().map(CertifiedTraining::key).toList();
    Set<CertifiedTraining.Key> needed;
    try {
      needed = content.needed();
    } catch (IllegalArgumentException e) { // an arm that nobody knows
      return new Check("trainings", false, String.valueOf(e.getMessage()));
    }
    boolean all = found.size() == needed.size() && needed.equals(Set.copyOf(found));
    return new Check(
        "trainings",
        all,
        all
            ? found.size() + ", all that the plan needs"
            : "expected the %d that the plan needs, found %d, or others"
                .formatted(needed.size(), found.size()));
  }

  /** The result that the certificate holds must be that of the file, and its answer the same. */
  private Check result() {
    String sum = Checksum.of(JsonFiles.bytes(content.result()));
    Check file = same("result", content.files().getOrDefault(PlanStore.RESULT, "none"), sum);
    String answer = content.result().path("answer").asString("");
    return !file.holds() || answer.equals(content.answer().name())
        ? file
        : new Check(
            "result",
            false,
            "expected the answer %s, found %s".formatted(content.answer(), answer));
  }

  /**
   * The statistics must come of the figures of the trainings; shares of kept signs are taken as
   * they are, and starting widths, which are other runs' trainings.
   */
  private Check statistics() {
    String subject = "statistics";
    try {
      Evidence evidence = evidence();
      VerifyResult again =
          Findings.of(
                  evidence,
                  content.result().path("run").asString(""),
                  content.run().dataset(),
                  content.run().network(),
                  content.planHash(),
                  config.rewind().step())
              .with(SensitivityFindings.of(evidence, signs()), Optional.empty());
      ObjectNode tree = (ObjectNode) JsonFiles.tree(again);
      content.result().optional(WIDTHS).ifPresent(widths -> tree.set(WIDTHS, widths));
      return JsonFiles.difference(tree, content.result())
          .map(words -> new Check(subject, false, "by the figures of its trainings " + words))
          .orElse(new Check(subject, true, "come of the figures of its trainings"));
    } catch (IllegalArgumentException e) {
      return new Check(subject, false, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the shares of kept signs that stand in the result. */
  private Map<Evidence.Place, SortedMap<Long, Double>> signs() {
    Map<Evidence.Place, SortedMap<Long, Double>> signs = new HashMap<>();
    JsonNode sensitivity = content.result().path("sensitivity");
    for (ArmKind none : List.of(Arms.TICKET, Arms.DENSE)) {
      JsonNode network = sensitivity.path(none.id());
      for (JsonNode dose : network.path("doses")) {
        ArmKind arm = Sensitivity.arm(none, dose.path("dose").asDouble());
        SortedMap<Long, Double> kept = new TreeMap<>();
        for (JsonNode share : dose.path("signsKept")) {
          kept.put(content.plan().seeds().get(kept.size()), share.asDouble());
        }
        signs.put(new Evidence.Place(arm, network.path("level").asInt()), kept);
      }
    }
    return signs;
  }

  private Evidence evidence() {
    VerifyPlan plan = content.plan();
    Map<CertifiedTraining.Key, CertifiedTraining> trainings = content.byKey();
    Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes = new HashMap<>();
    for (Evidence.Place place : plan.places()) {
      SortedMap<Long, ArmOutcome> bySeed = new TreeMap<>();
      for (long seed : plan.seeds()) {
        Optional.ofNullable(
                trainings.get(new CertifiedTraining.Key(place.arm().id(), place.level(), seed)))
            .ifPresent(training -> bySeed.put(seed, outcome(training)));
      }
      outcomes.put(place, bySeed);
    }
    return new Evidence(plan, outcomes);
  }

  private static ArmOutcome outcome(CertifiedTraining training) {
    return training
        .figures()
        .<ArmOutcome>map(ArmOutcome.Known::new)
        .orElseGet(() -> new ArmOutcome.Diverged(training.diverged().orElse("")));
  }

  /** The data must be those that the trainings were made on, whatever their name. */
  private Check data(Dataset data) {
    RunFacts facts = content.run();
    if (!data.checksum().equals(facts.checksum())) {
      return same("data", facts.checksum(), data.checksum());
    }
    RunFacts found = RunFacts.of(config, data).named(facts.dataset());
    return JsonFiles.difference(JsonFiles.tree(facts), JsonFiles.tree(found))
        .map(words -> new Check("data", false, words))
        .orElse(new Check("data", true, AS_HASHED));
  }

  private Check signature(Optional<PublicKey> trusted) {
    String subject = "signature";
    if (certificate.signature().isEmpty()) {
      return new Check(
          subject, trusted.isEmpty(), trusted.isEmpty() ? "none" : "expected one, found none");
    }
    Signature signature = certificate.signature().get();
    if (!signature.isOf(certificate.signedBytes())) {
      return new Check(subject, false, "it is not of this certificate by the key that it names");
    }
    if (trusted.isPresent() && !signature.isBy(trusted.get())) {
      return new Check(subject, false, "valid, but by another key than the trusted one");
    }
    return new Check(
        subject,
        true,
        trusted.isPresent()
            ? "valid, by the trusted key"
            : "valid, by the key that it names; --trusted says whose that must be");
  }
}
