package tombola.bench;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;

/**
 * The three dense products of LeNet-300-100's layers, batch 60, one thread; the answer is checked
 * before the clock starts.
 */
public class DenseProducts extends ProductBench {
  private static final int BATCH = 60;

  /** Kernels by name. */
  @Param({"portable:512", "portable:256", "portable:128"})
  public String kernels = "";

  /** The layer, inputs x outputs. */
  @Param({"784x300", "300x100"})
  public String shape = "";

  private Kernels tested = Kernels.scalar();
  private Linear linear = new Linear(1, 1);
  private MemorySegment w = MemorySegment.NULL;
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
    result = place(largest);
    MemorySegment wanted = place(largest);
    Kernels reference = Kernels.scalar();
    for (Product product : Product.values()) {
      result.fill((byte) 0);
      wanted.fill((byte) 0);
      run(product, tested, result);
      run(product, reference, wanted);
      requireEqual(kernels + " " + product, wanted, result);
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
      case FORWARD ->
          by.products().forward(linear, w, bias, x, to, true, 0, panels, 0, linear.out());
      case INPUT_GRADIENT -> by.products().inputGradient(linear, w, dy, x, to, 0, panels);
      case WEIGHT_GRADIENT ->
          by.products().weightGradient(linear, BATCH, dyRows, xRows, to, 0, linear.out());
    }
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
}
