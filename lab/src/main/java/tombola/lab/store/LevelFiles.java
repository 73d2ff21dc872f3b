package tombola.lab.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.ticket.Ticket;
import tombola.train.Curve;
import tombola.train.Start;
import tombola.train.TrainedRun;

/** The files of one level, to and from bytes. */
final class LevelFiles {
  static final String TICKET = "ticket.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String TRAINED = "trained.safetensors";
  private static final String REWIND = "rewind.safetensors";
  static final String METRICS = "metrics.json";
  static final String TIMING = "timing.json";
  private static final String MASK = ".mask";
  private static final String STEP = "step";

  private LevelFiles() {}

  /**
   * Returns the files of {@code level} by name, their checksums included.
   *
   * @param rewindStep the step whose weights go into a file of their own; 0 for none
   */
  static Map<String, byte[]> write(StoredLevel level, Map<String, String> origin, long rewindStep) {
    Ticket ticket = level.ticket();
    TrainedRun run = level.run();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TICKET, bytes(origin, "ticket", ticket.start().step(), tensors(ticket)));
    files.put(BEST, bytes(origin, "best", run.curve().best().step(), tensors(run.best())));
    files.put(TRAINED, bytes(origin, "trained", run.curve().last().step(), tensors(run.end())));
    if (rewindStep > 0) {
      files.put(REWIND, bytes(origin, "rewind", rewindStep, tensors(run.atRewind())));
    }
    files.put(METRICS, Json.write(level.metrics()));
    files.put(TIMING, Json.write(level.timing()));
    files.put(Sums.FILE, Sums.of(files));
    return files;
  }

  /** Returns the level whose files lie in {@code folder}, every checksum checked. */
  static StoredLevel read(Path folder, NetworkSpec network, boolean rewound) {
    Map<String, byte[]> files = check(folder, rewound);
    try {
      Safetensors stored = tensors(folder, files, TICKET);
      Start start =
          new Start(
              weights(network, stored), Long.parseLong(stored.metadata().getOrDefault(STEP, "")));
      Weights best = weights(network, tensors(folder, files, BEST));
      Weights end = weights(network, tensors(folder, files, TRAINED));
      Weights atRewind =
          rewound ? weights(network, tensors(folder, files, REWIND)) : start.weights();
      Metrics metrics = metrics(folder, files);
      TrainedRun run = new TrainedRun(atRewind, best, end, new Curve(metrics.curve()));
      return new StoredLevel(
          new Ticket(mask(network, stored), start), run, metrics, timing(folder, files));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: expected a level of %s, found another (%s); %s"
              .formatted(folder, network.name(), e.getMessage(), Sums.remedy(folder)),
          e);
    }
  }

  /**
   * Returns the mask of the level whose files lie in {@code folder}; only its file is looked at.
   */
  static Mask mask(Path folder, NetworkSpec network) {
    return mask(network, tensors(folder, Sums.read(folder, List.of(TICKET)), TICKET));
  }

  /** Returns the checksum of the ticket of the level whose files lie in {@code folder}. */
  static String ticketChecksum(Path folder) {
    return Checksum.of(content(Sums.read(folder, List.of(TICKET)), TICKET));
  }

  /** Returns the files of a level, every one checked against its checksum. */
  static Map<String, byte[]> check(Path folder, boolean rewound) {
    List<String> names = List.of(TICKET, BEST, TRAINED, METRICS, TIMING, REWIND);
    return Sums.read(folder, rewound ? names : names.subList(0, names.size() - 1));
  }

  /**
   * Returns the figures of the level whose files lie in {@code folder}; weights are not looked at.
   */
  static LevelResult result(Path folder) {
    Map<String, byte[]> files = Sums.read(folder, List.of(METRICS, TIMING));
    return result(metrics(folder, files), timing(folder, files));
  }

  /** Returns metrics and timing as one result. */
  static LevelResult result(Metrics m, Timing t) {
    List<LayerResult> layers = new ArrayList<>();
    for (int i = 0; i < m.layers().size(); i++) {
      Metrics.LayerCounts layer = m.layers().get(i);
      String kernel = i < t.layerKernels().size() ? t.layerKernels().get(i) : t.kernels();
      layers.add(
          new LayerResult(layer.name(), layer.live(), layer.total(), layer.deadUnits(), kernel));
    }
    return new LevelResult(
        m.level(),
        m.live(),
        m.total(),
        m.density(),
        m.testAccuracy(),
        m.testLoss(),
        m.validationAccuracy(),
        m.finalAccuracy(),
        m.classAccuracies(),
        m.bestStep(),
        m.censored(),
        m.steps(),
        t.trainSeconds(),
        t.microsPerStep(),
        t.trainFlops(),
        t.trainBytes(),
        layers,
        new Curve(m.curve()));
  }

  /** Returns the checksum of {@code weights} as a safetensors file of the tensors alone. */
  static String checksum(Weights weights) {
    return Checksum.of(bytes(weights));
  }

  /** Returns {@code weights} as a safetensors file of the tensors alone. */
  static byte[] bytes(Weights weights) {
    return new Safetensors(Map.of(), tensors(weights)).bytes();
  }

  /** Returns the checksum of mask and start as a safetensors file of the tensors alone. */
  static String checksum(Ticket ticket) {
    return Checksum.of(new Safetensors(Map.of(), tensors(ticket)).bytes());
  }

  /** Returns the checked content of the ticket's file. */
  static byte[] ticketFile(Path folder) {
    return content(Sums.read(folder, List.of(TICKET)), TICKET);
  }

  private static Metrics metrics(Path folder, Map<String, byte[]> files) {
    return Json.read(
        folder.resolve(METRICS), content(files, METRICS), Metrics.class, Sums.remedy(folder));
  }

  /** Returns what the level whose files lie in {@code folder} cost. */
  static Timing timing(Path folder) {
    return timing(folder, Sums.read(folder, List.of(TIMING)));
  }

  /** Returns the same from {@code files} of the folder, timing among them. */
  static Timing timing(Path folder, Map<String, byte[]> files) {
    return Json.read(
        folder.resolve(TIMING), content(files, TIMING), Timing.class, Sums.remedy(folder));
  }

  private static byte[] content(Map<String, byte[]> files, String name) {
    return Optional.ofNullable(files.get(name)).orElseThrow();
  }

  private static byte[] bytes(
      Map<String, String> origin, String kind, long step, Map<String, Tensor> tensors) {
    Map<String, String> metadata = new TreeMap<>(origin);
    metadata.put("kind", kind);
    metadata.put(STEP, Long.toString(step));
    return new Safetensors(metadata, tensors).bytes();
  }

  private static Safetensors tensors(Path folder, Map<String, byte[]> files, String name) {
    return Safetensors.of(folder.resolve(name).toString(), content(files, name));
  }

  private static Map<String, Tensor> tensors(Weights weights) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (Parameter p : weights.parameters()) {
      tensors.put(p.name(), new Tensor.F32(shape(p), weights.get(p.name())));
    }
    return tensors;
  }

  private static Map<String, Tensor> tensors(Ticket ticket) {
    Map<String, Tensor> masked = tensors(ticket.start().weights());
    for (Parameter p : ticket.mask().parameters()) {
      masked.put(p.name() + MASK, new Tensor.Bool(shape(p), ticket.mask().live(p.name())));
    }
    return masked;
  }

  private static List<Integer> shape(Parameter p) {
    if (!p.prunable()) {
      return List.of(p.rows());
    }
    int side = (int) Math.round(Math.sqrt(p.taps()));
    return p.convolution()
        ? List.of(p.rows(), side, side, p.columns() / p.taps())
        : List.of(p.rows(), p.columns());
  }

  /** Returns the weights of {@code network} that {@code stored} holds. */
  static Weights weights(NetworkSpec network, Safetensors stored) {
    Map<String, float[]> values = new HashMap<>();
    stored
        .tensors()
        .forEach((name, tensor) -> {
          if (tensor instanceof Tensor.F32 floats) {
            values.put(name, floats.values());
          }
        });
    return Weights.of(network, values);
  }

  private static Mask mask(NetworkSpec network, Safetensors stored) {
    Map<String, BitSet> live = new HashMap<>();
    stored
        .tensors()
        .forEach((name, tensor) -> {
          if (tensor instanceof Tensor.Bool bits && name.endsWith(MASK)) {
            live.put(name.substring(0, name.length() - MASK.length()), bits.set());
          }
        });
    return Mask.of(network, live);
  }
}
