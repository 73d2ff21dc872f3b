package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tombola.kernel.Gather;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/**
 * The sparse products in the Vector API, around loops that are defined for one vector width; see
 * {@link VectorWidths}.
 */
final class PortableSparse implements SparseProducts {
  private final String name;
  private final GatherLoops gathers;
  private final GatherRest rest;
  private final GradientLoops gradients;
  private final TreeLoops trees;

  PortableSparse(
      int bits, GatherLoops gathers, GatherRest rest, GradientLoops gradients, TreeLoops trees) {
    this.name = "portable:" + bits + " ";
    this.gathers = gathers;
    this.rest = rest;
    this.gradients = gradients;
    this.trees = trees;
  }

  /** Returns the loops, whose classes are of one width. */
  List<Object> loops() {
    return List.of(gathers, rest, gradients, trees);
  }

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
    Variant<Forward> rows =
        new Variant<>(
            name + "rows",
            arena -> forward(new GatherLists(Gather.rows(pattern, part), arena), relu));
    return pattern.blocks() == 1
        ? List.of(rows)
        : List.of(
            rows,
            new Variant<>(
                name + "blocks",
                arena -> forward(new GatherLists(Gather.blocks(pattern, part), arena), relu)));
  }

  private Forward forward(GatherLists lists, boolean relu) {
    return (values, bias, x, y, fromPanel, toPanel) ->
        gathers.run(rest, lists, values, bias, x, y, y, relu, fromPanel, toPanel);
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    return List.of(
        new Variant<>(
            name + "columns",
            arena -> {
              MemorySegment zeros = arena.allocate(pattern.shape().in() * (long) Float.BYTES, LINE);
              GatherLists lists = new GatherLists(Gather.columns(pattern), arena);
              return (values, dy, x, dx, fromPanel, toPanel) ->
                  gathers.run(rest, lists, values, zeros, dy, dx, x, true, fromPanel, toPanel);
            }));
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    return List.of(
        new Variant<>(
            name + "runs",
            arena -> {
              GradientLists lists = new GradientLists(pattern, arena);
              return (dy, x, dw, fromUnit, toUnit) ->
                  gradients.run(trees, lists, panels, dy, x, dw, fromUnit, toUnit);
            }));
  }
}
