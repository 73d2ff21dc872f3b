package tombola.kernel;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tombola.math.Tree;

/** The definition of every product and update, one value after the other. */
public final class ScalarKernels implements Layouts, Products, Updates {
  /** Moments below this magnitude become +0.0: subnormal numbers would slow every later step. */
  public static final float SETTLED = 0x1.0p-100f;

  @Override
  public void load(
      byte[] source, int from, int count, float scale, MemorySegment row, long offset) {
    for (int i = 0; i < count; i++) {
      row.set(FLOAT, offset + 4L * i, (source[from + i] & 0xFF) * scale);
    }
  }

  @Override
  public void bytesToPanels(
      int features,
      MemorySegment rows,
      float scale,
      MemorySegment panels,
      int fromPanel,
      int toPanel) {
    long rowBytes = Panels.byteStride(features);
    for (int p = fromPanel; p < toPanel; p++) {
      for (int f = 0; f < features; f++) {
        long line = p * Panels.bytes(features) + f * LINE;
        for (int l = 0; l < LANES; l++) {
          byte value = rows.get(ValueLayout.JAVA_BYTE, (p * LANES + l) * rowBytes + f);
          panels.set(FLOAT, line + 4L * l, (value & 0xFF) * scale);
        }
      }
    }
  }

  @Override
  public void rowsToPanels(
      int features, MemorySegment rows, MemorySegment panels, int fromPanel, int toPanel) {
    rowsToPanels(features, 0, rows, panels, fromPanel, toPanel);
  }

  /**
   * As the method above for the features from {@code fromFeature} on: what whole vectors leave
   * over.
   */
  public void rowsToPanels(
      int features,
      int fromFeature,
      MemorySegment rows,
      MemorySegment panels,
      int fromPanel,
      int toPanel) {
    long rowBytes = 4L * Panels.stride(features);
    for (int p = fromPanel; p < toPanel; p++) {
      for (int f = fromFeature; f < features; f++) {
        long line = p * Panels.bytes(features) + f * LINE;
        for (int l = 0; l < LANES; l++) {
          panels.set(FLOAT, line + 4L * l, rows.get(FLOAT, (p * LANES + l) * rowBytes + 4L * f));
        }
      }
    }
  }

  @Override
  public void panelsToRows(
      int features, MemorySegment panels, MemorySegment rows, int fromPanel, int toPanel) {
    panelsToRows(features, 0, panels, rows, fromPanel, toPanel);
  }

  /**
   * As the method above for the features from {@code fromFeature} on: what whole vectors leave
   * over.
   */
  public void panelsToRows(
      int features,
      int fromFeature,
      MemorySegment panels,
      MemorySegment rows,
      int fromPanel,
      int toPanel) {
    long rowBytes = 4L * Panels.stride(features);
    for (int p = fromPanel; p < toPanel; p++) {
      for (int f = fromFeature; f < features; f++) {
        long line = p * Panels.bytes(features) + f * LINE;
        for (int l = 0; l < LANES; l++) {
          rows.set(FLOAT, (p * LANES + l) * rowBytes + 4L * f, panels.get(FLOAT, line + 4L * l));
        }
      }
    }
  }

  @Override
  public void forward(
      Linear shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel,
      int fromRow,
      int toRow) {
    for (int p = fromPanel; p < toPanel; p++) {
      for (int o = fromRow; o < toRow; o++) {
        long line = p * Panels.bytes(shape.out()) + o * LINE;
        begin(y, line, bias.get(FLOAT, 4L * o));
        for (int i = 0; i < shape.in(); i++) {
          float weight = w.get(FLOAT, o * shape.rowBytes() + 4L * i);
          accumulate(y, line, weight, x, p * Panels.bytes(shape.in()) + i * LINE);
        }
        for (int l = 0; l < LANES; l++) {
          float sum = y.get(FLOAT, line + 4L * l) + 0f;
          y.set(FLOAT, line + 4L * l, relu && sum <= 0f ? 0f : sum);
        }
      }
    }
  }

