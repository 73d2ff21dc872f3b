package tombola.lab.export;

import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * A convolution.
 *
 * @param shape of the channels and filters that are left
 * @param matrix its live weights: an input is a place {@code [ky][kx][channel]} of a filter, an
 *     output is a filter
 */
record PackedConvolution(Layer.Conv2d shape, PackedLayer matrix) implements PackedStep {

  @Override
  public Volume gives() {
    return shape.gives();
  }
}
