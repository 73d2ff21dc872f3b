package tombola.lab.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.sparse.Simplification;

/** The steps of a model as the layers of a network, with their values. */
final class LayerSteps {
  private final List<Step.Scaling> scalings = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, float[]> values = new HashMap<>();
  private final Refusal refusal;
  private int units;
  private int convolutions;
  private int blocks;
  private int norms;

  LayerSteps(List<Step> steps, Refusal refusal) {
    this.refusal = refusal;
    add(steps, layers);
  }

  /** Adds {@code steps} to {@code path}. */
  private void add(List<Step> steps, List<Layer> path) {
    for (Step step : steps) {
      switch (step) {
        case Step.Scaling scaling -> scalings.add(scaling);
        case Step.Linear linear -> {
          String name = "fc" + ++units;
          path.add(new Layer.Dense(name, linear.weight().columns(), linear.weight().rows()));
          put(name, linear.weight().values(), linear.bias());
        }
        case Step.Convolution convolution -> {
          String name = "conv" + ++convolutions;
          path.add(PictureSteps.layer(name, convolution));
          put(name, convolution.weight().byPixel(), convolution.bias());
        }
        case Step.Pool pool -> path.add(pool.shape());
        case Step.Flatten flatten -> path.add(new Layer.Flatten(flatten.takes()));
        case Step.Relu _ -> path.add(new Layer.Relu());
        case Step.Norm norm -> {
          String name = "bn" + ++norms;
          path.add(new Layer.BatchNorm(name, norm.takes()));
          put(name, norm.factor(), norm.summand());
          float[] variance = new float[norm.factor().length];
          Arrays.fill(variance, 1f - 1e-5f); // of which a deviation of 1 is made
          values.put(name + ".running_mean", new float[variance.length]);
          values.put(name + ".running_var", variance);
        }
        case Step.Smooth smooth ->
            path.add(
                switch (smooth.kind()) {
                  case GELU -> new Layer.Gelu();
                  case TANH -> new Layer.Tanh();
                });
        case Step.Residual residual -> {
          String name = "block" + ++blocks;
          List<Layer> body = new ArrayList<>();
          List<Layer> shortcut = new ArrayList<>();
          add(residual.body(), body);
          add(residual.shortcut(), shortcut);
          path.add(new Layer.Residual(name, body, shortcut));
        }
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
   * Returns the network, {@code mlp:WIDTHS}, or where there are other layers {@code onnx:WIDTHS}.
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
      NetworkSpec network = new NetworkSpec("onnx", layers);
      Optional<String> obstacle = Simplification.obstacle(network);
      if (obstacle.isPresent()) {
        throw new IllegalArgumentException(obstacle.get());
      }
      return new NetworkSpec(
          (network.isPerceptron() ? "mlp:" : "onnx:") + network.widths(), layers);
    } catch (IllegalArgumentException e) {
      throw refusal.of(
          "layers",
          "a network that can be trained here",
          Refusal.quote(String.valueOf(e.getMessage())));
    }
  }
}
