package tombola.kernel;

/**
 * The inner loops of a training step. {@link ScalarKernels} is the definition: every implementation
 * gives equal bits, for every sum has one order, fixed by the shapes alone (arithmetic 1).
 *
 * <p>Activations are {@link Panels}; weights are {@link Linear}; "rows" are samples as {@code
 * [sample][stride]} floats. Ranges let several threads share a product: each value is written by
 * exactly one call. Implementations are stateless and allocate nothing that outlives a call.
 */
public interface Kernels extends Layouts, Products, Updates {

  /** Returns the name by which {@code --kernels} asks for these and the run records them. */
  String name();
}
