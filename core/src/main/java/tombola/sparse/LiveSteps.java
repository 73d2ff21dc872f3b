package tombola.sparse;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Linear;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** The layers of a network as steps for prediction, before anything is removed. */
final class LiveSteps {
  private final List<LiveStep> steps = new ArrayList<>();
  private final NetworkSpec spec;
  private final Weights weights;
  private final Mask mask;

  LiveSteps(NetworkSpec spec, Weights weights, Mask mask) {
    this.spec = spec;
    this.weights = weights;
    this.mask = mask;
    path(spec.layers());
  }

  List<LiveStep> steps() {
    return steps;
  }

  private void path(List<Layer> path) {
    for (int i = 0; i < path.size(); i++) {
      switch (path.get(i)) {
        case Layer.Dense dense -> i = normalised(path, i, matrix(dense), LiveLayer.class::cast);
        case Layer.Conv2d conv ->
            i = normalised(path, i, matrix(conv), matrix -> new LiveConvolution(conv, matrix));
        case Layer.BatchNorm norm -> {
          ChannelScale scale = ChannelScale.of(norm, weights);
          steps.add(scale.alone(norm.takes(), isRelu(path, i + 1)));
        }
        case Layer.Pool pool -> steps.add(new LivePool(pool));
        case Layer.Flatten _, Layer.Relu _, Layer.Dropout _ -> {
          // moves nothing; a part of the layer before it; nothing in evaluation
        }
        case Layer.Gelu _, Layer.Tanh _, Layer.Residual _ ->
            throw new IllegalArgumentException(
                "network: expected layers with weights, normalisations, rectifiers and pools alone, got "
                    + spec.name());
      }
    }
  }

  private interface Maker {
    LiveStep step(LiveLayer matrix);
  }

  /**
   * Adds the layer at {@code place} of {@code path}, whose matrix is {@code matrix}, with the
   * normalisations right behind it and their rectifier; returns the place of the last.
   */
  private int normalised(List<Layer> path, int place, LiveLayer matrix, Maker maker) {
    LiveLayer folded = matrix;
    int last = place;
    while (last + 1 < path.size() && path.get(last + 1) instanceof Layer.BatchNorm norm) {
      folded = ChannelScale.of(norm, weights).behind(folded);
      last++;
    }
    steps.add(maker.step(folded.withRelu(isRelu(path, last + 1))));
    return last;
  }

  private static boolean isRelu(List<Layer> path, int place) {
    return place < path.size() && path.get(place) instanceof Layer.Relu;
  }

  private LiveLayer matrix(Layer.Weighted layer) {
    return new LiveLayer(
        layer.name(),
        new Linear(layer.columns(), layer.out()),
        false,
        mask.live(layer.name() + ".weight"),
        weights.get(layer.name() + ".weight"),
        layer.biased() ? weights.get(layer.name() + ".bias") : new float[layer.out()]);
  }
}
