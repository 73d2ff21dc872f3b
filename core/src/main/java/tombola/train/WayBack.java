package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Panels;
import tombola.kernel.Sums;

/**
 * The way back through a network: layers in the reverse of their order. Where two paths begin, the
 * gradient of the shortcut comes first and that of the body is added to it, or that of an identity
 * to the body's.
 */
final class WayBack {
  private final LayerGraph graph;
  private final List<LayerTraining> trainings;
  private final Sums sums;
  private final MemorySegment ones; // what a layer sees that is told of no rectifier
  private final MemorySegment scratch; // a gradient before it is added to another

  WayBack(LayerGraph graph, List<LayerTraining> trainings, Sums sums, int panels, Arena arena) {
    this.graph = graph;
    this.trainings = trainings;
    this.sums = sums;
    int open = 0;
    int added = 0;
    for (int i = 0; i < trainings.size(); i++) {
      PanelLayer layer = graph.layers.get(i);
      open =
          readsGate(layer) && !(layer instanceof SumLayer)
              ? Math.max(open, openFeatures(graph.input(i)))
              : open;
      open = layer instanceof SumLayer sum ? Math.max(open, openFeatures(sum.shortcut)) : open;
      added = adds(i) ? Math.max(added, layer.in) : added;
    }
    this.ones = arena.allocate(panels * Panels.bytes(open), Panels.LINE);
    this.scratch = arena.allocate(panels * Panels.bytes(added), Panels.LINE);
    for (long at = 0; at < ones.byteSize(); at += Float.BYTES) {
      ones.set(FLOAT, at, 1f);
    }
  }

  private int openFeatures(int value) {
    return value == 0 || graph.rectified(value) ? 0 : graph.layers.get(value - 1).out;
  }

  /** Returns whether a layer reads what it takes only to see what was shut. */
  private static boolean readsGate(PanelLayer layer) {
    return switch (layer) {
      case WeightedLayer _, SumLayer _ -> true;
      case PoolLayer pool -> pool.readsGate();
      case NormLayer _, SmoothLayer _, DropoutLayer _ -> false;
    };
  }

  /** Returns whether a later layer begins another path at the same value. */
  private boolean adds(int layer) {
    for (int i = layer + 1; i < trainings.size(); i++) {
      if (graph.input(i) == graph.input(layer)) {
        return true;
      }
    }
    return false;
  }

  private MemorySegment gradient(int value) {
    return trainings.get(value - 1).gradient;
  }

  private MemorySegment gate(int value) {
    return graph.rectified(value) ? graph.value(value) : ones;
  }

  /** Moves a part of a layer's values. */
  @FunctionalInterface
  interface Movement {
    /** Moves part {@code part} of {@code parts} of the values of layer {@code layer}. */
    void run(int layer, int part, int parts);
  }

  /**
   * Adds the way to {@code phases}. The values of a layer are moved when the workers meet next: its
   * gradients are still at hand, and no other layer needs it any more.
   */
  void add(Phases phases, Movement movement) {
    List<Integer> waiting = new ArrayList<>(); // for their values to be moved
    for (int i = trainings.size() - 1; i >= 0; i--) {
      LayerTraining training = trainings.get(i);
      if (training instanceof NormTraining norm) {
        MemorySegment x = graph.value(graph.input(i));
        phases.byPanels((from, to, _) -> norm.gradientSums(x, from, to));
        Workers.Task moved = moved(waiting, movement);
        phases.meet();
        phases.byParts((part, parts) -> {
          moved.run(part, parts);
          norm.gradients();
        });
      }
      if (training instanceof FilterTraining filter && !graph.kept(graph.input(i))) {
        addAgain(phases, i, filter);
      } else {
        MemorySegment x = graph.value(graph.input(i));
        phases.byPanels(training.wide(), (from, to, _) -> training.prepare(x, from, to));
        if (graph.input(i) > 0) { // the data need no gradient
          addThrough(phases, i);
        }
      }
      waiting.add(i);
    }
    phases.together(moved(waiting, movement));
  }

  /** Adds the way through a convolution whose inputs are to be made again. */
  private void addAgain(Phases phases, int layer, FilterTraining filter) {
    int value = graph.input(layer);
    LayerTraining norm = trainings.get(value - 1);
    MemorySegment[] dx = Panels.each(norm.gradient, graph.layers.get(layer).in);
    boolean gated = graph.rectified(value);
    phases.byPanels((panel, _, part) -> {
      MemorySegment x = graph.at(value, panel, part);
      norm.forward(graph.at(graph.input(value - 1), panel, part), x, 0, 1);
      filter.prepare(x, panel);
      filter.inputGradient(gated ? x : ones, dx[panel], panel);
    });
  }

  /** Returns the movement of all that waits for it, and clears {@code waiting}. */
  private static Workers.Task moved(List<Integer> waiting, Movement movement) {
    int[] layers = waiting.reversed().stream().mapToInt(Integer::intValue).toArray();
    waiting.clear();
    return (part, parts) -> {
      for (int layer : layers) {
        movement.run(layer, part, parts);
      }
    };
  }

  private void addThrough(Phases phases, int layer) {
    LayerTraining training = trainings.get(layer);
    int value = graph.input(layer);
    MemorySegment x = readsGate(graph.layers.get(layer)) ? gate(value) : graph.value(value);
    MemorySegment dx = gradient(value);
    if (adds(layer)) {
      int features = graph.layers.get(layer).in;
      phases.byPanels(
          training.wide(),
          (from, to, _) -> {
            training.inputGradient(x, scratch, from, to);
            sums.back(features, scratch, x, dx, true, false, from, to);
          });
    } else {
      phases.byPanels(training.wide(), (from, to, _) -> training.inputGradient(x, dx, from, to));
    }
    if (graph.layers.get(layer) instanceof SumLayer sum && !sum.identity) {
      MemorySegment gate = gate(sum.shortcut);
      MemorySegment other = gradient(sum.shortcut);
      phases.byPanels((from, to, _) -> training.inputGradient(gate, other, from, to));
    }
    if (graph.isFirstReader(layer)) {
      addIdentities(phases, value);
    }
  }

  private void addIdentities(Phases phases, int value) {
    MemorySegment dx = gradient(value);
    for (int i = 0; i < trainings.size(); i++) {
      if (trainings.get(i) instanceof SumTraining sum && sum.isIdentityOf(value)) {
        MemorySegment gate = gate(value);
        phases.byPanels((from, to, _) -> sum.identity(gate, dx, from, to));
      }
    }
  }
}
