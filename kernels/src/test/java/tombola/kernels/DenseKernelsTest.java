package tombola.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static tombola.kernel.Panels.LANES;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;

/**
 * The dense products and layouts of every kernels give the bits of the scalar definition, and write
 * nothing outside their range.
 */
@ParameterizedClass
@MethodSource("tombola.kernels.SparseProductsTest#names")
class DenseKernelsTest {
  private static final int[] SIZES = {1, 5, 6, 7, 15, 16, 17, 31, 33, 47, 100, 257};
  private static final int[] SAMPLES = {0, 1, 15, 16, 17, 60};
  private static final int MOST_PANELS = 5;
  private static final Kernels SCALAR = Kernels.scalar();

  @Parameter String name = "";

  private Kernels kernels() {
    return KernelChoice.find().named(name);
  }

  @FunctionalInterface
  private interface Shapes {
    void check(Linear shape, int panels, Numbers numbers);
  }

  private static void eachShape(Shapes shapes) {
    for (int in : SIZES) {
      for (int out : SIZES) {
        for (int panels = 1; panels <= MOST_PANELS; panels++) {
          Linear shape = new Linear(in, out);
          shapes.check(
              shape, panels, new Numbers(in * 10_000 + out * 10 + panels, panels % 2 == 0));
        }
      }
    }
    shapes.check(new Linear(256, 7), 2, new Numbers(1, false)); // rows with a line of padding more
    shapes.check(new Linear(7, 256), 2, new Numbers(2, false));
  }

  /** A range of panels or rows. */
  private record Range(int from, int to) {
    static Range[] of(int count, Numbers numbers) {
      int from = numbers.below(count);
      int to = from + numbers.below(count - from + 1); // may be empty
      return new Range[] {new Range(0, count), new Range(from, to)};
    }
  }

  @Test
  void forward() {
    Kernels kernels = kernels();
    eachShape((shape, panels, numbers) -> {
      MemorySegment w = numbers.rows(shape.out(), shape.in(), 0.4);
      MemorySegment bias = numbers.any((long) Panels.count(shape.out()) * LANES);
      MemorySegment x = numbers.any((long) panels * shape.in() * LANES);
      long panel = (long) shape.out() * LANES;
      for (Range range : Range.of(panels, numbers)) {
        for (Range rows : Range.of(shape.out(), numbers)) {
          boolean relu = numbers.below(2) == 0;
          MemorySegment expected = Numbers.guarded(panels * panel);
          MemorySegment found = Numbers.guarded(panels * panel);
          forward(SCALAR, shape, w, bias, x, expected, relu, range, rows);
          forward(kernels, shape, w, bias, x, found, relu, range, rows);

          String what = shape + " " + range + " " + rows;
          Numbers.assertSameBits(what, expected, found);
          for (int p = 0; p < panels; p++) {
            boolean computed = p >= range.from && p < range.to;
            long before = LANES * (long) (computed ? rows.from : shape.out());
            long after = LANES * (long) (computed ? rows.to : shape.out());
            Numbers.assertUntouched(what, found, p * panel, p * panel + before);
            Numbers.assertUntouched(what, found, p * panel + after, (p + 1) * panel);
          }
        }
      }
    });
  }

  private static void forward(
      Kernels kernels,
      Linear shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      Range panels,
      Range rows) {
    kernels
        .products()
        .forward(shape, w, bias, x, y, relu, panels.from, panels.to, rows.from, rows.to);
  }

  @Test
  void inputGradient() {
    Kernels kernels = kernels();
    eachShape((shape, panels, numbers) -> {
      MemorySegment w = numbers.rows(shape.out(), shape.in(), 0.4);
      MemorySegment dy = numbers.any((long) panels * shape.out() * LANES);
      MemorySegment x = numbers.any((long) panels * shape.in() * LANES);
      long panel = (long) shape.in() * LANES;
      for (Range range : Range.of(panels, numbers)) {
        MemorySegment expected = Numbers.guarded(panels * panel);
        MemorySegment found = Numbers.guarded(panels * panel);
        SCALAR.products().inputGradient(shape, w, dy, x, expected, range.from, range.to);
        kernels.products().inputGradient(shape, w, dy, x, found, range.from, range.to);

        String what = shape + " " + range;
        Numbers.assertSameBits(what, expected, found);
        Numbers.assertUntouched(what, found, 0, range.from * panel);
        Numbers.assertUntouched(what, found, range.to * panel, panels * panel);
      }
    });
  }

