package tombola.sparse;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
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
    float[] x = sample;
    for (Layer.Dense layer : spec.dense()) {
      x =
          forward(
              new Linear(layer.in(), layer.out()),
              masked.get(layer.name() + ".weight"),
              masked.get(layer.name() + ".bias"),
              x,
              spec.relu(layer));
    }
    return x;
  }

  private static float[] forward(Linear shape, float[] w, float[] b, float[] x, boolean relu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment weights = arena.allocate(shape.out() * shape.rowBytes(), Panels.LINE);
      MemorySegment bias = arena.allocate(Panels.bytes(Panels.count(shape.out())), Panels.LINE);
      MemorySegment in = arena.allocate(Panels.bytes(shape.in()), Panels.LINE);
      MemorySegment out = arena.allocate(Panels.bytes(shape.out()), Panels.LINE);
      for (int o = 0; o < shape.out(); o++) {
        MemorySegment.copy(w, o * shape.in(), weights, FLOAT, o * shape.rowBytes(), shape.in());
      }
      MemorySegment.copy(b, 0, bias, FLOAT, 0, b.length);
      for (int i = 0; i < x.length; i++) {
        in.set(FLOAT, i * Panels.LINE, x[i]);
      }
      Kernels.scalar()
          .products()
          .forward(shape, weights, bias, in, out, relu, 0, 1, 0, shape.out());
      float[] y = new float[shape.out()];
      for (int o = 0; o < y.length; o++) {
        y[o] = out.get(FLOAT, o * Panels.LINE);
      }
      return y;
    }
  }
}
