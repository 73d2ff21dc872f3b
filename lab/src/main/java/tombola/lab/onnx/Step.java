package tombola.lab.onnx;

import java.util.List;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.sparse.LiveActivation;

/** What a node does to a sample. */
sealed interface Step {

  /** What is done to each value before the first layer with weights. */
  enum Operation {
    /** Takes the number off. */
    LESS,
    /** Multiplies by the number. */
    TIMES,
    /** Divides by the number. */
    OVER
  }

  /**
   * An operation with stored numbers.
   *
   * @param where the node as messages call it
   * @param sample the length of each axis of a sample, -1 where it is open
   */
  record Scaling(String where, Operation operation, Numbers by, List<Integer> sample)
      implements Step {}

  /**
   * A fully connected layer.
   *
   * @param where the node as messages call it
   * @param weight {@code [out][in]}
   * @param bias {@code [out]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; changed by a later Add alone
  record Linear(String where, Matrix weight, float[] bias) implements Step {}

  /**
   * A convolution.
   *
   * @param where the node as messages call it
   * @param weight {@code [out][in][ky][kx]}
   * @param stride pixels from one place of a filter to the next
   * @param padding pixels by which a filter may stand outside the picture
   * @param takes the pictures of a sample
   * @param bias {@code [out]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; changed by later nodes alone
  record Convolution(
      String where, Kernel weight, int stride, int padding, Volume takes, float[] bias)
      implements Step {}

  /** A pooling. */
  record Pool(String where, Layer.Pool shape) implements Step {}

  /** Pictures {@code [channel][y][x]} along one axis. */
  record Flatten(Volume takes) implements Step {}

  /** The rectifier. */
  record Relu() implements Step {}

  /**
   * A batch normalisation that is no layer's own, as what it does to each channel, {@code y =
   * factor · x + summand}.
   *
   * @param takes the shape of what it takes and gives
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared or changed
  record Norm(String where, Volume takes, float[] factor, float[] summand) implements Step {}

  /** Another activation. */
  record Smooth(LiveActivation.Kind kind) implements Step {}

  /**
   * The sum of what two paths make of the same; a rectifier may follow.
   *
   * @param where the node as messages call it
   * @param body the one path
   * @param shortcut the other; nothing for the identity
   */
  record Residual(String where, List<Step> body, List<Step> shortcut) implements Step {

    /** Copies the paths. */
    public Residual {
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
    }
  }
}
