package tombola.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tombola.data.Checksum;
import tombola.data.Dataset;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.CertifiedContent;
import tombola.lab.certificate.CertifiedTraining;
import tombola.lab.certificate.Check;
import tombola.lab.certificate.Checks;
import tombola.lab.certificate.Replay;
import tombola.lab.certificate.ReplayScope;
import tombola.lab.certificate.TrainingDifference;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.store.GivenWeights;
import tombola.lab.store.JsonFiles;
import tombola.lab.store.PlanStore;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunStore;
import tombola.lab.verify.VerifyPlan;
import tombola.nn.Networks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the trainings behind a certificate again, from the certificate and the data alone, and
 * compares bits. They lie in a folder named by the certificate's hash until all are found equal, so
 * that a replay that was stopped goes on.
 */
public final class Replayer {
  /** Of the folder of the runs, where replays work. */
  static final String FOLDER = "replay";

  private final DataSources sources;
  private final Function<FindConfig.Machine, TrainingEngine.Source> engines;

  /**
   * What is asked for.
   *
   * @param scope how much is trained again
   * @param source where the data are, if not where they were
   * @param trusted the key that must have signed it, if any
   * @param machine settings of the machine; the work lies in the folder of the runs
   */
  public record Request(
      ReplayScope scope, Optional<String> source, Optional<PublicKey> trusted, Settings machine) {}

  /** Creates a replayer that reads data from {@code sources} and trains as {@link Finder} does. */
  public Replayer(DataSources sources) {
    this(sources, TrainingEngine::fastest);
  }

  /** Creates a replayer with engines of its own. */
  public Replayer(
      DataSources sources, Function<FindConfig.Machine, TrainingEngine.Source> engines) {
    this.sources = sources;
    this.engines = engines;
  }

  /**
   * Checks a certificate and, if nothing is amiss, trains again.
   *
   * @param file of the certificate
   * @throws InputException in one line if it is no certificate, files cannot be read or written, or
   *     another process replays it
   * @throws IllegalArgumentException in one line if a setting does not fit this machine or the data
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public Replay replay(Path file, Request request, VerifyListener listener) {
    Certificate certificate = Certificate.read(file);
    String source = request.source().orElse(certificate.made().data());
    FindConfig config = certificate.content().config(source, request.machine());
    TrainingEngine.Source engine = engines.apply(config.machine());
    Dataset data = sources.open(config.data());
    List<Check> checks = new Checks(certificate, config).all(file, data, request.trusted());
    List<CertifiedTraining> again = new ArrayList<>();
    List<TrainingDifference> differences = new ArrayList<>();
    boolean holds = checks.stream().allMatch(Check::holds);
    if (holds) {
      Laboratory laboratory =
          new Laboratory(
              config,
              Networks.named(config.network(), data.width(), data.classes().size()),
              data,
              engine);
      again(file, certificate, laboratory, request.scope(), listener, again, differences);
    }
    int all = certificate.content().trainings().size();
    return new Replay(
        certificate.hash(),
        checks,
        all,
        again.size(),
        holds
            ? left(certificate.content().plan(), request.scope(), all - again.size())
            : "anything, as the certificate does not hold",
        differences,
        engine.kernels(),
        config.machine().threads().count());
  }

  /**
   * Trains again and compares.
   *
   * @param file of the certificate
   * @param again where the trainings go
   * @param differences where what differs goes
   */
  private static void again(
      Path file,
      Certificate certificate,
      Laboratory laboratory,
      ReplayScope scope,
      VerifyListener listener,
      List<CertifiedTraining> again,
      List<TrainingDifference> differences) {
    CertifiedContent content = certificate.content();
    FindConfig config = laboratory.config();
    Path work = config.machine().out().resolve(FOLDER).resolve(certificate.hash());
    Laboratory there = laboratory.at(work).upTo(content.plan().level());
    try (RunStore store = RunStore.open(there.config(), content.run(), given(file, config))) {
      again.addAll(again(there, store, content, scope, listener));
      differences.addAll(content.differences(again));
      ticket(store, content).ifPresent(differences::add);
      if (scope == ReplayScope.ALL) {
        widths(store, content).ifPresent(differences::add);
      }
    }
    if (differences.isEmpty()) {
      remove(work);
    }
  }

  /** Returns the initial weights beside the certificate, if the searches began with such. */
  private static Optional<byte[]> given(Path file, FindConfig config) {
    return config.from().isPresent()
        ? GivenWeights.of(file.toAbsolutePath().resolveSibling(""))
        : Optional.empty();
  }

