package tombola.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tombola.data.Examples;
import tombola.lab.data.InputUnits;
import tombola.sparse.SparseNetwork;

/** What ONNX Runtime predicts for the whole test part with an exported file. */
final class OnnxFileCheck {
  private static final int BATCH = 1_000;

  private OnnxFileCheck() {}

  /** Prints how ONNX Runtime with {@code file} agrees with {@code network}. */
  static void print(Path file, SparseNetwork network, InputUnits units, Examples test)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int same = 0;
    int right = 0;
    double largest = 0;
    try (OrtSession session = environment.createSession(file.toString())) {
      for (int from = 0; from < test.size(); from += BATCH) {
        int count = Math.min(BATCH, test.size() - from);
        float[][] found = predict(environment, session, units, test, from, count);
        for (int s = 0; s < count; s++) {
          float[] expected = network.predict(FormatAgreement.seen(test, from + s));
          int top = top(found[s]);
          same += top == top(expected) ? 1 : 0;
          right += top == test.label(from + s) ? 1 : 0;
          for (int c = 0; c < expected.length; c++) {
            largest = Math.max(largest, Math.abs((double) found[s][c] - expected[c]));
          }
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "ONNX Runtime %s, %s: of %d samples same class %d, right %d, largest difference %.2e%n",
        environment.getVersion(),
        file.getFileName(),
        test.size(),
        same,
        right,
        largest);
  }

  private static float[][] predict(
      OrtEnvironment environment,
      OrtSession session,
      InputUnits units,
      Examples test,
      int from,
      int count)
      throws OrtException {
    int width = test.features().width();
    FloatBuffer values = FloatBuffer.allocate(count * width);
    for (int s = 0; s < count; s++) {
      Arrays.stream(units.raw(test.features(), from + s)).forEach(v -> values.put((float) v));
    }
    NodeInfo declared = Objects.requireNonNull(session.getInputInfo().get("input"));
    long[] shape = ((TensorInfo) declared.getInfo()).getShape(); // pictures have more axes
    shape[0] = count;
    try (OnnxTensor input = OnnxTensor.createTensor(environment, values.flip(), shape);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private static int top(float[] logits) {
    int top = 0;
    for (int c = 1; c < logits.length; c++) {
      top = logits[c] > logits[top] ? c : top;
    }
    return top;
  }
}
