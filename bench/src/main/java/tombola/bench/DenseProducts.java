package tombola.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * The three dense products of LeNet-300-100's layers, batch 60, one thread; the answer is checked
 * before the clock starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class DenseProducts {
  private static final int BATCH = 60;

  /** Kernels by name. */
  @Param({"portable:512", "portable:256", "portable:128"})
  public String kernels = "";

  /** The layer, inputs x outputs. */
  @Param({"784x300", "300x100"})
  public String shape = "";

  private final Arena arena = Arena.ofShared();
  private final RandomStream stream = new Seed(1).child("bench").generator();
  private Kernels tested = Kernels.scalar();
  private Linear linear = new Linear(1, 1);
  private MemorySegment w = arena.allocate(0);
  private MemorySegment bias = w;
  private MemorySegment x = w;
  private MemorySegment xRows = w;
  private MemorySegment dy = w;
  private MemorySegment dyRows = w;
  private MemorySegment result = w;

  /** Fills the operands and compares all three products with the scalar reference, bit for bit. */
  @Setup(Level.Trial)
  public void prepare() {
    tested = KernelChoice.find().named(kernels);
    String[] sides = shape.split("x", 2);
    linear = new Linear(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    int panels = Panels.count(BATCH);
    w = random((long) linear.out() * linear.stride());
    bias = random((long) Panels.count(linear.out()) * Panels.LANES);
    x = random((long) panels * linear.in() * Panels.LANES);
    dy = random((long) panels * linear.out() * Panels.LANES);
    xRows = random((long) panels * Panels.LANES * linear.stride());
    dyRows = random((long) panels * Panels.LANES * Panels.stride(linear.out()));
    long largest = Math.max(w.byteSize(), Math.max(x.byteSize(), dy.byteSize()));
    result = arena.allocate(largest, Panels.LINE);
    MemorySegment wanted = arena.allocate(largest, Panels.LINE);
    Kernels reference = Kernels.scalar();
    for (Product product : Product.values()) {
      result.fill((byte) 0);
      wanted.fill((byte) 0);
      run(product, tested, result);
      run(product, reference, wanted);
      if (result.mismatch(wanted) >= 0) {
        throw new IllegalStateException(
            kernels + " " + product + ": other bits than the reference");
      }
    }
  }

  private enum Product {
    FORWARD,
    INPUT_GRADIENT,
    WEIGHT_GRADIENT
  }

  private void run(Product product, Kernels by, MemorySegment to) {
    int panels = Panels.count(BATCH);
    switch (product) {
      case FORWARD -> by.products().forward(linear, w, bias, x, to, true, 0, panels);
      case INPUT_GRADIENT -> by.products().inputGradient(linear, w, dy, x, to, 0, panels);
      case WEIGHT_GRADIENT ->
          by.products().weightGradient(linear, BATCH, dyRows, xRows, to, 0, linear.out());
    }
  }

  private MemorySegment random(long values) {
    MemorySegment segment = arena.allocate(values * Float.BYTES, Panels.LINE);
    for (long i = 0; i < values; i++) {
      segment.setAtIndex(Panels.FLOAT, i, (float) stream.nextGaussian());
    }
    return segment;
  }

  /** y = relu(W x + b). */
  @Benchmark
  public void forward() {
    run(Product.FORWARD, tested, result);
  }

  /** dx = Wᵀ dy, gated. */
  @Benchmark
  public void inputGradient() {
    run(Product.INPUT_GRADIENT, tested, result);
  }

  /** dW = dy xᵀ. */
  @Benchmark
  public void weightGradient() {
    run(Product.WEIGHT_GRADIENT, tested, result);
  }

  /** Frees the operands. */
  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }
}
