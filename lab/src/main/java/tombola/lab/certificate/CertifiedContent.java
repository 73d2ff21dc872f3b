package tombola.lab.certificate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.lab.store.RunFacts;
import tombola.lab.verify.Answer;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.VerifyPlan;
import tools.jackson.databind.JsonNode;

/**
 * What a certificate's hash covers: equal for equal plans and equal other calls on the run, whoever
 * made it on whatever machine, with whatever kernels, threads and interruptions.
 *
 * @param run versions of settings and arithmetic, the configuration's hash, the data and their
 *     checksum, the network
 * @param configuration every setting that can change a number, by name
 * @param planHash SHA-256 of the plan's file
 * @param plan what was fixed before anything was trained
 * @param answer the verdict in a word
 * @param trainings all behind the verdict: the searches, level by level, then the arms in the order
 *     of the plan
 * @param result the verdict with its statistics and figures, as in {@code result.json}
 * @param files SHA-256 of the files beside the certificate, by name
 * @param otherCalls all other verifications of the run that there were when this was written
 */
public record CertifiedContent(
    RunFacts run,
    Map<String, String> configuration,
    String planHash,
    VerifyPlan plan,
    Answer answer,
    List<CertifiedTraining> trainings,
    JsonNode result,
    Map<String, String> files,
    List<OtherCall> otherCalls) {

  /** Copies the lists and sorts the maps. */
  public CertifiedContent {
    configuration = new TreeMap<>(configuration);
    trainings = List.copyOf(trainings);
    files = new TreeMap<>(files);
    otherCalls = List.copyOf(otherCalls);
  }

  /** Returns the trainings by what tells them apart; of two that are the same the first. */
  Map<CertifiedTraining.Key, CertifiedTraining> byKey() {
    return trainings.stream()
        .collect(
            Collectors.toMap(CertifiedTraining::key, Function.identity(), (first, _) -> first));
  }

  /** Returns what tells the trainings apart that the plan needs: its searches and its arms. */
  Set<CertifiedTraining.Key> needed() {
    Set<CertifiedTraining.Key> needed = new HashSet<>();
    for (long seed : plan.seeds()) {
      for (int level = 0; level <= plan.level(); level++) {
        ArmKind arm = level == 0 ? Arms.DENSE : Arms.TICKET;
        needed.add(new CertifiedTraining.Key(arm.id(), level, plan.searchSeed(seed)));
      }
      for (Evidence.Place place : plan.places()) {
        needed.add(new CertifiedTraining.Key(place.arm().id(), place.level(), seed));
      }
    }
    return needed;
  }

  /**
   * Returns the run's configuration, so that it can be made again.
   *
   * @param source where the data are
   * @param machine settings of the machine
   * @throws tombola.lab.config.InputException in one line if this version knows no such settings
   */
  public FindConfig config(String source, Settings machine) {
    Map<String, String> settings = new TreeMap<>(configuration);
    settings.put("data", source);
    return FindConfig.of(Settings.of(settings).overriddenBy(machine));
  }

  /**
   * Returns what differs in trainings that were made again, in the order of this certificate; one
   * that is there and has no counterpart differs.
   */
  public List<TrainingDifference> differences(List<CertifiedTraining> again) {
    Map<CertifiedTraining.Key, CertifiedTraining> here = byKey();
    List<TrainingDifference> differences = new ArrayList<>();
    for (CertifiedTraining made : again) {
      Optional<String> words =
          Optional.ofNullable(here.get(made.key()))
              .map(training -> training.difference(made))
              .orElse(Optional.of("the certificate does not have it"));
      words.ifPresent(w -> differences.add(new TrainingDifference(made.words(), w)));
    }
    return differences;
  }
}
