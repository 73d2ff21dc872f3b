package tombola.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tombola.data.Examples;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.data.DataSources;
import tombola.lab.data.DataSpec;
import tombola.lab.data.Prepared;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.TicketFiles;
import tombola.lab.export.WeightValues;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.SparseNetwork;

/**
 * Predictions of networks of convolutions beside ONNX Runtime with the exported model, zeros in
 * place, on one thread each and in turn within one process: sample after sample and batches of 64,
 * of MNIST's test images. Masks are random, every layer of the density asked for; weights are the
 * initial ones. Ours goes from {@code float[][]} to {@code float[][]}; theirs so too, and from
 * tensors that are there, and the faster counts. Answers must agree within 1e-4 before the clock
 * starts.
 *
 * <p>Arguments: kernels, rounds, network, densities. Needs onnxruntime on the class path beside the
 * benchmarks.
 */
public final class ConvolutionPeer implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int SINGLES = 32; // calls of a round

  private final String title;
  private final SparseNetwork ours;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession theirs;
  private final String input;
  private final long[] shape;
  private final float[][] seen; // a batch
  private final float[][] raw; // the same in the units of the data

  private ConvolutionPeer(
      Prepared mnist, NetworkSpec network, Mask mask, double density, Kernels kernels)
      throws OrtException {
    Weights weights = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
    this.title = String.format(Locale.ROOT, "%s, d=%.2f", network.name(), density);
    this.ours = SparseNetwork.compile(network, weights, mask, kernels);
    byte[] model =
        TicketFiles.of(mnist, network, weights, mask)
            .content(ExportFormat.ONNX, WeightValues.FLOAT32);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.theirs = environment.createSession(model, options);
    }
    Map.Entry<String, NodeInfo> first = theirs.getInputInfo().entrySet().iterator().next();
    this.input = first.getKey();
    this.shape = ((TensorInfo) first.getValue().getInfo()).getShape();
    Examples test = mnist.data().test();
    this.seen = new float[BATCH][];
    this.raw = new float[BATCH][network.inputs()];
    for (int s = 0; s < BATCH; s++) {
      seen[s] = FormatAgreement.seen(test, s);
      double[] values = mnist.units().raw(test.features(), s);
      for (int f = 0; f < values.length; f++) {
        raw[s][f] = (float) values[f];
      }
    }
  }

  /** Prints two lines for each density. */
  public static void main(String[] args) throws Exception {
    Prepared mnist = new DataSources().prepare(DataSpec.of("mnist"));
    NetworkSpec network =
        Networks.named(args[2], mnist.data().width(), mnist.data().classes().size());
    Kernels kernels = KernelChoice.find().named(args[0]);
    Race race = new Race(Integer.parseInt(args[1]));
    for (String text : Arrays.copyOfRange(args, 3, args.length)) {
      double density = Double.parseDouble(text);
      Mask mask = mask(network, density);
      try (ConvolutionPeer peer = new ConvolutionPeer(mnist, network, mask, density, kernels)) {
        peer.compare();
        peer.race(race, 1, SINGLES);
        peer.race(race, BATCH, 1);
      }
    }
  }

  /** Returns a random mask in which every layer has about {@code density}. */
  static Mask mask(NetworkSpec network, double density) {
    RandomStream stream = new Seed(1).child("mask").generator();
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter parameter : network.prunable()) {
      BitSet bits = new BitSet();
      for (int i = 0; i < parameter.size(); i++) {
        bits.set(i, stream.nextDouble() < density);
      }
      live.put(parameter.name(), bits);
    }
    return Mask.of(network, live);
  }

  private void compare() throws OrtException {
    float[][] expected = ours.predict(seen);
    try (OnnxTensor tensor = tensor(raw)) {
      Race.requireClose("ONNX Runtime", expected, predicted(tensor));
    }
    for (int s = 0; s < BATCH; s++) {
      float[][] one = {ours.predict(seen[s])};
      Race.requireClose("one sample", new float[][] {expected[s]}, one);
    }
  }

  private void race(Race race, int size, int calls) throws Exception {
    List<OnnxTensor> tensors = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      tensors.add(tensor(Arrays.copyOfRange(raw, call * size, (call + 1) * size)));
    }
    String version = "ONNX Runtime " + environment.getVersion();
    String line =
        race.run(
            calls,
            new Race.Side(
                "ours",
                size == 1 ? call -> ours.predict(seen[call])[0] : _ -> ours.predict(seen)[0][0]),
            new Race.Side(
                version + " from arrays",
                call -> {
                  float[][] samples = Arrays.copyOfRange(raw, call * size, (call + 1) * size);
                  try (OnnxTensor tensor = tensor(samples)) {
                    return predicted(tensor)[0][0];
                  }
                }),
            new Race.Side(version + " from tensors", call -> predicted(tensors.get(call))[0][0]));
    tensors.forEach(OnnxTensor::close);
    System.out.printf("%s, %s: %s%n", title, size == 1 ? "one sample" : "64", line);
  }

  private float[][] predicted(OnnxTensor tensor) throws OrtException {
    try (OrtSession.Result result = theirs.run(Map.of(input, tensor))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private OnnxTensor tensor(float[][] samples) throws OrtException {
    long[] dimensions = shape.clone();
    dimensions[0] = samples.length;
    FloatBuffer values =
        ByteBuffer.allocateDirect(samples.length * samples[0].length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (float[] sample : samples) {
      values.put(sample);
    }
    return OnnxTensor.createTensor(environment, values.flip(), dimensions);
  }

  @Override
  public void close() throws OrtException {
    theirs.close();
  }
}
