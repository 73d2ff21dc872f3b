package tombola.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tombola.sparse.SparseNetwork;

/**
 * Predictions with tickets of LeNet-300-100 beside ONNX Runtime with the same network, zeros in
 * place, on one thread each and in turn within one process: sample after sample and batches of 64,
 * of MNIST's test images and of inputs without zeros. "With conversion" is from {@code float[][]}
 * to {@code float[][]} on both sides; "kernels alone" is from panels to panels beside a session run
 * from a tensor that is there to a tensor that is there. (Of one sample, ours needs no conversion.)
 * Answers must agree within 1e-4 before the clock starts.
 *
 * <p>Arguments: kernels, rounds, densities falling. Needs onnxruntime on the class path beside the
 * benchmarks.
 */
public final class OnnxPeer {
  private static final int BATCH = 64;
  private static final int PREPARED = 8; // batches: they stay in the caches, as ours do

  private final SparseNetwork ours;
  private final PanelForward panels;
  private final OrtEnvironment environment;
  private final OrtSession theirs;
  private final Inputs inputs;
  private final FloatBuffer direct; // a batch

  private OnnxPeer(
      SparseNetwork ours,
      PanelForward panels,
      OrtEnvironment environment,
      OrtSession theirs,
      Inputs inputs) {
    this.ours = ours;
    this.panels = panels;
    this.environment = environment;
    this.theirs = theirs;
    this.inputs = inputs;
    this.direct = buffer(BATCH * ours.inputs());
  }

  /** Prints eight lines for each density. */
  public static void main(String[] args) throws Exception {
    TicketSearch search = new TicketSearch(args[0], 1);
    Race race = new Race(Integer.parseInt(args[1]));
    Inputs mnist = Inputs.mnist(search);
    Inputs full = Inputs.withoutZeros(mnist.samples().length, search.network.inputs());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    for (String density : Arrays.copyOfRange(args, 2, args.length)) {
      TicketSearch.Found found = search.at(Double.parseDouble(density));
      SparseNetwork ours =
          SparseNetwork.compile(search.network, found.trained(), found.mask(), search.kernels);
      byte[] model = OnnxModel.of(search.network, found.mask().apply(found.trained()));
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        try (OrtSession theirs = environment.createSession(model, options)) {
          for (Inputs inputs : List.of(mnist, full)) {
            PanelForward panels = new PanelForward(search.network, found, search.kernels, BATCH);
            OnnxPeer peer = new OnnxPeer(ours, panels, environment, theirs, inputs);
            String title =
                String.format(Locale.ROOT, "d=%5.3f, %s", found.mask().density(), inputs.name());
            peer.compare();
            peer.converting(race, title, 1, 2000);
            peer.alone(race, title, 1, 2000);
            peer.converting(race, title, BATCH, inputs.samples().length / BATCH);
            peer.alone(race, title, BATCH, PREPARED);
          }
        }
      }
    }
  }

  private void compare() throws OrtException {
    for (int call = 0; call < inputs.samples().length / BATCH; call++) {
      float[][] batch = inputs.batch(call, BATCH);
      float[][] expected = ours.predict(batch);
      Race.requireClose(theirs("arrays"), expected, fromArrays(batch));
      Race.requireClose(theirs("a direct buffer"), expected, fromBuffer(batch));
    }
    for (int call = 0; call < BATCH; call++) {
      float[][] one = inputs.batch(call, 1);
      Race.requireClose(theirs("arrays"), new float[][] {ours.predict(one[0])}, fromArrays(one));
    }
  }

  private String theirs(String from) {
    return "ONNX Runtime " + environment.getVersion() + " from " + from;
  }

  private void converting(Race race, String title, int size, int calls) throws Exception {
    String line =
        race.run(
            calls,
            new Race.Side("ours", call -> sparse(inputs.batch(call, size))[0][0]),
            new Race.Side(theirs("arrays"), call -> fromArrays(inputs.batch(call, size))[0][0]),
            new Race.Side(
                theirs("a direct buffer"), call -> fromBuffer(inputs.batch(call, size))[0][0]));
    print(title, size, "with conversion", line);
  }

  private void alone(Race race, String title, int size, int prepared) throws Exception {
    List<Map<String, OnnxTensor>> tensors = new ArrayList<>();
    FloatBuffer y = buffer(size * ours.classes());
    try (OnnxTensor to = OnnxTensor.createTensor(environment, y, shape(size, ours.classes()))) {
      for (int call = 0; call < prepared; call++) {
        float[][] batch = inputs.batch(call, size);
        tensors.add(Map.of("x", tensor(batch, buffer(size * ours.inputs()))));
        theirs.run(tensors.getLast(), Map.of("y", to)).close();
        Race.requireClose(theirs("a tensor"), sparse(batch), rows(y, size));
        if (size > 1) {
          panels.add(batch);
          panels.run(call);
          Race.requireClose("our kernels alone", sparse(batch), panels.logits());
        }
      }
      Map<String, OnnxTensor> outputs = Map.of("y", to);
      int calls = Math.max(prepared, 152); // whole rounds over what is prepared
      String line =
          race.run(
              calls,
              new Race.Side(
                  "ours",
                  size == 1
                      ? call -> ours.predict(inputs.samples()[call])[0]
                      : call -> panels.run(call % prepared)),
              new Race.Side(
                  theirs("a tensor"),
                  call -> {
                    theirs.run(tensors.get(call % prepared), outputs).close();
                    return y.get(0);
                  }));
      print(title, size, "kernels alone", line);
    } finally {
      tensors.forEach(input -> input.values().forEach(OnnxTensor::close));
    }
  }

  private static void print(String title, int size, String what, String line) {
    System.out.printf("%s, %s, %s: %s%n", title, size == 1 ? "one sample" : "64", what, line);
  }

  private float[][] sparse(float[][] batch) {
    return batch.length == 1 ? new float[][] {ours.predict(batch[0])} : ours.predict(batch);
  }

  private float[][] fromArrays(float[][] batch) throws OrtException {
    try (OnnxTensor x = OnnxTensor.createTensor(environment, batch);
        OrtSession.Result result = theirs.run(Map.of("x", x))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private float[][] fromBuffer(float[][] batch) throws OrtException {
    try (OnnxTensor x = tensor(batch, direct);
        OrtSession.Result result = theirs.run(Map.of("x", x))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private OnnxTensor tensor(float[][] batch, FloatBuffer in) throws OrtException {
    in.clear();
    for (float[] sample : batch) {
      in.put(sample);
    }
    in.flip();
    return OnnxTensor.createTensor(environment, in, shape(batch.length, ours.inputs()));
  }

  private static FloatBuffer buffer(int values) {
    return ByteBuffer.allocateDirect(values * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static long[] shape(int rows, int columns) {
    return new long[] {rows, columns};
  }

  private static float[][] rows(FloatBuffer values, int rows) {
    float[][] all = new float[rows][values.capacity() / rows];
    for (int row = 0; row < rows; row++) {
      values.get(row * all[row].length, all[row]);
    }
    return all;
  }
}
