package tombola.lab.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.OpenedRun;
import tombola.lab.export.TicketFiles;
import tombola.lab.export.TimedTicket;
import tombola.lab.export.WeightValues;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ArmStore;
import tombola.lab.store.StoredLevel;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.ArmOutcome;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.LiveLayer;
import tombola.sparse.LiveStep;
import tombola.sparse.Simplification;
import tombola.verify.Method;

/** Prepares levels, then times all of them in two passes. */
final class Measurement {
  private final OpenedRun run;
  private final List<LevelResult> results;
  private final Kernels kernels;
  private final List<Integer> asked;
  private final double seconds;
  private final AdviceListener listener;
  private final boolean onnx;
  private final Samples samples;
  private final long denseMemory;

  /** A level that is ready to be timed. */
  private record Prepared(
      LevelResult result,
      LevelBench bench,
      List<FileSize> files,
      Optional<Small> small,
      List<TimedTicket> compiled) {}

  /** A small dense network of which figures are stored. */
  private record Small(NetworkSpec network, LevelResult result, long bytes, DenseWays ways) {}

  Measurement(
      OpenedRun run,
      List<LevelResult> results,
      Kernels kernels,
      List<Integer> asked,
      double seconds,
      AdviceListener listener,
      boolean onnx) {
    this.run = run;
    this.onnx = onnx;
    this.results = results;
    this.kernels = kernels;
    this.asked = asked;
    this.seconds = seconds;
    this.listener = listener;
    Weights dense = run.replicate().read(0, run.network()).run().best();
    this.denseMemory = Memory.dense(run.network(), LevelBench.full(run.network(), dense));
    this.samples = Samples.of(validation().features(), run.prepared().units());
  }

  private Examples validation() {
    return run.prepared().data().training().validation();
  }

  /** Measures and returns the levels that were asked for. */
  List<LevelAdvice> levels() {
    DenseWays dense =
        new DenseWays(
            run.network(), run.replicate().read(0, run.network()).run().best(), kernels, samples);
    List<Prepared> prepared = new ArrayList<>();
    for (int level : asked) {
      say("preparing", level, prepared.size());
      prepared.add(prepare(level, dense));
    }
    prepared.getFirst().bench.warmUp(4 * seconds);
    List<LevelBench.Pass> first = new ArrayList<>();
    List<List<CompiledLatency>> firstOfC = new ArrayList<>();
    for (Prepared level : prepared) {
      say("pass 1", level.result.level(), asked.size() + first.size());
      first.add(level.bench.time(seconds));
      firstOfC.add(compiled(level));
    }
    List<LevelAdvice> measured = new ArrayList<>();
    for (Prepared level : prepared) {
      say("pass 2", level.result.level(), 2 * asked.size() + measured.size());
      LevelBench.Pass second = level.bench.time(seconds);
      List<CompiledLatency> ofC =
          CompiledLatency.slower(firstOfC.get(measured.size()), compiled(level));
      measured.add(advice(level, first.get(measured.size()), second, ofC));
    }
    for (Prepared level : prepared) {
      level.bench.close();
      level.compiled.forEach(TimedTicket::close);
    }
    return measured;
  }

  private List<CompiledLatency> compiled(Prepared level) {
    return level.compiled.stream()
        .map(ticket -> CompiledLatency.of(ticket, samples, seconds))
        .toList();
  }

  private void say(String what, int level, int done) {
    listener.at(what, level, done, 3 * asked.size());
  }

  private Prepared prepare(int level, DenseWays dense) {
    StoredLevel stored = run.replicate().read(level, run.network());
    TicketFiles files = TicketFiles.of(run, level, stored);
    Mask mask = stored.ticket().mask();
    Optional<Small> small = small(level, mask);
    LevelBench bench =
        new LevelBench(
            run.network(),
            stored.run().best(),
            mask,
            kernels,
            files.runtime(),
            dense,
            small.map(Small::ways),
            onnx
                ? Optional.of(
                    new OnnxRuntimeWay(files.content(ExportFormat.ONNX, WeightValues.FLOAT32)))
                : Optional.empty(),
            samples);
    List<FileSize> sizes =
        files.forms(run.network(), kernels, validation()).stream().map(FileSize::of).toList();
    List<TimedTicket> compiled =
        Stream.of(WeightValues.FLOAT32, WeightValues.INT8)
            .flatMap(values -> files.compiled(values, samples.raw()).stream())
            .toList();
    return new Prepared(results.get(level), bench, sizes, small, compiled);
  }

