package tombola.lab.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** A model in ONNX Runtime, on one thread. */
public final class OrtModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** Loads the bytes of a model. */
  public OrtModel(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model, options);
    }
  }

  /** Returns the shape of the input, -1 where it is open. */
  public long[] inputShape() throws OrtException {
    NodeInfo input = session.getInputInfo().values().iterator().next();
    return ((TensorInfo) input.getInfo()).getShape();
  }

  /** Returns the names of the input's axes, empty where they are numbers. */
  public String[] inputAxes() throws OrtException {
    NodeInfo input = session.getInputInfo().values().iterator().next();
    return ((TensorInfo) input.getInfo()).getDimensionNames();
  }

  /** Returns the model's own texts. */
  public Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  /** Returns what the model makes of {@code samples} in one batch. */
  public float[][] predict(double[][] samples) throws OrtException {
    long[] shape = inputShape().clone();
    shape[0] = samples.length;
    FloatBuffer values = FloatBuffer.allocate(samples.length * samples[0].length);
    for (double[] sample : samples) {
      Arrays.stream(sample).forEach(value -> values.put((float) value));
    }
    String input = session.getInputNames().iterator().next();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
