package tombola.train;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tombola.data.Examples;
import tombola.data.Move;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.math.Seed;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * One masked network in training: values, gradients and moments off-heap. A step has two phases,
 * each split among the workers: panels of samples forward and back to the gradients of all
 * activations, then rows of weights. A first layer of many weights goes before, rows of it to each
 * worker; a batch normalisation parts the panels' phase, forward and back, for it needs all of
 * them, and the weights behind it are moved when the workers meet there. Nothing is allocated in a
 * step.
 */
final class Engine implements AutoCloseable {
  private final CountedArena arena;
  private final Kernels kernels;
  final ForwardPass pass;
  private final Workers workers;
  private final Pace pace;
  private final Update update;
  private final int batch;
  private final List<LayerTraining> trainings = new ArrayList<>();
  private final DropoutTraining[] dropouts;
  private final Workers.Task[] phases;
  private final Examples examples;
  private final @Nullable LinearLayer first; // if its rows are shared among the workers
  private final boolean readsRows; // a dense first layer takes its gradient from rows

  private final int[] asTheyAre;
  private int[] samples = {};
  private int[] moves = {};
  private long step; // of the whole training, the next one

  /** Creates an engine at step 0 with draws of its own, for a network that may have none. */
  Engine(
      NetworkSpec network,
      Recipe recipe,
      Kernels kernels,
      Workers workers,
      Examples train,
      Weights start,
      Mask mask) {
    this(network, recipe, kernels, workers, train, new Start(start, 0), mask, new Seed(0));
  }

  /**
   * Creates an engine at the step of {@code start}.
   *
   * @param draws where what is drawn in a step comes from
   */
  Engine(
      NetworkSpec network,
      Recipe recipe,
      Kernels kernels,
      Workers workers,
      Examples train,
      Start start,
      Mask mask,
      Seed draws) {
    this(network, recipe, kernels, workers, train, start.step(), mask, draws, new CountedArena());
    pass.load(mask.apply(start.weights()));
  }

  /** Creates an engine whose weights are 0, which stands in {@code arena}. */
  Engine(
      NetworkSpec network,
      Recipe recipe,
      Kernels kernels,
      Workers workers,
      Examples train,
      long step,
      Mask mask,
      Seed draws,
      CountedArena arena) {
    this.arena = arena;
    this.workers = workers;
    this.pace = new Pace(workers.size(), System::nanoTime);
    this.batch = recipe.batch();
    this.asTheyAre = new int[batch];
    this.examples = train;
    this.update = Update.of(recipe);
    this.kernels = kernels;
    boolean byRows =
        workers.size() > 1
            && network.weighted().getFirst() instanceof Layer.Dense dense
            && heavy(dense, recipe, mask);
    LayerGraph graph =
        new MaskedLayers(
                network,
                mask,
                recipe.sparseBelow(),
                kernels,
                Panels.count(batch),
                true,
                byRows ? workers.size() : 1,
                arena)
            .graph(ForwardPass.capacity(batch, workers.size()), workers.size());
    this.first = byRows ? (LinearLayer) graph.layers.getFirst() : null;
    this.readsRows = graph.layers.getFirst() instanceof DenseLayer;
    this.pass = new ForwardPass(network, graph, kernels, workers, batch, arena, train);
    Gradients gradients = new Gradients(graph, Panels.count(batch), arena);
    for (int i = 0; i < graph.layers.size(); i++) {
      PanelLayer layer = graph.layers.get(i);
      int x = graph.input(i);
      MemorySegment g = gradients.of(i);
      MemorySegment dataRows = x == 0 ? pass.rows : MemorySegment.NULL;
      trainings.add(
          switch (layer) {
            case DenseLayer dense ->
                new DenseTraining(dense, g, mask, kernels, batch, dataRows, arena);
            case SparseLayer sparse -> new SparseTraining(sparse, g, kernels, batch, arena);
            case ConvLayer conv -> new ConvTraining(conv, g, mask, kernels, batch, arena);
            case SparseConvLayer conv -> new SparseConvTraining(conv, g, kernels, batch, arena);
            case PoolLayer pool -> new PoolTraining(pool, g);
            case NormLayer norm ->
                new NormTraining(norm, g, graph.rectified(x), kernels, batch, arena);
            case SmoothLayer smooth -> new SmoothTraining(smooth, g);
            case DropoutLayer dropout -> new DropoutTraining(dropout, g, draws);
            case SumLayer sum -> new SumTraining(sum, g);
          });
    }
    this.dropouts =
        trainings.stream()
            .filter(DropoutTraining.class::isInstance)
            .map(DropoutTraining.class::cast)
            .toArray(DropoutTraining[]::new);
    this.step = step;
    this.phases = phases();
  }