  private static List<CertifiedTraining> again(
      Laboratory laboratory,
      RunStore store,
      CertifiedContent content,
      ReplayScope scope,
      VerifyListener listener) {
    return switch (scope) {
      case ALL -> followed(laboratory, store, content, content.plan(), listener);
      case VERDICT ->
          followed(laboratory, store, content, ReplayScope.verdictOf(content.plan()), listener);
      case TICKET -> searched(laboratory, store, content.plan(), listener);
    };
  }

  /** Makes all that {@code plan} needs, and reads it as the certificate of that names it. */
  private static List<CertifiedTraining> followed(
      Laboratory laboratory,
      RunStore store,
      CertifiedContent content,
      VerifyPlan plan,
      VerifyListener listener) {
    Verifier.follow(laboratory, content.run(), store, plan, listener);
    return certificate(store, plan).content().trainings();
  }

  private static Certificate certificate(RunStore store, VerifyPlan plan) {
    return Certificate.read(store.plans().folder(PlanStore.hash(plan)).resolve(Certificate.FILE));
  }

  private static List<CertifiedTraining> searched(
      Laboratory laboratory, RunStore store, VerifyPlan plan, VerifyListener listener) {
    ReplicateStore search = store.replicate(first(plan));
    int levels = plan.level() + 1;
    Work work = new Work(laboratory.config(), laboratory.network());
    Tally tally = new Tally(listener, work, List.of(search), levels, List.of());
    tally.planned(
        new VerifyEvent.Planned(
            store.run().folder(),
            PlanStore.hash(plan),
            plan,
            Math.max(0, levels - search.finished()),
            0,
            0,
            laboratory.engines().kernels(),
            laboratory.config().machine().threads().count()));
    new Replicates(
            laboratory.config(),
            laboratory.network(),
            laboratory.data(),
            laboratory.engines(),
            tally::search)
        .run(List.of(search), levels);
    return new CertifiedTrainings(laboratory, store::replicate)
        .ofSearch(search.seed(), plan.level());
  }

  private static Optional<TrainingDifference> ticket(RunStore store, CertifiedContent content) {
    VerifyPlan plan = content.plan();
    String found = Checksum.of(store.replicate(first(plan)).ticketFile(plan.level()));
    String expected = content.files().getOrDefault(Certifier.TICKET, "none");
    return expected.equals(found)
        ? Optional.empty()
        : Optional.of(
            new TrainingDifference(
                Certifier.TICKET, "expected SHA-256 %s, found %s".formatted(expected, found)));
  }

  /** Starting widths are trainings of other runs; what they come to stands in the result. */
  private static Optional<TrainingDifference> widths(RunStore store, CertifiedContent content) {
    return JsonFiles.difference(
            widths(content), widths(certificate(store, content.plan()).content()))
        .map(words -> new TrainingDifference("starting widths", words));
  }

  private static JsonNode widths(CertifiedContent content) {
    JsonNode widths = content.result().path("widths").deepCopy();
    for (JsonNode width : widths.path("widths")) {
      ((ObjectNode) width).remove("run"); // has the name of the data in it, which may be another
    }
    return widths;
  }

  /** Returns the seed of the search whose ticket lies beside the certificate. */
  private static long first(VerifyPlan plan) {
    return plan.searchSeed(plan.seeds().getFirst());
  }

  private static String left(VerifyPlan plan, ReplayScope scope, int count) {
    List<String> left = new ArrayList<>();
    if (count > 0) {
      left.add(
          switch (scope) {
            case ALL, VERDICT -> "%d trainings that the verdict does not rest on".formatted(count);
            case TICKET -> "%d trainings of other seeds and arms".formatted(count);
          });
    }
    if (!plan.chosenBy().isEmpty()) {
      left.add(
          "the searches of the seeds %s, which chose the level and judge nothing"
              .formatted(
                  String.join(", ", plan.chosenBy().stream().map(String::valueOf).toList())));
    }
    return String.join("; ", left);
  }

  /**
   * Removes the runs that were made again in {@code work} and the folders that held nothing else.
   */
  static void remove(Path work) {
    new RunCatalog(work).folders().forEach(run -> RunStore.remove(run.folder()));
    try {
      Files.deleteIfExists(work);
      Files.deleteIfExists(work.resolveSibling(""));
    } catch (IOException _) {
      return; // another replay works beside this one
    }
  }
}
