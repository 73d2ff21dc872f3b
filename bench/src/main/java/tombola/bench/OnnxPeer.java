package tombola.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import tombola.sparse.SparseNetwork;

/**
 * Predictions with tickets of LeNet-300-100 beside ONNX Runtime with the same network, zeros in
 * place, on one thread: one MNIST test image after the other and batches of 64, from {@code
 * float[][]} to {@code float[][]} on both sides, in turn within one process. Answers must agree
 * within 1e-4 before the clock starts.
 *
 * <p>Arguments: kernels, densities falling. Needs onnxruntime on the class path beside the
 * benchmarks.
 */
public final class OnnxPeer {
  private static final int ROUNDS = 21;

  private final SparseNetwork ours;
  private final OrtEnvironment environment;
  private final OrtSession theirs;
  private final float[][] images;
  private final FloatBuffer direct; // a batch

  private OnnxPeer(
      SparseNetwork ours, OrtEnvironment environment, OrtSession theirs, float[][] images) {
    this.ours = ours;
    this.environment = environment;
    this.theirs = theirs;
    this.images = images;
    this.direct =
        ByteBuffer.allocateDirect(64 * ours.inputs() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** Prints two lines for each density. */
  public static void main(String[] args) throws OrtException {
    TicketSearch search = new TicketSearch(args[0]);
    float[][] images = search.images();
    for (String density : Arrays.copyOfRange(args, 1, args.length)) {
      TicketSearch.Found found = search.at(Double.parseDouble(density));
      SparseNetwork ours =
          SparseNetwork.compile(search.network, found.trained(), found.mask(), search.kernels);
      byte[] model = OnnxModel.of(search.network, found.mask().apply(found.trained()));
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        try (OrtSession theirs = environment.createSession(model, options)) {
          OnnxPeer peer = new OnnxPeer(ours, environment, theirs, images);
          String title =
              String.format(
                  Locale.ROOT,
                  "d=%5.3f %s, onnxruntime %s",
                  found.mask().density(),
                  ours.kernels(),
                  environment.getVersion());
          peer.compare();
          peer.race(title, 1, 2000);
          peer.race(title, 64, 156);
        }
      }
    }
  }

  private void compare() throws OrtException {
    for (int from = 0; from + 64 <= images.length; from += 64) {
      float[][] batch = Arrays.copyOfRange(images, from, from + 64);
      float[][] expected = ours.predict(batch);
      float[][] arrays = fromArrays(batch);
      float[][] buffer = fromBuffer(batch);
      for (int s = 0; s < 64; s++) {
        for (int c = 0; c < ours.classes(); c++) {
          float limit = 1e-4f * Math.max(1f, Math.abs(expected[s][c]));
          if (!(Math.abs(arrays[s][c] - expected[s][c]) <= limit)
              || !(Math.abs(buffer[s][c] - expected[s][c]) <= limit)) {
            throw new IllegalStateException("image " + (from + s) + ": answers differ");
          }
        }
      }
    }
  }

  private float[][] fromArrays(float[][] batch) throws OrtException {
    try (OnnxTensor x = OnnxTensor.createTensor(environment, batch);
        OrtSession.Result result = theirs.run(Map.of("x", x))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private float[][] fromBuffer(float[][] batch) throws OrtException {
    direct.clear();
    for (float[] sample : batch) {
      direct.put(sample);
    }
    direct.flip();
    try (OnnxTensor x =
            OnnxTensor.createTensor(environment, direct, new long[] {batch.length, ours.inputs()});
        OrtSession.Result result = theirs.run(Map.of("x", x))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private float[][] sparse(float[][] batch) {
    return batch.length == 1 ? new float[][] {ours.predict(batch[0])} : ours.predict(batch);
  }

  /** One side's prediction. */
  private interface Side {
    float[][] predict(float[][] batch) throws OrtException;
  }

  private void race(String title, int size, int calls) throws OrtException {
    Side[] sides = {this::sparse, this::fromArrays, this::fromBuffer};
    double[][] micros = new double[sides.length][ROUNDS];
    float sum = 0f;
    for (int round = -ROUNDS; round < ROUNDS; round++) { // as many to warm up
      for (int side = 0; side < sides.length; side++) {
        long begin = System.nanoTime();
        for (int call = 0; call < calls; call++) {
          int from = call * size % (images.length - size + 1);
          sum += sides[side].predict(Arrays.copyOfRange(images, from, from + size))[0][0];
        }
        micros[side][Math.floorMod(round, ROUNDS)] = (System.nanoTime() - begin) / 1e3 / calls;
      }
    }
    for (double[] side : micros) {
      Arrays.sort(side);
    }
    int better = micros[1][ROUNDS / 2] <= micros[2][ROUNDS / 2] ? 1 : 2;
    System.out.printf(
        Locale.ROOT,
        "%s, batch %2d: ours best %.2f median %.2f us; theirs (from %s) best %.2f median %.2f us;"
            + " %.2f times by median, %.2f by best%s%n",
        title,
        size,
        micros[0][0],
        micros[0][ROUNDS / 2],
        better == 1 ? "arrays" : "a direct buffer",
        micros[better][0],
        micros[better][ROUNDS / 2],
        micros[better][ROUNDS / 2] / micros[0][ROUNDS / 2],
        micros[better][0] / micros[0][0],
        Float.isNaN(sum) ? " (not a number)" : "");
  }
}
