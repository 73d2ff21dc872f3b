package tombola.sparse;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import tombola.kernel.Kernels;
import tombola.kernel.PlaneSums;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/** A layer for one sample as the kernels made it. */
record KernelLayer(SparseProducts.Sample product) implements SampleLayer {

  /** Returns {@code layer} by the kernels, or empty where plain Java is as fast. */
  static Optional<SampleLayer> of(LiveLayer layer, boolean hidden, Kernels kernels) {
    SparsePattern pattern = layer.pattern(1);
    try (Arena arena = Arena.ofConfined()) {
      return first(
          kernels
              .sparse()
              .sample(
                  pattern, layer.relu(), hidden, layer.values(pattern, arena), layer.bias(arena)));
    }
  }

  /** Returns a convolution by the kernels, or empty where plain Java is as fast. */
  static Optional<SampleLayer> of(PlaneSums sums, Kernels kernels) {
    return first(kernels.sparseConvolutions().sample(sums));
  }

  private static Optional<SampleLayer> first(
      List<SparseProducts.Variant<SparseProducts.Sample>> ways) {
    return ways.stream().findFirst().map(way -> new KernelLayer(way.maker().apply(Arena.ofAuto())));
  }

  @Override
  public void forward(float[] x, float[] y) {
    product.run(x, y);
  }
}
