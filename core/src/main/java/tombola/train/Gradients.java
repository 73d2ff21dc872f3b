package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.Panels;

/**
 * Where the gradients of a step stand. A gradient is wanted from the phase of the {@link WayBack}
 * that makes it to the last phase that reads it, and after that another takes its place; within a
 * phase none does, for workers are at different panels. Two gradients have one place throughout
 * where the layer between them makes each value of the one from the same value of the other alone.
 * So with a normalisation behind every convolution a network of any depth has places for the
 * gradients of three or four of its layers.
 */
final class Gradients {
  private final LayerGraph graph;
  private final int[] roots; // by layer: the one whose place it has
  private final int[] born; // by root: a phase
  private final int[] died; // by root: a phase
  private final List<MemorySegment> places; // by layer

  /** Finds places for the gradients of what each layer gives, {@code panels} panels of each. */
  Gradients(LayerGraph graph, int panels, Arena arena) {
    this.graph = graph;
    int layers = graph.layers.size();
    this.roots = IntStream.range(0, layers).toArray();
    this.born = new int[layers];
    this.died = new int[layers];
    Arrays.fill(born, Integer.MAX_VALUE);
    join();
    follow();
    this.places = placed(panels, arena);
  }

  /** Returns the panels of the gradient of what layer {@code layer} gives. */
  MemorySegment of(int layer) {
    return places.get(layer);
  }

  private void join() {
    for (int i = 0; i < roots.length; i++) {
      int x = graph.input(i);
      boolean joins =
          switch (graph.layers.get(i)) {
            case SumLayer _ -> !graph.rectified(x);
            case NormLayer _, SmoothLayer _, DropoutLayer _ ->
                x > 0 && graph.readers(x) == 1 && !keptForAnIdentity(i);
            case WeightedLayer _, PoolLayer _ -> false;
          };
      if (joins) {
        roots[i] = roots[x - 1];
      }
    }
  }

  /** Returns whether what layer {@code layer} gives ends the body of a block with an identity. */
  private boolean keptForAnIdentity(int layer) {
    for (int i = layer + 1; i < roots.length; i++) {
      if (graph.layers.get(i) instanceof SumLayer sum
          && sum.identity
          && graph.input(i) == layer + 1) {
        return true;
      }
    }
    return false;
  }

  /** Goes the way back, as {@link WayBack#add} does. */
  private void follow() {
    int phase = 0;
    List<Integer> waiting = new ArrayList<>(); // for the update of their weights
    touch(roots.length - 1, phase);
    for (int i = roots.length - 1; i >= 0; i--) {
      PanelLayer layer = graph.layers.get(i);
      if (layer instanceof NormLayer) {
        phase++;
        for (int updated : waiting) {
          touch(updated, phase);
        }
        waiting.clear();
      }
      touch(i, phase);
      if (layer.wide()) { // else what it brings is taken from it at once
        waiting.add(i);
      }
      int x = graph.input(i);
      if (x > 0) {
        touch(x - 1, phase);
        if (layer instanceof SumLayer sum && !sum.identity) {
          touch(sum.shortcut - 1, phase);
        }
        if (graph.isFirstReader(i)) {
          touchIdentities(x, phase);
        }
      }
    }
    for (int updated : waiting) {
      touch(updated, phase + 1);
    }
  }

  private void touchIdentities(int value, int phase) {
    for (int i = 0; i < roots.length; i++) {
      if (graph.layers.get(i) instanceof SumLayer sum && sum.identity && sum.shortcut == value) {
        touch(i, phase);
      }
    }
  }

  private void touch(int layer, int phase) {
    int root = roots[layer];
    born[root] = Math.min(born[root], phase);
    died[root] = Math.max(died[root], phase);
  }

  /** A place for one gradient after the other. */
  private static final class Room {
    private long bytes; // of a panel
    private int until; // the phase in which the last to have it is read for the last time
    private MemorySegment memory = MemorySegment.NULL;
  }

  private List<MemorySegment> placed(int panels, Arena arena) {
    List<Room> rooms = new ArrayList<>();
    Room[] taken = new Room[roots.length];
    IntStream.range(0, roots.length)
        .filter(i -> roots[i] == i)
        .boxed()
        .sorted(Comparator.comparingInt(i -> born[i]))
        .forEach(root -> {
          long bytes = Panels.bytes(graph.layers.get(root).out);
          Room room = free(rooms, born[root], bytes);
          room.bytes = Math.max(room.bytes, bytes);
          room.until = died[root];
          taken[root] = room;
        });
    rooms.forEach(room -> room.memory = arena.allocate(panels * room.bytes, Panels.LINE));
    List<MemorySegment> found = new ArrayList<>();
    for (int i = 0; i < roots.length; i++) {
      long bytes = panels * Panels.bytes(graph.layers.get(i).out);
      found.add(taken[roots[i]].memory.asSlice(0, bytes));
    }
    return found;
  }

  /** Returns the room that fits best of those free in {@code phase}, or a new one. */
  private static Room free(List<Room> rooms, int phase, long bytes) {
    return rooms.stream()
        .filter(room -> room.until < phase)
        .min(Comparator.comparingLong(room -> Math.abs(room.bytes - bytes)))
        .orElseGet(() -> {
          rooms.add(new Room());
          return rooms.getLast();
        });
  }
}
