package tombola.kernel;

/**
 * The inner loops of a training step. {@link ScalarKernels} is the definition: every implementation
 * gives equal bits, for every sum has one order, fixed by the shapes alone (arithmetic 1).
 *
 * <p>Activations are {@link Panels}; weights are {@link Linear} or, where few are live, the slots
 * of a {@link SparsePattern}; "rows" are samples as {@code [sample][stride]} floats. Ranges let
 * several threads share a product: each value is written by exactly one call. Implementations are
 * stateless and allocate nothing that outlives a call.
 *
 * @param name by which {@code --kernels} asks for these and the run records them
 */
public record Kernels(
    String name,
    Layouts layouts,
    Products products,
    Convolutions convolutions,
    Pools pools,
    Norms norms,
    Sums sums,
    SparseProducts sparse,
    SparseConvolutions sparseConvolutions,
    Updates updates) {

  /** Returns the scalar reference. */
  public static Kernels scalar() {
    ScalarKernels all = new ScalarKernels();
    return new Kernels(
        "scalar",
        all,
        all,
        new ScalarConvolutions(),
        new ScalarPools(),
        new ScalarNorms(),
        new ScalarSums(),
        new ScalarSparse(),
        new ScalarSparseConvolutions(),
        all);
  }

  /** Returns these with other sparse products. */
  Kernels withSparse(SparseProducts other, SparseConvolutions otherConvolutions) {
    return new Kernels(
        name,
        layouts,
        products,
        convolutions,
        pools,
        norms,
        sums,
        other,
        otherConvolutions,
        updates);
  }
}