  @Test
  void weightGradient() {
    Kernels kernels = kernels();
    eachShape((shape, panels, numbers) -> {
      int samples = SAMPLES[panels];
      MemorySegment dy = numbers.rows(64, shape.out(), 0.2);
      MemorySegment x = numbers.rows(64, shape.in(), 0.2);
      for (Range range : Range.of(shape.out(), numbers)) {
        MemorySegment expected = guardedRows(shape);
        MemorySegment found = guardedRows(shape);
        SCALAR.products().weightGradient(shape, samples, dy, x, expected, range.from, range.to);
        kernels.products().weightGradient(shape, samples, dy, x, found, range.from, range.to);

        String what = shape + " " + samples + " samples " + range;
        Numbers.assertSameBits(what, expected, found); // the padding included: still +0.0
        for (int o = 0; o < shape.out(); o++) {
          if (o < range.from || o >= range.to) {
            long row = (long) o * shape.stride();
            Numbers.assertUntouched(what, found, row, row + shape.in());
          }
        }
      }
    });
  }

  private static MemorySegment guardedRows(Linear shape) {
    MemorySegment rows = Numbers.zeros((long) shape.out() * shape.stride());
    for (int o = 0; o < shape.out(); o++) {
      for (int i = 0; i < shape.in(); i++) {
        rows.setAtIndex(Panels.FLOAT, (long) o * shape.stride() + i, Numbers.GUARD);
      }
    }
    return rows;
  }

  @Test
  void noSamplesGiveNoGradient() {
    Linear shape = new Linear(17, 7);
    Numbers numbers = new Numbers(3, false);
    MemorySegment dw = guardedRows(shape);

    kernels()
        .products()
        .weightGradient(shape, 0, numbers.rows(16, 7, 0), numbers.rows(16, 17, 0), dw, 0, 7);

    Numbers.assertSameBits("dw", Numbers.zeros(7L * shape.stride()), dw);
  }

  @Test
  void biasGradient() {
    Kernels kernels = kernels();
    for (int out : SIZES) {
      for (int panels = 0; panels <= MOST_PANELS; panels++) {
        Numbers numbers = new Numbers(out * 10 + panels, panels % 2 == 0);
        MemorySegment dy = numbers.any(MOST_PANELS * Panels.bytes(out) / 4);
        MemorySegment expected = Numbers.zeros((long) Panels.count(out) * LANES);
        MemorySegment found = Numbers.copy(expected);
        int from = out / 3;
        int to = out - out / 5;
        SCALAR.products().biasGradient(out, panels, dy, expected, from, to);
        kernels.products().biasGradient(out, panels, dy, found, from, to);

        Numbers.assertSameBits(out + " outputs, " + panels + " panels", expected, found);
        SCALAR.products().biasGradient(out, panels, dy, expected, 0, out);
        kernels.products().biasGradient(out, panels, dy, found, 0, out);

        Numbers.assertSameBits(out + " outputs, " + panels + " panels", expected, found);
      }
    }
  }

  @Test
  void rowsToPanels() {
    Kernels kernels = kernels();
    for (int features : SIZES) {
      for (int panels = 1; panels <= MOST_PANELS; panels++) {
        Numbers numbers = new Numbers(features * 10 + panels, true);
        MemorySegment rows = numbers.rows(panels * LANES, features, 0);
        long panel = (long) features * LANES;
        for (Range range : Range.of(panels, numbers)) {
          MemorySegment expected = Numbers.guarded(panels * panel);
          MemorySegment found = Numbers.guarded(panels * panel);
          SCALAR.layouts().rowsToPanels(features, rows, expected, range.from, range.to);
          kernels.layouts().rowsToPanels(features, rows, found, range.from, range.to);

          String what = features + " features " + range;
          Numbers.assertSameBits(what, expected, found);
          Numbers.assertUntouched(what, found, 0, range.from * panel);
          Numbers.assertUntouched(what, found, range.to * panel, panels * panel);
        }
      }
    }
  }

