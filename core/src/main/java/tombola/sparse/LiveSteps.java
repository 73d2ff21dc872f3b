package tombola.sparse;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Linear;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** The layers of a network as steps for prediction, before anything is removed. */
final class LiveSteps {
  private final List<LiveStep> steps = new ArrayList<>();
  private final Weights weights;
  private final Mask mask;
  private final List<ChannelScale> ahead = new ArrayList<>(); // for the layer that comes next
  private Volume shape; // of what the last step gives

  /** Makes the steps of {@code spec}, which {@link Obstacle} has let pass. */
  LiveSteps(NetworkSpec spec, Weights weights, Mask mask) {
    this.weights = weights;
    this.mask = mask;
    this.shape = spec.input();
    path(spec.layers());
  }

  List<LiveStep> steps() {
    return steps;
  }

  private void path(List<Layer> path) {
    for (int i = 0; i < path.size(); i++) {
      boolean relu = isRelu(path, i + 1);
      switch (path.get(i)) {
        case Layer.Dense dense -> i = normalised(path, i, dense, LiveLayer.class::cast);
        case Layer.Conv2d conv ->
            i = normalised(path, i, conv, matrix -> new LiveConvolution(conv, matrix));
        case Layer.BatchNorm norm -> {
          ChannelScale scale = ChannelScale.of(norm, weights);
          if (Obstacle.isFoldedForward(path, i)) {
            ahead.add(scale);
          } else {
            add(scale.alone(norm.takes(), relu), norm.takes());
          }
        }
        case Layer.Pool pool -> add(new LivePool(pool), pool.gives());
        case Layer.Gelu _ -> add(new LiveActivation(LiveActivation.Kind.GELU, shape), shape);
        case Layer.Tanh _ -> add(new LiveActivation(LiveActivation.Kind.TANH, shape), shape);
        case Layer.Residual block -> residual(block, relu);
        case Layer.Flatten _, Layer.Relu _, Layer.Dropout _ -> {
          // moves nothing; a part of the layer before it; nothing in evaluation
        }
      }
    }
  }

  private void add(LiveStep step, Volume gives) {
    steps.add(step);
    shape = gives;
  }

  private void residual(Layer.Residual block, boolean relu) {
    int taken = steps.size();
    Volume takes = shape;
    path(block.body());
    int other = taken;
    if (!block.shortcut().isEmpty()) {
      other = steps.size();
      add(new LiveRecall(takes, taken), takes);
      path(block.shortcut());
    }
    add(new LiveSum(shape, other, relu), shape);
  }

  private interface Maker {
    LiveStep step(LiveLayer matrix);
  }

  /**
   * Adds {@code layer}, which is at {@code place} of {@code path}, with the normalisations right
   * before and behind it and their rectifier; returns the place of the last.
   */
  private int normalised(List<Layer> path, int place, Layer.Weighted layer, Maker maker) {
    LiveLayer folded = matrix(layer);
    for (ChannelScale scale : ahead.reversed()) {
      folded = scale.before(folded);
    }
    ahead.clear();
    int last = place;
    while (last + 1 < path.size() && path.get(last + 1) instanceof Layer.BatchNorm norm) {
      folded = ChannelScale.of(norm, weights).behind(folded);
      last++;
    }
    add(maker.step(folded.withRelu(isRelu(path, last + 1))), layer.gives());
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
