package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.ParameterRole;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * The engine against PyTorch in double precision, on whole networks of convolutions: logits, every
 * gradient, ten losses and the weights after ten steps of Adam, or where batch normalisations are
 * of descent with momentum; then the running statistics too, and what the end weights give by them.
 * The error of a tensor is the Euclidean norm of the difference over that of what is expected, of
 * the values that the file shows; the norms of whole tensors are compared too. dev/golden_conv.py
 * made the numbers.
 */
class GoldenConvolutionsTest {
  private static final double TOLERANCE = 1e-5;

  /** After ten steps: Adam divides by the root of a gradient, which may be next to nothing. */
  private static final double END = 1e-4;

  private static final int SHOWN = 200;
  private static final int BATCH = 20;
  private static final int STEPS = 10;
  private static final int PIXELS = 28 * 28;
  private static final Kernels KERNELS = KernelChoice.find().named("portable");

  private static double[] numbers(int salt, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      int z = (i + 1 + salt * 1000003) * 0x9E3779B1;
      z = (z ^ z >>> 15) * 0x85EBCA77;
      z = (z ^ z >>> 13) * 0xC2B2AE3D;
      z ^= z >>> 16;
      numbers[i] = (z & 0xFFFFFFFFL) * 0x1p-31 - 1;
    }
    return numbers;
  }

  private static float[] scaled(int salt, int count, double scale, double middle) {
    double[] numbers = numbers(salt, count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (numbers[i] * scale + middle);
    }
    return values;
  }

  private static Examples examples() {
    int samples = BATCH * STEPS;
    double[] numbers = numbers(101, samples);
    int[] labels = IntStream.range(0, samples).map(s -> (int) (numbers[s] * 5 + 5)).toArray();
    return new Examples(new FloatFeatures(PIXELS, scaled(100, samples * PIXELS, 1, 0)), labels);
  }

  private static Weights start(NetworkSpec network) {
    Map<String, float[]> values = new LinkedHashMap<>();
    int salt = 2;
    for (Parameter p : network.parameters()) {
      double scale = p.prunable() ? Math.sqrt(6.0 / (p.fanIn() + p.fanOut())) : 0.1;
      values.put(p.name(), scaled(salt++, p.size(), scale, p.role().initial()));
    }
    return Weights.of(network, values);
  }

  private static Map<String, double[]> golden(String network) {
    String name = "golden-" + network + ".txt";
    try (InputStream in = GoldenConvolutionsTest.class.getResourceAsStream(name)) {
      Map<String, double[]> values = new HashMap<>();
      new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> List.of(line.split(" ", -1)))
          .forEach(words ->
              values.put(
                  words.getFirst(),
                  words.stream().skip(1).mapToDouble(Double::parseDouble).toArray()));
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertClose(
      Map<String, double[]> golden, String name, float[] found, double tolerance) {
    double[] expected = Objects.requireNonNull(golden.get(name), name);
    double norm = 0;
    for (float value : found) {
      norm += (double) value * value;
    }
    assertThat(Math.abs(Math.sqrt(norm) / expected[0] - 1))
        .as("norm of %s", name)
        .isLessThanOrEqualTo(tolerance);
    int step = Math.max(1, (found.length + SHOWN - 1) / SHOWN);
    assertThat(expected).as(name).hasSize(2 + (found.length + step - 1) / step);
    double difference = 0;
    double length = 0;
    for (int i = 0; i * step < found.length; i++) {
      difference += Math.pow(found[i * step] - expected[i + 2], 2);
      length += Math.pow(expected[i + 2], 2);
    }
    assertThat(Math.sqrt(difference / length)).as(name).isLessThanOrEqualTo(tolerance);
  }

  private static void assertClose(
      Map<String, double[]> golden, String prefix, Weights found, double tolerance) {
    for (Parameter p : found.parameters()) {
      boolean gradient = prefix.equals("gradient.");
      if (gradient && (p.role() == ParameterRole.MEAN || p.role() == ParameterRole.VARIANCE)) {
        continue; // has none
      }
      assertClose(golden, prefix + p.name(), found.get(p.name()), tolerance);
    }
  }

  private static NetworkSpec network(String name) {
    return name.equals("vgg-block")
        ? new Stack(new Volume(28, 28, 1))
            .unbiased(12, 3, 1, 1)
            .norm()
            .relu()
            .unbiased(12, 3, 1, 1)
            .norm()
            .relu()
            .pool(Layer.Pool.Kind.MAX, 2, 2)
            .flatten()
            .classes(name, 10)
        : Networks.named(name, PIXELS, 10);
  }

  private static Recipe recipe(String name) {
    Optimizer adam = new Optimizer.Adam(0.9, 0.999, 1e-8);
    return switch (name) {
      case "conv-2" -> recipe(adam, 2e-4);
      case "lenet-5" -> recipe(adam, 1.2e-3);
      default -> recipe(new Optimizer.Sgd(0.9, false), 1e-4);
    };
  }

  private static Recipe recipe(Optimizer optimizer, double rate) {
    return new Recipe(optimizer, rate, new Schedule.Constant(), 0, 0, BATCH, STEPS, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv-2", "lenet-5", "vgg-block", "resnet-20"})
  void logitsGradientsAndTenStepsAreThoseOfPyTorch(String name) {
    NetworkSpec network = network(name);
    Map<String, double[]> golden = golden(name);
    Recipe recipe = recipe(name);
    Mask mask = Mask.dense(network);
    float[] losses = new float[STEPS];
    Weights end = Weights.zeros(network);
    try (Workers workers = new Workers(2);
        Engine engine =
            new Engine(network, recipe, KERNELS, workers, examples(), start(network), mask)) {
      for (int step = 0; step < STEPS; step++) {
        int first = step * BATCH;
        int[] batch = IntStream.range(first, first + BATCH).toArray();
        losses[step] = (float) (engine.step(batch, recipe.rate()) / BATCH);
        if (step == 0) {
          Weights gradients = Weights.zeros(network);
          engine.storeGradients(gradients, mask);
          assertClose(golden, "logits", logits(engine.pass), TOLERANCE);
          assertClose(golden, "gradient.", gradients, TOLERANCE);
        }
      }
      engine.store(end);
      assertClose(golden, "end.", end, END);
    }
    assertClose(golden, "losses", losses, TOLERANCE);
    if (golden.containsKey("predictions")) {
      assertClose(golden, "predictions", predictions(network, end), END);
    }
  }

  private static float[] predictions(NetworkSpec network, Weights weights) {
    try (Workers workers = new Workers(1);
        Arena arena = Arena.ofConfined()) {
      ForwardPass pass =
          ForwardPass.under(
              network, Mask.dense(network), 0, KERNELS, workers, BATCH, arena, examples());
      pass.load(weights);
      for (int s = 0; s < BATCH; s++) {
        pass.load(examples(), s, s);
      }
      pass.transpose(examples(), 0, Panels.count(BATCH));
      pass.forward(0, 0, Panels.count(BATCH), 0);
      return logits(pass);
    }
  }

  private static float[] logits(ForwardPass pass) {
    float[] logits = new float[BATCH * 10];
    for (int i = 0; i < logits.length; i++) {
      int sample = i / 10;
      long line = (sample / 16 * 10L + i % 10) * Panels.LINE;
      logits[i] = pass.logits().get(Panels.FLOAT, line + 4L * (sample % 16));
    }
    return logits;
  }
}
