package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.math.Functions;

/** An activation that is no rectifier, value by value; one code for all kernels. */
final class SmoothLayer extends PanelLayer {

  /** Which one. */
  enum Kind {
    GELU,
    TANH
  }

  private final Kind kind;

  SmoothLayer(Kind kind, int features) {
    super(features, features);
    this.kind = kind;
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    long end = toPanel * Panels.bytes(out);
    for (long at = fromPanel * Panels.bytes(out); at < end; at += 4) {
      y.set(FLOAT, at, value(x.get(FLOAT, at)) + 0f);
    }
  }

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of {@code dx}. */
  void inputGradient(
      MemorySegment dy, MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    long end = toPanel * Panels.bytes(out);
    for (long at = fromPanel * Panels.bytes(out); at < end; at += 4) {
      dx.set(FLOAT, at, dy.get(FLOAT, at) * slope(x.get(FLOAT, at)) + 0f);
    }
  }

  private float value(float x) {
    return switch (kind) {
      case GELU -> x * Functions.normal(x);
      case TANH -> Functions.tanh(x);
    };
  }

  private float slope(float x) {
    return switch (kind) {
      case GELU -> Math.fma(x, Functions.normalDensity(x), Functions.normal(x));
      case TANH -> {
        float y = Functions.tanh(x);
        yield Math.fma(-y, y, 1f);
      }
    };
  }
}
