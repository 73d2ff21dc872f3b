package tombola.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import tombola.sparse.SparseNetwork;

/**
 * Microseconds of a prediction with tickets of LeNet-300-100, one MNIST test image after the other
 * and in batches of 64, conversion from and to {@code float[][]} included, on one thread. Answers
 * are compared, one sample with batch, before the clock starts.
 *
 * <p>Arguments: kernels; a folder or {@code -}; densities falling. In the folder, each density gets
 * one of its own with the trained weights, pruned ones +0.0, {@code fc1.weight.bin} and so on:
 * float32 little-endian, {@code [out][in]}.
 */
public final class InferenceTime {
  private static final int BATCH = 64;
  private static final int BLOCKS = 21;

  private InferenceTime() {}

  /** Prints two lines for each density. */
  public static void main(String[] args) throws IOException {
    TicketSearch search = new TicketSearch(args[0], 1);
    float[][] images = Inputs.mnist(search).samples();
    for (String density : Arrays.copyOfRange(args, 2, args.length)) {
      TicketSearch.Found found = search.at(Double.parseDouble(density));
      SparseNetwork network =
          SparseNetwork.compile(search.network, found.trained(), found.mask(), search.kernels);
      if (!args[1].equals("-")) {
        Logits.write(found.mask().apply(found.trained()), Path.of(args[1], "density-" + density));
      }
      double accuracy = check(network, images, search.data.test().labels());
      String line =
          String.format(
              Locale.ROOT,
              "tombola %-13s d=%5.3f live=%d units=%s accuracy=%.4f",
              network.kernels(),
              found.mask().density(),
              network.liveWeights(),
              network.units(),
              accuracy);
      System.out.println(line + " one sample: " + times(() -> one(network, images), images.length));
      System.out.println(
          line + " batch of 64: " + times(() -> batches(network, images), images.length / BATCH));
    }
  }

  /** Returns the accuracy, having compared the two ways bit for bit. */
  private static double check(SparseNetwork network, float[][] images, int[] labels) {
    float[][] logits = network.predict(images);
    int correct = 0;
    for (int s = 0; s < images.length; s++) {
      if (!Arrays.equals(logits[s], network.predict(images[s]))) {
        throw new IllegalStateException("image " + s + ": one sample and batch differ");
      }
      correct += network.classify(images[s]) == labels[s] ? 1 : 0;
    }
    return (double) correct / images.length;
  }

  /** Returns a sum over all answers, so that none can be left out. */
  static float one(SparseNetwork network, float[][] images) {
    float sum = 0f;
    for (float[] image : images) {
      sum += network.predict(image)[0];
    }
    return sum;
  }

  /** Returns a sum over all answers, so that none can be left out. */
  static float batches(SparseNetwork network, float[][] images) {
    float sum = 0f;
    for (int from = 0; from + BATCH <= images.length; from += BATCH) {
      sum += network.predict(Arrays.copyOfRange(images, from, from + BATCH))[0][0];
    }
    return sum;
  }

  /** A block of predictions. */
  interface Block {
    float run();
  }

  private static String times(Block block, int calls) {
    double[] micros = new double[BLOCKS];
    float sum = 0f;
    for (int i = -BLOCKS; i < BLOCKS; i++) { // as many to warm up
      long begin = System.nanoTime();
      sum += block.run();
      micros[Math.floorMod(i, BLOCKS)] = (System.nanoTime() - begin) / 1e3 / calls;
    }
    Arrays.sort(micros);
    return String.format(
        Locale.ROOT,
        "best=%7.3f median=%7.3f worst=%7.3f us (%d blocks of %d calls%s)",
        micros[0],
        micros[BLOCKS / 2],
        micros[BLOCKS - 1],
        BLOCKS,
        calls,
        Float.isNaN(sum) ? "; not a number" : "");
  }
}
