package tombola.lab.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operators that can be worked with.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">What they do</a>
 */
enum Operator {
  ADD("Add"),
  AVERAGE_POOL("AveragePool"),
  BATCH_NORMALISATION("BatchNormalization"),
  CAST("Cast"),
  CONSTANT("Constant"),
  CONV("Conv"),
  DIV("Div"),
  DROPOUT("Dropout"),
  FLATTEN("Flatten"),
  GELU("Gelu"),
  GEMM("Gemm"),
  GLOBAL_AVERAGE_POOL("GlobalAveragePool"),
  IDENTITY("Identity"),
  LOG_SOFTMAX("LogSoftmax"),
  MATMUL("MatMul"),
  MAX_POOL("MaxPool"),
  MUL("Mul"),
  RELU("Relu"),
  RESHAPE("Reshape"),
  SOFTMAX("Softmax"),
  SUB("Sub"),
  TANH("Tanh"),
  TRANSPOSE("Transpose");

  private final String type;

  Operator(String type) {
    this.type = type;
  }

  /** Returns the operator that models call {@code type}, if it is one of these. */
  static Optional<Operator> named(String type) {
    return Arrays.stream(values()).filter(operator -> operator.type.equals(type)).findFirst();
  }

  /** Returns the names of all, for a message. */
  static String all() {
    return Arrays.stream(values()).map(operator -> operator.type).collect(Collectors.joining(", "));
  }
}
