package tombola.lab.onnx;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;

/** A tensor that a model stores. */
sealed interface Constant {

  /** Every value is there. */
  record Dense(TensorProto tensor) implements Constant {}

  /** Values and their places; all others are +0.0. */
  record Sparse(SparseTensorProto tensor) implements Constant {}

  /** A matrix with rows and columns exchanged. */
  record Transposed(Constant of) implements Constant {}
}
