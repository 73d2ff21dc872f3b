package tombola.lab.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.lab.config.InputException;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** Damaged and made-up models: one exception, and no more memory than the file is worth. */
class HostileModelTest {
  private static final int INPUTS = 60_000;
  private static final int WARM_UP = 600;
  private static final long FIRST = 16 << 20; // for classes that messages load
  private static final long ROOM =
      128 << 10; // for a message, parsing, and classes that are loaded on the way
  private static final long PLACES = 4L * (1 << 22); // what sparse tensors may claim
  private static final byte[] VARIED = {0, 1, 2, 7, 8, 10, 18, 26, 34, 42, 127, -1, -128};

  @Test
  void mutatedModelsAreReadOrRefused() {
    List<byte[]> good =
        List.of(
            model().bytes("y"),
            sparse().bytes("y"),
            pictures().bytes("y"),
            blocks().bytes("y"),
            smooth().bytes("y"));
    good.forEach(file -> OnnxReader.of("a", file)); // loads classes
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RandomStream random = new Seed(6).child("mutations").generator();
    int refused = 0;
    for (int i = -WARM_UP; i < INPUTS; i++) {
      byte[] file = mutated(good.get(Math.floorMod(i, good.size())), random);
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        OnnxNetwork read = OnnxReader.of("a", file);
        assertThat(read.network().inputs()).isPositive();
      } catch (InputException e) {
        assertThat(e.getMessage()).startsWith("a: ").doesNotContain("\n", "null");
        refused += i < 0 ? 0 : 1;
      }
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for input %d of %d bytes", i, file.length)
          .isLessThan(
              100L * file.length
                  + ROOM
                  + (Math.floorMod(i, good.size()) == 1 ? 3 * PLACES : 0)
                  + (i < 0 ? FIRST : 0));
    }
    assertThat(refused).isBetween(INPUTS / 2, INPUTS - 1);
  }

  /** Returns a model with everything but sparse tensors. */
  private static Models model() {
    return new Models(0, 2, 3)
        .floats("k", new float[] {2}, 1)
        .shape("s", -1, 6)
        .random("w", 5, 6)
        .random("b", 5)
        .random("v", 5, 3)
        .node("Mul", "z", List.of("x", "k"))
        .node("Reshape", "f", List.of("z", "s"))
        .node("Gemm", "h", List.of("f", "w", "b"), Models.whole("transB", 1))
        .node("Relu", "r", List.of("h"))
        .node("MatMul", "m", List.of("r", "v"))
        .node("Softmax", "y", List.of("m"), Models.whole("axis", 1));
  }

  /** Returns a model with everything that looks at pictures. */
  private static Models pictures() {
    return new Models(0, 2, 7, 7)
        .random("w", 3, 2, 3, 3)
        .random("n", 3)
        .floats("v", new float[] {1, 2, 3}, 3)
        .random("c", 2, 3, 1, 1)
        .random("f", 2, 2)
        .node("Conv", "a", List.of("x", "w", "n"), Models.wholes("pads", 1, 1, 1, 1))
        .node("BatchNormalization", "b", List.of("a", "n", "n", "n", "v"))
        .node("Relu", "r", List.of("b"))
        .node("MaxPool", "p", List.of("r"), Models.wholes("kernel_shape", 2, 2))
        .node("Conv", "d", List.of("p", "c"), Models.wholes("strides", 2, 2))
        .node("Relu", "s", List.of("d"))
        .node("GlobalAveragePool", "g", List.of("s"))
        .node("Flatten", "h", List.of("g"))
        .node("MatMul", "y", List.of("h", "f"));
  }

  /** Returns a model with a block of each kind. */
  private static Models blocks() {
    return new Models(0, 2, 5, 5)
        .random("w", 3, 2, 3, 3)
        .random("v", 3, 3, 3, 3)
        .random("p", 3, 3, 1, 1)
        .random("q", 3, 3, 1, 1)
        .random("f", 3, 2)
        .node("Conv", "a", List.of("x", "w"))
        .node("Relu", "r", List.of("a"))
        .node("Conv", "b", List.of("r", "v"), Models.wholes("pads", 1, 1, 1, 1))
        .node("Add", "c", List.of("b", "r"))
        .node("Relu", "s", List.of("c"))
        .node("Conv", "d", List.of("s", "p"))
        .node("Conv", "e", List.of("s", "q"))
        .node("Add", "g", List.of("d", "e"))
        .node("Relu", "t", List.of("g"))
        .node("GlobalAveragePool", "h", List.of("t"))
        .node("Flatten", "i", List.of("h"))
        .node("MatMul", "y", List.of("i", "f"));
  }

  /** Returns a model with GELU and tanh. */
  private static Models smooth() {
    return new Models(0, 3)
        .floats("root", new float[] {(float) Math.sqrt(2)})
        .floats("one", new float[] {1})
        .floats("half", new float[] {0.5f})
        .random("w", 3, 4)
        .random("v", 4, 4)
        .random("u", 4, 2)
        .node("MatMul", "a", List.of("x", "w"))
        .node("Div", "b", List.of("a", "root"))
        .node("Erf", "c", List.of("b"))
        .node("Add", "d", List.of("c", "one"))
        .node("Mul", "e", List.of("a", "d"))
        .node("Mul", "f", List.of("e", "half"))
        .node("MatMul", "g", List.of("f", "v"))
        .node("Tanh", "h", List.of("g"))
        .node("MatMul", "y", List.of("h", "u"));
  }

  private static Models sparse() {
    Models model = new Models(0, 3).node("Gemm", "y", List.of("x", "w"), Models.whole("transB", 1));
    model.graph.addSparseInitializer(
        SparseTensorProto.newBuilder()
            .addDims(4)
            .addDims(3)
            .setValues(
                TensorProto.newBuilder()
                    .setName("w")
                    .setDataType(TensorProto.DataType.FLOAT_VALUE)
                    .addDims(3)
                    .addAllFloatData(List.of(1f, 2f, 3f)))
            .setIndices(
                TensorProto.newBuilder()
                    .setDataType(TensorProto.DataType.INT64_VALUE)
                    .addDims(3)
                    .addAllInt64Data(List.of(0L, 5L, 11L))));
    return model;
  }

  private static byte[] mutated(byte[] good, RandomStream random) {
    byte[] file = good.clone();
    int changes = 1 + below(3, random);
    for (int c = 0; c < changes; c++) {
      int at = below(file.length, random);
      switch (below(5, random)) {
        case 0 -> file[at] ^= (byte) (1 << below(8, random));
        case 1 -> file[at] = VARIED[below(VARIED.length, random)];
        case 2 -> file = Arrays.copyOf(file, at + 1);
        case 3 -> file = Arrays.copyOf(file, file.length + below(9, random));
        case 4 -> {
          int from = below(file.length, random);
          int count = Math.min(below(12, random), file.length - Math.max(from, at));
          System.arraycopy(file, from, file, at, count);
        }
        default -> throw new AssertionError();
      }
    }
    return file;
  }

  private static int below(int bound, RandomStream random) {
    return (int) (bound * random.nextDouble());
  }

  @Test
  void aHundredThousandEmptyNodesTakeNoMoreThanTheyAreWorth() {
    Models model = new Models(0, 3);
    for (int i = 0; i < 100_000; i++) {
      model.graph.addNodeBuilder();
    }
    byte[] file = model.bytes("y");
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();

    try {
      OnnxReader.of("a", file);
      throw new AssertionError("read");
    } catch (InputException e) {
      assertThat(e).hasMessageContaining("expected one of the operators");
    }
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(100L * file.length);
  }
}
