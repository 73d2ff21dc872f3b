package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tombola.data.Checksum;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.CertifiedContent;
import tombola.lab.certificate.CertifiedTraining;
import tombola.lab.certificate.Made;
import tombola.lab.certificate.OtherCall;
import tombola.lab.config.Identity;
import tombola.lab.store.ArmsProvenance;
import tombola.lab.store.GivenWeights;
import tombola.lab.store.JsonFiles;
import tombola.lab.store.PlanStore;
import tombola.lab.store.Provenance;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunStore;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;

/**
 * Writes the certificate of a finished verification and the judged ticket beside it: that of the
 * first search, all others being bound by their checksums. Initial weights that were given lie
 * beside it too.
 *
 * @param laboratory what the run's trainings share
 * @param facts the run's
 * @param store the run
 */
record Certifier(Laboratory laboratory, RunFacts facts, RunStore store) {
  static final String TICKET = "ticket.safetensors";

  /** Certifies what {@code result} found by {@code evidence}; the result is on disk. */
  void write(Evidence evidence, VerifyResult result) {
    VerifyPlan plan = evidence.plan();
    byte[] ticket =
        store.replicate(plan.searchSeed(plan.seeds().getFirst())).ticketFile(plan.level());
    store.plans().write(result.planHash(), TICKET, ticket);
    Map<String, String> files = new TreeMap<>();
    files.put(TICKET, Checksum.of(ticket));
    files.put(PlanStore.RESULT, Checksum.of(JsonFiles.bytes(result)));
    GivenWeights.of(store.run().folder())
        .ifPresent(given -> {
          store.plans().write(result.planHash(), GivenWeights.FILE, given);
          files.put(GivenWeights.FILE, Checksum.of(given));
        });
    List<CertifiedTraining> trainings =
        new CertifiedTrainings(laboratory, store::replicate).of(evidence);
    CertifiedContent content =
        new CertifiedContent(
            facts,
            Identity.settings(laboratory.config()),
            result.planHash(),
            plan,
            result.answer(),
            trainings,
            JsonFiles.tree(result),
            files,
            others(result.planHash()));
    Certificate.of(content, made(trainings))
        .write(store.plans().folder(result.planHash()).resolve(Certificate.FILE));
  }

  private List<OtherCall> others(String own) {
    List<OtherCall> others = new ArrayList<>();
    new TreeMap<>(store.plans().plans())
        .forEach((hash, plan) -> {
          if (!hash.equals(own)) {
            others.add(new OtherCall(hash, plan, store.plans().answer(hash)));
          }
        });
    return others;
  }

  private Made made(List<CertifiedTraining> trainings) {
    Set<String> words =
        trainings.stream().map(CertifiedTraining::words).collect(Collectors.toSet());
    List<Made.SearchSessions> searches =
        trainings.stream()
            .map(CertifiedTraining::search)
            .distinct()
            .map(seed -> new Made.SearchSessions(seed, sessions(seed)))
            .toList();
    List<ArmsProvenance.Session> arms =
        store.run().armsProvenance().map(ArmsProvenance::sessions).orElse(List.of()).stream()
            .filter(session -> session.outcomes().stream().anyMatch(words::contains))
            .toList();
    return new Made(laboratory.config().data().source(), searches, arms);
  }

  private List<Provenance.Session> sessions(long seed) {
    return store.replicate(seed).provenance().map(Provenance::sessions).orElse(List.of());
  }
}
