package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * The engine against PyTorch in double precision, dense and masked: logits, every gradient, ten
 * losses and the weights after ten steps. The error of a tensor is its greatest difference over the
 * greatest magnitude. dev/golden.py made the numbers.
 */
class GoldenRunTest {
  private static final double TOLERANCE = 2e-6;
  private static final int STEPS = 10;
  private static final int BATCH = 20;
  private static final NetworkSpec NETWORK = Networks.named("mlp:17-11", 13, 5);

  private final Map<String, double[]> golden = read();
  private final Examples examples = new Examples(new FloatFeatures(13, narrow("inputs")), labels());

  private static Map<String, double[]> read() {
    Map<String, double[]> values = new HashMap<>();
    try (InputStream in = GoldenRunTest.class.getResourceAsStream("golden.txt");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.US_ASCII))) {
      for (String line : (Iterable<String>) reader.lines()::iterator) {
        List<String> words = List.of(line.split(" ", -1));
        values.put(
            words.getFirst(), words.stream().skip(1).mapToDouble(Double::parseDouble).toArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  private double[] golden(String name) {
    return Objects.requireNonNull(golden.get(name), name);
  }

  private float[] narrow(String name) {
    double[] wide = golden(name);
    float[] values = new float[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  private int[] labels() {
    double[] wide = golden("labels");
    int[] labels = new int[wide.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) wide[i];
    }
    return labels;
  }

  private Weights start() {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter p : NETWORK.parameters()) {
      values.put(p.name(), narrow("start." + p.name()));
    }
    return Weights.of(NETWORK, values);
  }

  private Mask mask(String kind) {
    if (kind.equals("dense")) {
      return Mask.dense(NETWORK);
    }
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : NETWORK.prunable()) {
      double[] bits = golden("mask." + p.name());
      BitSet set = new BitSet();
      for (int i = 0; i < bits.length; i++) {
        set.set(i, bits[i] != 0);
      }
      live.put(p.name(), set);
    }
    return Mask.of(NETWORK, live);
  }

  private static Recipe recipe(String optimizer) {
    return switch (optimizer) {
      case "sgd" -> recipe(Recipes.plain(), 0.1, 0);
      case "nesterov" -> recipe(new Optimizer.Sgd(0.9, true), 0.05, 0.01);
      case "adam" -> recipe(Recipes.adam(), 0.01, 0.01);
      case "adamw" -> recipe(new Optimizer.AdamW(0.9, 0.999, 1e-8), 0.01, 0.1);
      default -> throw new IllegalArgumentException(optimizer);
    };
  }

  private static Recipe recipe(Optimizer optimizer, double rate, double decay) {
    return new Recipe(optimizer, rate, new Schedule.Constant(), 0, decay, BATCH, STEPS, 1, 0.6);
  }

  private int[] batch(int step) {
    int[] batch = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      batch[i] = (step * BATCH + i) % examples.size();
    }
    return batch;
  }

  private static void assertClose(String name, double[] expected, double[] found) {
    assertThat(found).as(name).hasSameSizeAs(expected);
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < found.length; i++) {
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
      greatest = Math.max(greatest, Math.abs(expected[i]));
      assertThat(found[i]).as(name).isFinite();
    }
    assertThat(difference / greatest).as(name).isLessThanOrEqualTo(TOLERANCE);
  }

  private void assertClose(String prefix, Weights found) {
    for (Parameter p : NETWORK.parameters()) {
      double[] wide = new double[p.size()];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = found.get(p.name())[i];
      }
      String name = prefix + p.name();
      assertClose(name, golden(name), wide);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "masked"})
  void theFirstStepsGradientsAreThoseOfPyTorch(String kind) {
    Recipe recipe = recipe("sgd");
    Mask mask = mask(kind);
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(NETWORK, recipe, Kernels.scalar(), workers, examples, start(), mask)) {
      engine.step(batch(0), recipe.rate());
      Weights gradients = Weights.zeros(NETWORK);
      engine.storeGradients(gradients, mask);

      assertClose(kind + ".sgd.gradient.", gradients);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "masked"})
  void theLogitsAreThoseOfPyTorch(String kind) {
    try (Workers workers = new Workers(1);
        Arena arena = Arena.ofConfined()) {
      ForwardPass pass =
          ForwardPass.under(
              NETWORK, mask(kind), 0.9, Kernels.scalar(), workers, BATCH, arena, examples);
      pass.load(mask(kind).apply(start()));
      for (int s = 0; s < BATCH; s++) {
        pass.load(examples, s, s);
      }
      pass.transpose(examples, 0, Panels.count(BATCH));
      pass.forward(0, 0, Panels.count(BATCH), 0);

      assertClose(kind, golden(kind + ".sgd.logits"), logits(pass.logits()));
    }
  }

  private static double[] logits(MemorySegment panels) {
    double[] logits = new double[BATCH * 5];
    for (int i = 0; i < logits.length; i++) {
      int sample = i / 5;
      long line = (sample / 16 * 5L + i % 5) * Panels.LINE;
      logits[i] = panels.get(Panels.FLOAT, line + 4L * (sample % 16));
    }
    return logits;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov", "adam", "adamw"})
  void tenStepsLeadWhereTheyLeadPyTorch(String optimizer) {
    for (String kind : List.of("dense", "masked")) {
      Recipe recipe = recipe(optimizer);
      try (Workers workers = new Workers(1);
          Engine engine =
              new Engine(
                  NETWORK, recipe, Kernels.scalar(), workers, examples, start(), mask(kind))) {
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
          losses[step] = engine.step(batch(step), recipe.rate() * (1 - step / 20.0)) / BATCH;
        }
        Weights end = Weights.zeros(NETWORK);
        engine.store(end);

        String prefix = kind + "." + optimizer;
        assertClose(prefix, golden(prefix + ".losses"), losses);
        assertClose(prefix + ".end.", end);
      }
    }
  }

  @Test
  void theNumbersAreThoseOfARunThatLearnsNothingTrivial() {
    for (String optimizer : List.of("sgd", "nesterov", "adam", "adamw")) {
      double[] losses = golden("dense." + optimizer + ".losses");
      assertThat(losses).hasSize(STEPS);
      assertThat(losses[STEPS - 1]).isLessThan(losses[0] - 0.1);
    }
  }
}
