package tombola.kernel;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Kernels whose sparse products are counted as they are made. */
public final class CountedProducts {
  private final AtomicInteger forward = new AtomicInteger();
  private final AtomicInteger gradients = new AtomicInteger();

  /** Returns the scalar reference with counted products of fully connected layers. */
  public Kernels kernels() {
    Kernels scalar = Kernels.scalar();
    SparseProducts products = scalar.sparse();
    return scalar.withSparse(
        new SparseProducts() {
          @Override
          public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
            return counted(products.forward(pattern, part, relu), forward);
          }

          @Override
          public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
            return counted(products.inputGradient(pattern), gradients);
          }

          @Override
          public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
            return counted(products.weightGradient(pattern, panels), gradients);
          }
        },
        scalar.sparseConvolutions());
  }

  private static <T> List<SparseProducts.Variant<T>> counted(
      List<SparseProducts.Variant<T>> variants, AtomicInteger count) {
    return variants.stream()
        .map(way ->
            new SparseProducts.Variant<T>(
                way.name(),
                arena -> {
                  count.incrementAndGet();
                  return way.maker().apply(arena);
                }))
        .toList();
  }

  /** Returns the forward products made since the last call. */
  public int forward() {
    return forward.getAndSet(0);
  }

  /** Returns the products of gradients made since the last call. */
  public int gradients() {
    return gradients.getAndSet(0);
  }
}
