package tombola.lab.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.data.Prepared;
import tombola.lab.result.LevelResult;
import tombola.lab.result.TicketChoice;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.Safetensors;
import tombola.lab.store.StoredLevel;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.runtime.Tombola;
import tombola.sparse.SparseNetwork;

/** Exports tickets of runs and measures each file by its own predictions for the test part. */
public final class TicketExport {
  private final DataSources sources;

  /** Creates an export that reads data from {@code sources}. */
  public TicketExport(DataSources sources) {
    this.sources = sources;
  }

  /**
   * Writes the file that {@code request} asks for, in place of one that may be there.
   *
   * @throws InputException in one line if the run has no such level, its data changed, or the file
   *     cannot be written
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public ExportResult export(RunFolder run, ExportRequest request) {
    FindConfig config = run.config();
    if (Networks.isConvolutional(config.network())) {
      throw new InputException(
          "network: expected fully connected layers, got %s, whose convolutions no format has yet"
              .formatted(config.network()));
    }
    ReplicateStore replicate = replicate(run, request);
    int level = level(run, replicate, request, config.extent().margin());
    Prepared prepared = sources.prepare(config.data());
    if (!RunFacts.of(config, prepared.data()).equals(run.facts())) {
      throw new InputException(
          run.folder()
              + ": expected the data of the run, found other data at "
              + config.data().source());
    }
    NetworkSpec network =
        Networks.named(config.network(), prepared.data().width(), prepared.data().classes().size());
    StoredLevel stored = replicate.read(level, network);
    String kind = request.initial() ? "initial" : "best";
    Weights weights = request.initial() ? stored.ticket().start().weights() : stored.run().best();
    Mask mask = stored.ticket().mask();
    PackedTicket ticket =
        PackedTicket.of(
            network,
            weights,
            mask,
            prepared.data().classes(),
            prepared.units(),
            "%s, seed %d, level %d, %s weights"
                .formatted(run.name(), replicate.seed(), level, kind),
            request.values());
    byte[] content = request.format().exporter().write(ticket);
    OutputFile.write(request.to(), content);
    Measured measured =
        measure(
            ticket,
            content,
            request,
            predictor ->
                Agreement.of(
                    SparseNetwork.compile(network, weights, mask),
                    predictor,
                    prepared.units(),
                    prepared.data().test()));
    long dense = 4L * network.parameters().stream().mapToLong(Parameter::size).sum();
    Optional<CFile.Need> need =
        request.format() == ExportFormat.C ? Optional.of(CFile.need(ticket)) : Optional.empty();
    return new ExportResult(
        run.name(),
        replicate.seed(),
        level,
        kind,
        request.format().id(),
        request.values().id(),
        request.to().toString(),
        content.length,
        dense,
        (double) dense / content.length,
        ticket.live(),
        ticket.widths(),
        measured.agreement,
        measured.by,
        need.map(CFile.Need::flash),
        need.map(CFile.Need::ram),
        python(request));
  }

  private static List<String> python(ExportRequest request) {
    return request.format() == ExportFormat.SAFETENSORS
        ? SafetensorsFile.PYTHON.formatted(request.to()).lines().toList()
        : List.of();
  }

  private static ReplicateStore replicate(RunFolder run, ExportRequest request) {
    List<Long> seeds = run.seeds();
    if (seeds.isEmpty() || !seeds.contains(request.seed().orElse(seeds.getFirst()))) {
      throw new InputException(
          "seed: expected one of the run's, %s, got %s"
              .formatted(seeds, request.seed().isPresent() ? request.seed().getAsLong() : "none"));
    }
    return run.replicate(request.seed().orElse(seeds.getFirst()));
  }

  private static int level(
      RunFolder run, ReplicateStore replicate, ExportRequest request, double margin) {
    int finished = replicate.finished();
    if (finished == 0) {
      throw new InputException(run.folder() + ": expected a finished level, found none");
    }
    int level =
        request
            .level()
            .orElseGet(() -> {
              List<LevelResult> results =
                  Stream.iterate(0, k -> k < finished, k -> k + 1).map(replicate::result).toList();
              return TicketChoice.among(results, margin).level();
            });
    if (level < 0 || level >= finished) {
      throw new InputException(
          "level: expected 0 to %d, the last that seed %d has, got %d"
              .formatted(finished - 1, replicate.seed(), level));
    }
    return level;
  }

  /** Compares a predictor with the network. */
  private interface Comparison {
    Agreement with(Predictor predictor);
  }

  private record Measured(Agreement agreement, String by) {}

  private static Measured measure(
      PackedTicket ticket, byte[] content, ExportRequest request, Comparison comparison) {
    Path file = request.to();
    try {
      return switch (request.format()) {
        case TOMBOLA ->
            new Measured(
                comparison.with(Predictor.of(Tombola.load(file))), "the runtime, from the file");
        case JAR ->
            new Measured(
                comparison.with(Predictor.of(TicketJar.load(file))),
                "the runtime, from the ticket in the jar");
        case SAFETENSORS -> {
          PackedTicket read = SafetensorsFile.read(Safetensors.read(file), ticket);
          yield new Measured(
              comparison.with(Predictor.of(PackedRuntime.of(read))),
              "the runtime, with the compressed rows of the file");
        }
        case C -> compiled(ticket, content, comparison);
      };
    } catch (IOException e) {
      throw OutputFile.failed(file, "read", e);
    }
  }

  private static Measured compiled(PackedTicket ticket, byte[] content, Comparison comparison)
      throws IOException {
    Optional<Path> compiler = CompiledTicket.compiler();
    if (compiler.isEmpty()) {
      return new Measured(
          comparison.with(Predictor.of(PackedRuntime.of(ticket))),
          "the runtime, with the file's numbers: this machine has no gcc, cc or clang");
    }
    Path folder = Files.createTempDirectory("tombola-c");
    try {
      return new Measured(
          comparison.with(CompiledTicket.compile(compiler.get(), ticket, content, folder)),
          "the C program, compiled by " + compiler.get().getFileName());
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
