package tombola.lab.advice;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;
import tombola.lab.config.InputException;

/**
 * A model in ONNX Runtime on one thread, arrays in and out as for our own ways. Only this class
 * needs ONNX Runtime, which may not be there, so nothing else of it is touched before {@link
 * Adviser} found it.
 */
final class OnnxRuntimeWay implements OnnxModel {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final long[] shape;

  /**
   * Loads a model.
   *
   * @param model its file; a sample in the units of the data
   * @throws InputException in one line if ONNX Runtime does not work here
   */
  OnnxRuntimeWay(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      this.environment = OrtEnvironment.getEnvironment();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(model, options);
      Map.Entry<String, NodeInfo> first = session.getInputInfo().entrySet().iterator().next();
      this.input = first.getKey();
      this.shape = ((TensorInfo) first.getValue().getInfo()).getShape();
    } catch (OrtException | LinkageError e) {
      throw new InputException(
          "ONNX Runtime: expected one that works here, found %s; without it on the class path it is left out"
              .formatted(e),
          e);
    }
  }

  /** Returns the version of the one that is there. */
  static String version() {
    try {
      return OrtEnvironment.getEnvironment().getVersion();
    } catch (LinkageError e) {
      throw new InputException("ONNX Runtime: expected one that works here, found " + e, e);
    }
  }

  @Override
  public float[][] predict(float[]... samples) {
    long[] dims = shape.clone();
    dims[0] = samples.length;
    FloatBuffer values = FloatBuffer.allocate(samples.length * samples[0].length);
    for (float[] sample : samples) {
      values.put(sample);
    }
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), dims);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }
}
