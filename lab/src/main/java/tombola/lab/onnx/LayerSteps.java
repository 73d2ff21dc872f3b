package tombola.lab.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;

/** The steps of a model as the layers of a network, with their values. */
final class LayerSteps {
  private final List<Step.Scaling> scalings = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, float[]> values = new HashMap<>();
  private final Refusal refusal;
  private int units;
  private int convolutions;

  LayerSteps(List<Step> steps, Refusal refusal) {
    this.refusal = refusal;
    for (Step step : steps) {
      switch (step) {
        case Step.Scaling scaling -> scalings.add(scaling);
        case Step.Linear linear -> {
          String name = "fc" + ++units;
          layers.add(new Layer.Dense(name, linear.weight().columns(), linear.weight().rows()));
          put(name, linear.weight().values(), linear.bias());
        }
        case Step.Convolution convolution -> {
          String name = "conv" + ++convolutions;
          layers.add(PictureSteps.layer(name, convolution));
          put(name, convolution.weight().byPixel(), convolution.bias());
        }
        case Step.Pool pool -> layers.add(pool.shape());
        case Step.Flatten flatten -> layers.add(new Layer.Flatten(flatten.takes()));
        case Step.Relu _ -> layers.add(new Layer.Relu());
      }
    }
  }

  private void put(String name, float[] weight, float[] bias) {
    values.put(name + ".weight", weight);
    values.put(name + ".bias", bias);
  }

  /** Returns what is done to the input before the first layer. */
  List<Step.Scaling> scalings() {
    return scalings;
  }

  /** Returns the values of the layers by name. */
  Map<String, float[]> values() {
    return values;
  }

  /**
   * Returns the network, {@code mlp:WIDTHS}, or where there are convolutions {@code onnx:WIDTHS}.
   */
  NetworkSpec network() {
    if (layers.isEmpty() || layers.getLast() instanceof Layer.Relu) {
      throw refusal.of(
          "outputs", "the sums of a layer with weights", layers.isEmpty() ? "no layer" : "a Relu");
    }
    if (!(layers.getLast() instanceof Layer.Dense)) {
      throw refusal.of(
          "outputs", "the sums of a fully connected layer (Gemm or MatMul)", "pictures");
    }
    try {
      String widths = new NetworkSpec("onnx", layers).widths();
      return new NetworkSpec((convolutions == 0 ? "mlp:" : "onnx:") + widths, layers);
    } catch (IllegalArgumentException e) {
      throw refusal.of(
          "layers",
          "a network that can be trained here",
          Refusal.quote(String.valueOf(e.getMessage())));
    }
  }
}
