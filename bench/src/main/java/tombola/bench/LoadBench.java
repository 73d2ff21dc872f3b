package tombola.bench;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import tombola.data.ByteFeatures;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;

/**
 * Putting a batch of random samples of 784 bytes into panels of floats, one thread: bytes turned
 * into panels, as a step does, and floats turned into panels, as for data that come as floats.
 * Before the clock starts, the answers are compared with the scalar reference bit for bit.
 */
public class LoadBench extends ProductBench {
  private static final int INPUTS = 784;
  private static final int SAMPLES = 55_000; // more than a cache holds
  private static final long ROW = Panels.stride(INPUTS) * (long) Float.BYTES;
  private static final long BYTE_ROW = Panels.byteStride(INPUTS);

  /** Kernels by name. */
  @Param({"generated", "portable:256", "scalar"})
  public String kernels = "";

  /** Samples of a batch. */
  @Param({"16", "60", "256"})
  public int batch;

  private Kernels tested = Kernels.scalar();
  private ByteFeatures features = new ByteFeatures(1, new byte[0]);
  private int[] chosen = {};
  private MemorySegment rows = MemorySegment.NULL;
  private MemorySegment byteRows = rows;
  private MemorySegment panels = rows;

  /** Makes the samples and checks both ways. */
  @Setup(Level.Trial)
  public void prepare() {
    byte[] values = new byte[SAMPLES * INPUTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) stream.nextLong();
    }
    features = new ByteFeatures(INPUTS, values);
    chosen = new int[batch];
    Arrays.setAll(chosen, _ -> stream.nextInt(SAMPLES));
    int count = Panels.count(batch);
    rows = place((long) count * Panels.LANES * ROW);
    byteRows = place((long) count * Panels.LANES * BYTE_ROW);
    panels = place(count * Panels.bytes(INPUTS));
    floatsToPanels();
    MemorySegment wanted = place(panels.byteSize()).copyFrom(panels);
    tested = KernelChoice.find().named(kernels);
    floatsToPanels();
    requireEqual(kernels + " floats", wanted, panels);
    bytesToPanels();
    requireEqual(kernels + " bytes", wanted, panels);
  }

  private void choose() {
    Arrays.setAll(chosen, _ -> stream.nextInt(SAMPLES));
  }

  /** Bytes, then panels of floats. */
  @Benchmark
  public void bytes() {
    choose();
    bytesToPanels();
  }

  /** Rows of floats, then panels of floats. */
  @Benchmark
  public void floats() {
    choose();
    floatsToPanels();
  }

  private void bytesToPanels() {
    for (int i = 0; i < batch; i++) {
      features.copy(chosen[i], 1, byteRows, i * BYTE_ROW);
    }
    tested
        .layouts()
        .bytesToPanels(INPUTS, byteRows, features.scale(), panels, 0, Panels.count(batch));
  }

  private void floatsToPanels() {
    for (int i = 0; i < batch; i++) {
      features.load(chosen[i], tested, rows, i * ROW);
    }
    tested.layouts().rowsToPanels(INPUTS, rows, panels, 0, Panels.count(batch));
  }
}
