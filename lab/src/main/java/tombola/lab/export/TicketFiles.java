package tombola.lab.export;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.lab.data.Prepared;
import tombola.lab.store.StoredLevel;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.runtime.Tombola;
import tombola.sparse.SparseNetwork;

/** The files that a level could leave in, made in memory alone. */
public final class TicketFiles {
  private final Map<WeightValues, PackedTicket> tickets = new EnumMap<>(WeightValues.class);

  /**
   * A file.
   *
   * @param format its format
   * @param values how it holds weights
   * @param bytes its size
   * @param accuracy what a network with these values has, in [0, 1]
   */
  public record Form(ExportFormat format, WeightValues values, long bytes, double accuracy) {}

  private TicketFiles(
      Prepared prepared,
      NetworkSpec network,
      Weights weights,
      Mask mask,
      String origin,
      Map<String, String> facts) {
    for (WeightValues values : WeightValues.values()) {
      tickets.put(
          values,
          PackedTicket.of(
              network,
              weights,
              mask,
              prepared.data().classes(),
              prepared.units(),
              origin,
              facts,
              values));
    }
  }

  /**
   * Prepares the files of a level's best weights.
   *
   * @throws tombola.lab.config.InputException in one line if a weight is too large for some values
   */
  public static TicketFiles of(OpenedRun run, int level, StoredLevel stored) {
    Mask mask = stored.ticket().mask();
    return new TicketFiles(
        run.prepared(),
        run.network(),
        stored.run().best(),
        mask,
        run.origin(level, "best"),
        run.facts(level, "best", mask));
  }

  /** Prepares the files of another network for the run's data, dense. */
  public static TicketFiles ofDense(OpenedRun run, NetworkSpec network, Weights weights) {
    return of(run.prepared(), network, weights, Mask.dense(network));
  }

  /** Prepares the files of a network for {@code prepared} that belongs to no run. */
  public static TicketFiles of(Prepared prepared, NetworkSpec network, Weights weights, Mask mask) {
    return new TicketFiles(prepared, network, weights, mask, network.name(), Map.of());
  }

  /** Returns every file, each measured by what its values predict for {@code examples} here. */
  public List<Form> forms(NetworkSpec network, Kernels kernels, Examples examples) {
    List<Form> forms = new ArrayList<>();
    for (WeightValues values : WeightValues.values()) {
      double accuracy =
          Agreement.accuracy(
              SparseNetwork.compile(network, ticket(values).unpacked(), kernels), examples);
      for (ExportFormat format : ExportFormat.values()) {
        if (format.weightValues().contains(values)) {
          forms.add(new Form(format, values, bytes(format, values), accuracy));
        }
      }
    }
    return List.copyOf(forms);
  }

  /** Returns the size of one file, its weights with zeros where the format leaves the choice. */
  public long bytes(ExportFormat format, WeightValues values) {
    return content(format, values).length;
  }

  /** Returns one file, its weights with zeros where the format leaves the choice. */
  public byte[] content(ExportFormat format, WeightValues values) {
    return format.exporter(false).write(ticket(values));
  }

  /** Returns the runtime with the compact file in float32. */
  public Tombola runtime() {
    return PackedRuntime.of(ticket(WeightValues.FLOAT32));
  }

  /** Returns whether this machine has a C compiler on its path. */
  public static boolean hasCompiler() {
    return CompiledTicket.compiler().isPresent();
  }

  /**
   * Returns the C file as a program of this machine that times its predictions; empty without a
   * compiler, or if the file is too large to be compiled in seconds.
   *
   * @param samples what will be predicted, in the units of the data
   */
  public Optional<TimedTicket> compiled(WeightValues values, double[][] samples) {
    return CompiledTicket.compiler()
        .flatMap(compiler ->
            TimedTicket.compile(
                compiler, ticket(values), content(ExportFormat.C, values), samples));
  }

  private PackedTicket ticket(WeightValues values) {
    return Objects.requireNonNull(tickets.get(values), "packed for all values");
  }
}
