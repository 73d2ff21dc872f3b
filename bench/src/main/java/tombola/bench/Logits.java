package tombola.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.SparseNetwork;

/**
 * Writes a dense LeNet-300-100, 64 test images of MNIST and the logits that are ours, for a peer in
 * another process to compare its own with: {@code fc1.weight.bin} and so on as {@code [out][in]},
 * {@code x.bin} and {@code y.bin} as {@code [sample][…]}, all float32 little-endian.
 *
 * <p>Argument: the folder.
 */
public final class Logits {
  private Logits() {}

  /** Writes the folder's files. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    TicketSearch search = new TicketSearch("scalar", 1);
    Weights weights = search.start.weights();
    float[][] samples = Inputs.mnist(search).batch(0, 64);
    float[][] logits =
        SparseNetwork.compile(search.network, weights, Mask.dense(search.network), search.kernels)
            .predict(samples);
    write(weights, folder);
    write(folder.resolve("x.bin"), samples);
    write(folder.resolve("y.bin"), logits);
  }

  /** Writes each parameter into a file of {@code folder}. */
  static void write(Weights weights, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Parameter parameter : weights.parameters()) {
      write(folder.resolve(parameter.name() + ".bin"), weights.get(parameter.name()));
    }
  }

  private static void write(Path file, float[]... rows) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    Files.write(file, bytes.array());
  }
}