  @Test
  void bytesToPanels() {
    Kernels kernels = kernels();
    for (int features : SIZES) {
      for (int panels = 1; panels <= MOST_PANELS; panels++) {
        Numbers numbers = new Numbers(features * 10 + panels, true);
        MemorySegment rows = numbers.bytes((long) panels * LANES * Panels.byteStride(features));
        long panel = (long) features * LANES;
        for (Range range : Range.of(panels, numbers)) {
          MemorySegment expected = Numbers.guarded(panels * panel);
          MemorySegment found = Numbers.guarded(panels * panel);
          float scale = 1f / 255f;
          SCALAR.layouts().bytesToPanels(features, rows, scale, expected, range.from, range.to);
          kernels.layouts().bytesToPanels(features, rows, scale, found, range.from, range.to);

          String what = features + " features " + range;
          Numbers.assertSameBits(what, expected, found);
          Numbers.assertUntouched(what, found, 0, range.from * panel);
          Numbers.assertUntouched(what, found, range.to * panel, panels * panel);
        }
      }
    }
  }

  @Test
  void panelsToRows() {
    Kernels kernels = kernels();
    for (int features : SIZES) {
      for (int panels = 1; panels <= MOST_PANELS; panels++) {
        Numbers numbers = new Numbers(features * 10 + panels, true);
        MemorySegment values = numbers.any((long) panels * features * LANES);
        long panelOfRows = (long) LANES * Panels.stride(features);
        for (Range range : Range.of(panels, numbers)) {
          MemorySegment expected = Numbers.guarded(panels * panelOfRows);
          MemorySegment found = Numbers.guarded(panels * panelOfRows);
          SCALAR.layouts().panelsToRows(features, values, expected, range.from, range.to);
          kernels.layouts().panelsToRows(features, values, found, range.from, range.to);

          String what = features + " features " + range;
          Numbers.assertSameBits(what, expected, found); // the padding included: not written
          Numbers.assertUntouched(what, found, 0, range.from * panelOfRows);
          Numbers.assertUntouched(what, found, range.to * panelOfRows, panels * panelOfRows);
        }
      }
    }
  }

  @Test
  void loadOfBytesAtAnyOffset() {
    Kernels kernels = kernels();
    byte[] source = new byte[300];
    Numbers numbers = new Numbers(5, false);
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) (i < 256 ? i : numbers.below(256)); // every byte there is
    }
    for (int count : SIZES) {
      for (int from = 0; from <= Math.min(19, source.length - count); from++) {
        long offset = 4L * numbers.below(20);
        MemorySegment expected = Numbers.guarded(300);
        MemorySegment found = Numbers.guarded(300);
        SCALAR.layouts().load(source, from, count, 1f / 255f, expected, offset);
        kernels.layouts().load(source, from, count, 1f / 255f, found, offset);

        String what = count + " bytes from " + from;
        Numbers.assertSameBits(what, expected, found);
        Numbers.assertUntouched(what, found, 0, offset / 4);
        Numbers.assertUntouched(what, found, offset / 4 + count, 300);
      }
    }
  }

  @Test
  void whatIsNotANumberPassesTheRectifierBothWays() {
    Linear shape = new Linear(7, 8);
    Numbers numbers = new Numbers(6, false);
    MemorySegment w = numbers.rows(8, 7, 0);
    MemorySegment x = numbers.any(7 * LANES);
    MemorySegment y = Numbers.guarded(8 * LANES);
    x.setAtIndex(Panels.FLOAT, 3 * LANES + 5, Float.NaN); // sample 5

    kernels().products().forward(shape, w, numbers.any(LANES), x, y, true, 0, 1, 0, 8);

    MemorySegment dx = Numbers.guarded(7 * LANES);
    kernels().products().inputGradient(shape, w, y, x, dx, 0, 1);
    for (int o = 0; o < 8; o++) {
      assertThat(y.getAtIndex(Panels.FLOAT, o * LANES + 5)).isNaN();
      assertThat(y.getAtIndex(Panels.FLOAT, o * LANES + 4)).isNotNaN();
    }
    assertThat(dx.getAtIndex(Panels.FLOAT, 3 * LANES + 5)).isNaN();
  }
}