  @Override
  public void inputGradient(
      Linear shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    for (int p = fromPanel; p < toPanel; p++) {
      for (int i = 0; i < shape.in(); i++) {
        long line = p * Panels.bytes(shape.in()) + i * LINE;
        begin(dx, line, 0f);
        for (int o = 0; o < shape.out(); o++) {
          float weight = w.get(FLOAT, o * shape.rowBytes() + 4L * i);
          accumulate(dx, line, weight, dy, p * Panels.bytes(shape.out()) + o * LINE);
        }
        for (int l = 0; l < LANES; l++) {
          float sum = dx.get(FLOAT, line + 4L * l) + 0f;
          dx.set(FLOAT, line + 4L * l, x.get(FLOAT, line + 4L * l) <= 0f ? 0f : sum);
        }
      }
    }
  }

  private static void begin(MemorySegment sums, long line, float value) {
    for (int l = 0; l < LANES; l++) {
      sums.set(FLOAT, line + 4L * l, value);
    }
  }

  private static void accumulate(
      MemorySegment sums, long line, float weight, MemorySegment x, long from) {
    for (int l = 0; l < LANES; l++) {
      float sum = Math.fma(weight, x.get(FLOAT, from + 4L * l), sums.get(FLOAT, line + 4L * l));
      sums.set(FLOAT, line + 4L * l, sum);
    }
  }

  @Override
  public void weightGradient(
      Linear shape,
      int samples,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromRow,
      int toRow) {
    long dyRow = 4L * Panels.stride(shape.out());
    for (int o = fromRow; o < toRow; o++) {
      for (int i = 0; i < shape.in(); i++) {
        float sum = 0f;
        for (int s = 0; s < samples; s++) {
          sum =
              Math.fma(
                  dy.get(FLOAT, s * dyRow + 4L * o),
                  x.get(FLOAT, s * shape.rowBytes() + 4L * i),
                  sum);
        }
        dw.set(FLOAT, o * shape.rowBytes() + 4L * i, sum + 0f);
      }
    }
  }

  @Override
  public void biasGradient(
      int out, int panels, MemorySegment dy, MemorySegment db, int fromOut, int toOut) {
    float[] lanes = new float[LANES];
    for (int o = fromOut; o < toOut; o++) {
      Arrays.fill(lanes, 0f);
      for (int p = 0; p < panels; p++) {
        for (int l = 0; l < LANES; l++) {
          lanes[l] += dy.get(FLOAT, p * Panels.bytes(out) + o * LINE + 4L * l);
        }
      }
      db.set(FLOAT, 4L * o, Tree.sum(lanes, 0));
    }
  }

  @Override
  public void adam(
      AdamStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      MemorySegment live,
      long from,
      long to) {
    for (long i = from; i < to; i++) {
      long at = 4 * i;
      float weight = w.get(FLOAT, at);
      float gradient = Math.fma(step.decay, weight, isLive(live, i) ? g.get(FLOAT, at) : 0f);
      float first = settle(Math.fma(step.oneMinusBeta1, gradient, step.beta1 * m.get(FLOAT, at)));
      float second =
          settle(Math.fma(step.oneMinusBeta2 * gradient, gradient, step.beta2 * v.get(FLOAT, at)));
      float root = Math.fma((float) Math.sqrt(second), step.rootScale, step.epsilon);
      m.set(FLOAT, at, first);
      v.set(FLOAT, at, second);
      w.set(FLOAT, at, Math.fma(-step.size, first / root, step.shrink * weight));
    }
  }

  @Override
  public void sgd(
      SgdStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment live,
      long from,
      long to) {
    for (long i = from; i < to; i++) {
      long at = 4 * i;
      float weight = w.get(FLOAT, at);
      float gradient = Math.fma(step.decay, weight, isLive(live, i) ? g.get(FLOAT, at) : 0f);
      float direction = settle(Math.fma(step.momentum, m.get(FLOAT, at), gradient));
      m.set(FLOAT, at, direction);
      float along = step.nesterov ? Math.fma(step.momentum, direction, gradient) : direction;
      w.set(FLOAT, at, Math.fma(-step.rate, along, weight));
    }
  }

  private static boolean isLive(MemorySegment live, long i) {
    return (live.get(ValueLayout.JAVA_BYTE, i >> 3) >> (i & 7) & 1) != 0;
  }

  private static float settle(float x) {
    return Math.abs(x) < SETTLED ? 0f : x;
  }
}
