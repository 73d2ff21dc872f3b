package tombola.sparse;

import tombola.nn.Layer;

/**
 * A pooling.
 *
 * @param shape of the channels that are left
 */
public record LivePool(Layer.Pool shape) implements LiveStep {

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
