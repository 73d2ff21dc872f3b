package tombola.lab.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.export.OpenedRun;
import tombola.lab.export.TicketFiles;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.result.TicketChoice;
import tombola.lab.run.Surroundings;
import tombola.lab.store.RunFolder;

/**
 * Measures what the levels of a run cost and save on this machine, one thread, and recommends one.
 * Answers are compared before anything is timed; {@link Gain#RULE} says what is claimed.
 */
public final class Adviser {
  private static final String ONNX_RUNTIME = "ai.onnxruntime.OrtEnvironment";

  private final DataSources sources;
  private final ClassLoader libraries;

  /** Creates an adviser that reads data from {@code sources}. */
  public Adviser(DataSources sources) {
    this(sources, Adviser.class.getClassLoader());
  }

  /**
   * Creates an adviser that reads data from {@code sources}.
   *
   * @param libraries where ONNX Runtime is looked for, to be measured too if it is there
   */
  public Adviser(DataSources sources, ClassLoader libraries) {
    this.sources = sources;
    this.libraries = libraries;
  }

  /**
   * Measures a replicate of {@code folder}; nothing in it is written.
   *
   * @throws InputException in one line if the run has no such level or replicate, or its data
   *     changed
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public Advice advise(RunFolder folder, AdviceRequest request, AdviceListener listener) {
    OpenedRun run = OpenedRun.of(folder, request.seed(), sources);
    List<LevelResult> results = run.levels();
    int ticket = run.level(request.level());
    List<Integer> asked =
        request.level().isPresent()
            ? IntStream.of(0, ticket).distinct().boxed().toList()
            : IntStream.range(0, results.size()).boxed().toList();
    Kernels kernels = KernelChoice.find().named(run.config().machine().kernels());
    boolean onnx = hasOnnxRuntime();
    List<LevelAdvice> levels =
        new Measurement(run, results, kernels, asked, request.seconds(), listener, onnx).levels();
    double margin = run.config().extent().margin();
    return new Advice(
        folder.name(),
        run.network().name(),
        run.replicate().seed(),
        TicketChoice.among(results, margin).level(),
        Surroundings.look().cpu(),
        kernels.name(),
        onnx ? Optional.of(OnnxRuntimeWay.version()) : Optional.empty(),
        TicketFiles.hasCompiler(),
        levels,
        pays(run.network().name(), levels),
        layers(results.getFirst().layers(), levels),
        request.constraints(),
        Recommendation.among(
            candidates(levels),
            request.constraints(),
            results.getFirst().validationAccuracy() - margin));
  }

  private boolean hasOnnxRuntime() {
    try {
      Class.forName(ONNX_RUNTIME, false, libraries);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Advice.Pays pays(String network, List<LevelAdvice> levels) {
    return Advice.pays(
        network, levels, LevelAdvice::single, LevelAdvice::batch, LevelAdvice::density);
  }

  private static List<Advice.Pays> layers(List<LayerResult> layers, List<LevelAdvice> levels) {
    return IntStream.range(0, layers.size())
        .mapToObj(i ->
            Advice.pays(
                layers.get(i).name(),
                levels,
                level -> level.layers().get(i).single(),
                level -> level.layers().get(i).batch(),
                level -> level.layers().get(i).density()))
        .toList();
  }

  private static List<Candidate> candidates(List<LevelAdvice> levels) {
    List<Candidate> candidates = new ArrayList<>();
    for (LevelAdvice level : levels) {
      for (FileSize file : level.files()) {
        candidates.add(
            new Candidate(
                level.level(),
                file.format(),
                file.values(),
                file.bytes(),
                file.timed() ? OptionalDouble.of(level.runtime().median()) : OptionalDouble.empty(),
                file.validationAccuracy()));
      }
    }
    return candidates;
  }
}
