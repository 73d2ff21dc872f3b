package tombola.lab.export;

import java.util.List;
import java.util.Optional;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.data.Prepared;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFolder;
import tombola.lab.store.StoredLevel;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
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
    OpenedRun opened = OpenedRun.of(run, request.seed(), sources);
    ReplicateStore replicate = opened.replicate();
    int level = opened.level(request.level());
    Prepared prepared = opened.prepared();
    NetworkSpec network = opened.network();
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
            opened.origin(level, kind),
            opened.facts(level, kind, mask),
            request.values());
    byte[] content = request.format().exporter(request.sparse()).write(ticket);
    OutputFile.write(request.to(), content);
    Measured measured =
        Measured.of(
            ticket,
            content,
            request.format(),
            request.to(),
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
        measured.agreement(),
        measured.by(),
        need.map(CFile.Need::flash),
        need.map(CFile.Need::ram),
        python(request, ticket));
  }

  private static List<String> python(ExportRequest request, PackedTicket ticket) {
    return request.format() == ExportFormat.SAFETENSORS
        ? SafetensorsFile.python(ticket, request.to())
        : List.of();
  }
}
