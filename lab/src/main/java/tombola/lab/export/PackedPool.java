package tombola.lab.export;

import tombola.nn.Layer;
import tombola.nn.Volume;

/** A pooling. */
record PackedPool(Layer.Pool shape) implements PackedStep {

  @Override
  public Volume gives() {
    return shape.gives();
  }
}
