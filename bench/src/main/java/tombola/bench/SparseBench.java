package tombola.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * The three sparse products of a layer of 784 inputs and 300 outputs with random live weights, one
 * thread; the answers are checked before the clock starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class SparseBench {
  private static final Linear SHAPE = new Linear(784, 300);

  /** Kernels by name. */
  @Param({"generated", "portable"})
  public String kernels = "";

  /** Share of the weights that are live. */
  @Param({"0.5", "0.2", "0.1", "0.05", "0.02"})
  public double density;

  /** Samples; whole panels of sixteen. */
  @Param({"64", "16"})
  public int batch;

  private final Arena arena = Arena.ofShared();
  private final RandomStream stream = new Seed(1).child("bench").generator();
  private SparsePattern pattern = new SparsePattern(SHAPE, new BitSet(), 1);
  private Products tested = new Products(Kernels.scalar(), pattern, 1, arena);
  private MemorySegment values = arena.allocate(0);
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
          kernels.sparse().forward(pattern, true).getFirst().maker().apply(arena),
          kernels.sparse().inputGradient(pattern).getFirst().maker().apply(arena),
          kernels.sparse().weightGradient(pattern, panels).getFirst().maker().apply(arena));
    }
  }

  /** Fills the operands and compares all products with the scalar reference, bit for bit. */
  @Setup(Level.Trial)
  public void prepare() {
    BitSet live = new BitSet();
    for (int i = 0; i < SHAPE.in() * SHAPE.out(); i++) {
      live.set(i, stream.nextDouble() < density);
    }
    int panels = Panels.count(batch);
    pattern = new SparsePattern(SHAPE, live, panels);
    values = random(pattern.slots());
    bias = random(SHAPE.out());
    x = random((long) panels * SHAPE.in() * Panels.LANES);
    dy = random((long) panels * SHAPE.out() * Panels.LANES);
    long largest = Math.max(values.byteSize(), x.byteSize());
    result = arena.allocate(largest, Panels.LINE);
    tested = new Products(KernelChoice.find().named(kernels), pattern, panels, arena);
    Products reference = new Products(Kernels.scalar(), pattern, panels, arena);
    MemorySegment wanted = arena.allocate(largest, Panels.LINE);
    forward(reference, wanted);
    forward();
    check("forward", wanted);
    inputGradient(reference, wanted);
    inputGradient();
    check("input gradient", wanted);
    weightGradient(reference, wanted);
    weightGradient();
    for (int unit = 0; unit < pattern.units(); unit++) { // padding between units is undefined
      long from = pattern.unitEnd(unit);
      long to = pattern.unitStart(unit + 1);
      MemorySegment.copy(result, 4 * from, wanted, 4 * from, 4 * (to - from));
    }
    check("weight gradient", wanted);
  }

  private void check(String product, MemorySegment wanted) {
    long at = wanted.mismatch(result);
    if (at >= 0 && at < result.byteSize()) {
      throw new IllegalStateException(
          "%s %s: other bits than the reference at %d: %s"
              .formatted(kernels, product, at, result.get(ValueLayout.JAVA_FLOAT, at & -4)));
    }
  }

  private MemorySegment random(long count) {
    MemorySegment segment = arena.allocate(count * Float.BYTES, Panels.LINE);
    for (long i = 0; i < count; i++) {
      segment.setAtIndex(Panels.FLOAT, i, (float) stream.nextGaussian());
    }
    return segment;
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

  /** Frees the operands. */
  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }
}
