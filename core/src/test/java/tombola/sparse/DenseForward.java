package tombola.sparse;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.Pooling;
import tombola.kernel.ScalarConvolutions;
import tombola.kernel.ScalarPools;
import tombola.math.Functions;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;
import tombola.nn.Weights;

/** The logits as the scalar kernels define them, with pruned weights as zeros. */
final class DenseForward {
  private DenseForward() {}

  static float[][] logits(NetworkSpec spec, Weights masked, float[][] samples) {
    float[][] logits = new float[samples.length][];
    for (int s = 0; s < samples.length; s++) {
      logits[s] = logits(spec, masked, samples[s]);
    }
    return logits;
  }

  private static float[] logits(NetworkSpec spec, Weights masked, float[] sample) {
    return path(spec.layers(), masked, byPixel(spec.input(), sample));
  }

  private static float[] path(List<Layer> path, Weights masked, float[] sample) {
    float[] x = sample;
    for (int i = 0; i < path.size(); i++) {
      boolean relu = i + 1 < path.size() && path.get(i + 1) instanceof Layer.Relu;
      float[] taken = x;
      x =
          switch (path.get(i)) {
            case Layer.Dense dense ->
                forward(
                    new Linear(dense.in(), dense.out()),
                    masked.get(dense.name() + ".weight"),
                    masked.get(dense.name() + ".bias"),
                    x,
                    relu);
            case Layer.Conv2d conv -> convolved(conv, relu, masked, x);
            case Layer.Pool pool -> pooled(pool, x);
            case Layer.BatchNorm norm -> normalised(norm, relu, masked, x);
            case Layer.Gelu _ -> each(x, value -> value * Functions.normal(value));
            case Layer.Tanh _ -> each(x, Functions::tanh);
            case Layer.Flatten _, Layer.Relu _, Layer.Dropout _ -> x;
            case Layer.Residual block -> {
              float[] body = path(block.body(), masked, taken);
              float[] shortcut = path(block.shortcut(), masked, taken);
              float[] sum = new float[body.length];
              for (int k = 0; k < sum.length; k++) {
                float value = body[k] + shortcut[k];
                sum[k] = relu && value <= 0f ? 0f : value + 0f;
              }
              yield sum;
            }
          };
    }
    return x;
  }

  private interface Function {
    float of(float value);
  }

  private static float[] each(float[] x, Function function) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = function.of(x[i]) + 0f;
    }
    return y;
  }

  private static float[] normalised(Layer.BatchNorm norm, boolean relu, Weights masked, float[] x) {
    float[] scale = masked.get(norm.name() + ".weight");
    float[] shift = masked.get(norm.name() + ".bias");
    float[] mean = masked.get(norm.name() + ".running_mean");
    float[] variance = masked.get(norm.name() + ".running_var");
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % scale.length;
      float factor = scale[c] * (1f / (float) Math.sqrt(variance[c] + 1e-5f));
      float value = Math.fma(x[i] - mean[c], factor, shift[c]);
      y[i] = relu && value <= 0f ? 0f : value + 0f;
    }
    return y;
  }

  /** Returns planes as {@code [y][x][channel]}. */
  private static float[] byPixel(Volume input, float[] planes) {
    float[] pixels = new float[planes.length];
    for (int i = 0; i < planes.length; i++) {
      pixels[i] = planes[i % input.channels() * input.pixels() + i / input.channels()];
    }
    return pixels;
  }

  private static float[] convolved(Layer.Conv2d layer, boolean relu, Weights masked, float[] x) {
    Volume takes = layer.takes();
    Convolution shape =
        new Convolution(
            takes.height(),
            takes.width(),
            takes.channels(),
            layer.out(),
            layer.kernel(),
            layer.stride(),
            layer.padding());
    float[] w = masked.get(layer.name() + ".weight");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(shape.filters() * shape.rowBytes(), Panels.LINE);
      MemorySegment bias = arena.allocate(Panels.bytes(shape.filters()), Panels.LINE);
      for (int o = 0; o < shape.filters(); o++) {
        int columns = shape.columns();
        MemorySegment.copy(w, o * columns, rows, FLOAT, o * shape.rowBytes(), columns);
        bias.setAtIndex(FLOAT, o, layer.biased() ? masked.get(layer.name() + ".bias")[o] : 0f);
      }
      MemorySegment out = arena.allocate(Panels.bytes(shape.out()), Panels.LINE);
      new ScalarConvolutions().forward(shape, rows, bias, panel(x, arena), out, relu, 0, 1);
      return values(out, shape.out());
    }
  }

  private static float[] pooled(Layer.Pool layer, float[] x) {
    Volume takes = layer.takes();
    Pooling shape =
        new Pooling(takes.height(), takes.width(), takes.channels(), layer.size(), layer.stride());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(Panels.bytes(shape.out()), Panels.LINE);
      switch (layer.kind()) {
        case MAX -> new ScalarPools().max(shape, panel(x, arena), out, 0, 1);
        case AVERAGE -> new ScalarPools().average(shape, panel(x, arena), out, 0, 1);
      }
      return values(out, shape.out());
    }
  }

  /** Returns a panel whose first sample is {@code x}. */
  private static MemorySegment panel(float[] x, Arena arena) {
    MemorySegment panel = arena.allocate(Panels.bytes(x.length), Panels.LINE);
    for (int i = 0; i < x.length; i++) {
      panel.set(FLOAT, i * Panels.LINE, x[i]);
    }
    return panel;
  }

  private static float[] values(MemorySegment panel, int features) {
    float[] y = new float[features];
    for (int o = 0; o < features; o++) {
      y[o] = panel.get(FLOAT, o * Panels.LINE);
    }
    return y;
  }

  private static float[] forward(Linear shape, float[] w, float[] b, float[] x, boolean relu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment weights = arena.allocate(shape.out() * shape.rowBytes(), Panels.LINE);
      MemorySegment bias = arena.allocate(Panels.bytes(Panels.count(shape.out())), Panels.LINE);
      MemorySegment out = arena.allocate(Panels.bytes(shape.out()), Panels.LINE);
      for (int o = 0; o < shape.out(); o++) {
        MemorySegment.copy(w, o * shape.in(), weights, FLOAT, o * shape.rowBytes(), shape.in());
      }
      MemorySegment.copy(b, 0, bias, FLOAT, 0, b.length);
      Kernels.scalar()
          .products()
          .forward(shape, weights, bias, panel(x, arena), out, relu, 0, 1, 0, shape.out());
      return values(out, shape.out());
    }
  }
}