  private Workers.Task[] phases() {
    Phases made = new Phases(Panels.count(batch));
    made.byPanels((from, to, _) -> load(from, to));
    if (first != null) {
      made.together(this::firstPart);
    }
    for (int i = first == null ? 0 : 1; i < trainings.size(); i++) {
      LayerTraining training = trainings.get(i);
      if (training instanceof NormTraining norm) {
        MemorySegment x = pass.graph.value(pass.graph.input(i));
        made.byPanels((from, to, _) -> norm.moments(x, from, to));
        made.meet();
        made.byParts((part, _) -> norm.statistics(part == 0));
      }
      SumLayer sum = pass.graph.sumBehind(i);
      if (training instanceof NormTraining norm && sum != null) {
        MemorySegment x = pass.graph.value(pass.graph.input(i));
        MemorySegment y = pass.graph.value(i + 1);
        made.byPanels((from, to, _) -> norm.forward(sum, x, y, from, to));
        i++; // both are done
        continue;
      }
      int layer = i;
      LayerGraph.Way way = training::forward;
      made.byPanels(
          training.wide(), (from, to, part) -> pass.graph.forward(layer, way, from, to, part));
    }
    made.byPanels(true, (from, to, _) -> lossGradient(from, to));
    new WayBack(pass.graph, trainings, kernels.sums(), Panels.count(batch), arena)
        .add(made, this::move);
    return made.made();
  }

  /**
   * Returns whether workers should share a layer by rows and not by panels. A line of memory that
   * all workers read and one writes is taken back from the others at every step, which costs some
   * ten nanoseconds, many times that where the cores share no cache: by rows these are the
   * activations, by panels the weights. By rows a sparse weight and its index, once loaded, also
   * serve all panels, which was measured to be worth two more meetings for much fewer of them.
   */
  static boolean heavy(Layer.Dense layer, Recipe recipe, Mask mask) {
    long activations =
        (long) Panels.count(recipe.batch()) * Panels.LANES * (layer.in() + layer.out());
    return recipe.sparse(mask, layer)
        ? 4L * mask.liveCount(layer.name() + ".weight") > activations
        : (long) layer.in() * layer.out() > 2 * activations;
  }

  /**
   * Takes one step on the samples numbered {@code chosen}, a batch; returns their summed loss in
   * nats.
   */
  double step(int[] chosen, double rate) {
    return step(chosen, asTheyAre, rate);
  }

  /** As {@link #step(int[], double)}, each sample moved by its {@link Move}. */
  double step(int[] chosen, int[] moves, double rate) {
    this.samples = chosen;
    this.moves = moves;
    update.next(rate);
    for (DropoutTraining dropout : dropouts) {
      dropout.begin(step);
    }
    step++;
    boolean shared = pace.begin();
    for (Workers.Task phase : phases) {
      run(phase, shared);
    }
    pace.end();
    return pass.loss.addTo(0, batch);
  }

  private void run(Workers.Task phase, boolean shared) {
    if (shared) {
      workers.run(phase);
    } else {
      phase.run(0, 1);
    }
  }

  private void load(int fromPanel, int toPanel) {
    int to = Math.min(toPanel * Panels.LANES, batch);
    for (int s = fromPanel * Panels.LANES; s < to; s++) {
      pass.load(examples, samples[s], moves[s], s);
      if (readsRows) {
        pass.loadRow(examples, samples[s], s);
      }
    }
    pass.pad(to, toPanel * Panels.LANES);
    pass.transpose(examples, fromPanel, toPanel);
  }

  private void firstPart(int part, int parts) {
    requireNonNull(first)
        .forwardRows(pass.graph.value(0), pass.graph.value(1), Panels.count(batch), part, parts);
  }

  private void lossGradient(int fromPanel, int toPanel) {
    MemorySegment top = trainings.getLast().gradient;
    pass.loss.gradient(pass.logits(), top, batch, fromPanel * Panels.LANES, toPanel * Panels.LANES);
  }

  private void move(int layer, int part, int parts) {
    int x = pass.graph.input(layer);
    MemorySegment values = pass.graph.kept(x) ? pass.graph.value(x) : MemorySegment.NULL;
    trainings.get(layer).update(values, update, part, parts);
  }

  Evaluation evaluate(Examples on) {
    return pass.evaluate(on);
  }

  /** Writes the values as they stand into {@code weights}. */
  void store(Weights weights) {
    pass.store(weights);
  }

  /**
   * Writes the gradients of the last step into {@code weights}; those of pruned weights are +0.0.
   */
  void storeGradients(Weights weights, Mask mask) {
    trainings.forEach(training -> training.storeGradients(weights));
    Weights masked = mask.apply(weights);
    weights
        .parameters()
        .forEach(
            p -> System.arraycopy(masked.get(p.name()), 0, weights.get(p.name()), 0, p.size()));
  }

  /** Writes the optimizer's first and second moments of the weights into the two arguments. */
  void storeMoments(Weights first, Weights second) {
    weightTrainings().forEach(training -> training.storeMoments(first, second));
  }

  private List<WeightTraining> weightTrainings() {
    return trainings.stream()
        .filter(WeightTraining.class::isInstance)
        .map(WeightTraining.class::cast)
        .toList();
  }

  /** Returns the operations of one step as executed, two for a multiply-add. */
  long flopsPerStep() {
    long flops = 0;
    for (WeightTraining training : weightTrainings()) {
      int products = training == trainings.getFirst() ? 2 : 3; // the data need no gradient
      flops += 2L * batch * training.computed() * products;
    }
    return flops;
  }

  /** Returns the bytes of off-heap memory that all this stands in. */
  long bytes() {
    return arena.bytes();
  }

  /** Returns the kind of product of each layer with weights. */
  List<String> kinds() {
    return weightTrainings().stream().map(WeightTraining::kind).toList();
  }

  @Override
  public void close() {
    arena.close();
  }
}
