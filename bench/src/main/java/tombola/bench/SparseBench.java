package tombola.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/**
 * The three sparse products of a layer of 784 inputs and 300 outputs with random live weights, one
 * thread. Before the clock starts, the answers are compared with the scalar reference bit for bit
 * and with plain sums in double precision.
 */
public class SparseBench extends ProductBench {
  private static final Linear SHAPE = new Linear(784, 300);

  /** Kernels by name. */
  @Param({"generated", "portable:256", "scalar"})
  public String kernels = "";

  /** Share of the weights that are live. */
  @Param({"0.5", "0.2", "0.1", "0.05", "0.02"})
  public double density;

  /** Samples. */
  @Param({"16", "60", "256"})
  public int batch;

  private SparsePattern pattern = new SparsePattern(SHAPE, new BitSet(), 1);
  private Products tested = new Products(Kernels.scalar(), pattern, 1, arena);
  private MemorySegment values = MemorySegment.NULL;
  private MemorySegment bias = values;
  private MemorySegment x = values;
  private MemorySegment dy = values;
  private MemorySegment result = values;

  /** The products of one pattern. */
  private record Products(
      SparseProducts.Forward forward,
      SparseProducts.InputGradient back,
      SparseProducts.WeightGradient gradient) {

    Products(Kernels kernels, SparsePattern pattern, int panels, Arena arena) {
      this(
          kernels.sparse().forward(pattern, 0, true).getFirst().maker().apply(arena),
          kernels.sparse().inputGradient(pattern).getFirst().maker().apply(arena),
          kernels.sparse().weightGradient(pattern, panels).getFirst().maker().apply(arena));
    }
  }

  /** Fills the operands and checks all products. */
  @Setup(Level.Trial)
  public void prepare() {
    BitSet live = new BitSet();
    for (int i = 0; i < SHAPE.in() * SHAPE.out(); i++) {
      live.set(i, stream.nextDouble() < density);
    }
    int panels = Panels.count(batch);
    pattern = new SparsePattern(SHAPE, live, panels);
    values = random(pattern.slots());
    bias = random((long) Panels.count(SHAPE.out()) * Panels.LANES);
    x = random((long) panels * SHAPE.in() * Panels.LANES);
    dy = random((long) panels * SHAPE.out() * Panels.LANES);
    SparseSums sums = new SparseSums(pattern, batch, values, bias, x, dy);
    sums.clearPadding();
    long largest = Math.max(values.byteSize(), Math.max(x.byteSize(), dy.byteSize()));
    result = place(largest);
    tested = new Products(KernelChoice.find().named(kernels), pattern, panels, arena);
    Products reference = new Products(Kernels.scalar(), pattern, panels, arena);
    MemorySegment wanted = place(largest);
    forward(reference, wanted);
    forward();
    requireEqual(kernels + " forward", wanted, result);
    sums.requireForward(result);
    inputGradient(reference, wanted);
    inputGradient();
    requireEqual(kernels + " input gradient", wanted, result);
    sums.requireInputGradient(result);
    weightGradient(reference, wanted);
    weightGradient();
    for (int unit = 0; unit < pattern.units(); unit++) { // padding between units is undefined
      long from = 4L * pattern.unitEnd(unit);
      MemorySegment.copy(result, from, wanted, from, 4L * pattern.unitStart(unit + 1) - from);
    }
    requireEqual(kernels + " weight gradient", wanted, result);
    sums.requireWeightGradient(result);
  }

  private void forward(Products products, MemorySegment to) {
    products.forward.run(values, bias, x, to, 0, Panels.count(batch));
  }

  private void inputGradient(Products products, MemorySegment to) {
    products.back.run(values, dy, x, to, 0, Panels.count(batch));
  }

  private void weightGradient(Products products, MemorySegment to) {
    products.gradient.run(dy, x, to, 0, pattern.units());
  }

  /** y = relu(W x + b). */
  @Benchmark
  public void forward() {
    forward(tested, result);
  }

  /** dx = Wᵀ dy, gated. */
  @Benchmark
  public void inputGradient() {
    inputGradient(tested, result);
  }

  /** dW = dy xᵀ on live weights. */
  @Benchmark
  public void weightGradient() {
    weightGradient(tested, result);
  }
}