  /** Returns the small dense network that a verification trained for {@code level}, if any. */
  private Optional<Small> small(int level, Mask mask) {
    ArmStore arm =
        run.replicate()
            .arm(new ArmKind.OfMethod(new Method.SmallDense()), level, run.replicate().seed());
    if (!arm.has()) {
      return Optional.empty();
    }
    return switch (arm.read()) {
      case ArmOutcome.Diverged _ -> Optional.empty();
      case ArmOutcome.Measured(LevelResult result, long _) -> {
        NetworkSpec network = Networks.nearest(run.network(), mask.liveCount());
        Seed seed = new Seed(run.replicate().seed()).child("init");
        Weights weights = Weights.initialise(network, run.config().initialisation(), seed);
        long bytes =
            TicketFiles.ofDense(run, network, weights)
                .bytes(ExportFormat.TOMBOLA, WeightValues.FLOAT32);
        yield Optional.of(
            new Small(network, result, bytes, new DenseWays(network, weights, kernels, samples)));
      }
    };
  }

  private LevelAdvice advice(
      Prepared level,
      LevelBench.Pass first,
      LevelBench.Pass second,
      List<CompiledLatency> compiled) {
    LevelResult result = level.result;
    List<LiveStep> steps = level.bench.steps();
    List<LiveLayer> layers = Simplification.layers(steps);
    List<LayerAdvice> advised = new ArrayList<>();
    Map<String, LayerResult> counts =
        result.layers().stream().collect(Collectors.toMap(LayerResult::name, Function.identity()));
    for (int i = 0; i < layers.size(); i++) {
      LayerResult layer = counts.get(layers.get(i).name());
      if (layer == null) {
        continue; // a normalisation by itself: nothing of it was pruned
      }
      advised.add(
          new LayerAdvice(
              layer.name(),
              layers.get(i).live().cardinality(),
              layer.live(),
              layer.total(),
              Race.of(first.layerSingles().get(i), second.layerSingles().get(i)),
              Race.of(first.layerBatches().get(i), second.layerBatches().get(i))));
    }
    return new LevelAdvice(
        result.level(),
        result.density(),
        layers.stream().mapToLong(layer -> layer.live().cardinality()).sum(),
        result.total(),
        Memory.sparse(steps),
        denseMemory,
        level.bench.network().batchBytes(),
        result.testAccuracy(),
        result.validationAccuracy(),
        level.files,
        Race.of(first.single(), second.single()),
        Race.of(first.batch(), second.batch()),
        Race.slower(first.runtime(), second.runtime()),
        compiled,
        advised,
        level.small.map(small -> small(small, first, second)),
        first
            .onnxSingle()
            .map(_ ->
                new OnnxAdvice(
                    Race.of(first.onnxSingle().orElseThrow(), second.onnxSingle().orElseThrow()),
                    Race.of(first.onnxBatch().orElseThrow(), second.onnxBatch().orElseThrow()))));
  }

  private static SmallDense small(Small small, LevelBench.Pass first, LevelBench.Pass second) {
    return new SmallDense(
        small.network.widths(),
        small.network.prunable().stream().mapToLong(Parameter::size).sum(),
        small.bytes,
        small.result.testAccuracy(),
        small.result.validationAccuracy(),
        Race.of(first.smallSingle().orElseThrow(), second.smallSingle().orElseThrow()),
        Race.of(first.smallBatch().orElseThrow(), second.smallBatch().orElseThrow()));
  }
}
