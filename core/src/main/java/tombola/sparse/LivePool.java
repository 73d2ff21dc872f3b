package tombola.sparse;

import tombola.kernel.Pooling;
import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * A pooling.
 *
 * @param shape of the channels that are left
 */
public record LivePool(Layer.Pool shape) implements LiveStep {

  /** Returns the shape for the kernels. */
  public Pooling pooling() {
    Volume takes = shape.takes();
    return new Pooling(
        takes.height(), takes.width(), takes.channels(), shape.size(), shape.stride());
  }

  /** Returns what it makes of pictures whose pixels are all {@code value}. */
  float of(float value) {
    return switch (shape.kind()) {
      case MAX -> value;
      case AVERAGE -> {
        float sum = 0f;
        for (int k = 0; k < shape.size() * shape.size(); k++) {
          sum += value;
        }
        yield sum * (1f / (shape.size() * shape.size())) + 0f;
      }
    };
  }
}
