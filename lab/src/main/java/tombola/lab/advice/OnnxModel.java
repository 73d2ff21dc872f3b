package tombola.lab.advice;

/** An ONNX model in some engine. Knows none, so that it can be asked for where there is none. */
interface OnnxModel extends AutoCloseable {

  /** Returns the logits of {@code samples} in the units of the data, {@code [sample][class]}. */
  float[][] predict(float[]... samples);

  @Override
  void close();
}
