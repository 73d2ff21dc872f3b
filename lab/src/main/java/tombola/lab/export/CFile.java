package tombola.lab.export;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tombola.lab.data.InputUnits;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.runtime.Tombola;

/**
 * One C99 file: weights as constants by input, so that an input of zero costs a look; static
 * buffers, no heap, no other file. Sums are multiply and add in single precision, by inputs
 * ascending. Pictures are planes.
 */
final class CFile implements Exporter {
  private static final int TESTS = 4;

  /** What the program needs, in bytes; the code, some hundred bytes a layer, comes on top. */
  record Need(long flash, long ram) {}

  @Override
  public byte[] write(PackedTicket ticket) {
    StringBuilder c = new StringBuilder();
    Need need = need(ticket);
    c.append(
        """
        /* A ticket found by Tombola: %s.
         * %d inputs (%s), %d classes, %d weights as %s.
         * Flash: %d bytes of constants, and the code. RAM: %d bytes of static buffers; no heap.
         * Not for two threads at once.
         *
         *   int class = tombola_predict(input, logits);
         *
         * Self-test: cc -std=c99 -DTOMBOLA_SELF_TEST ticket.c && ./a.out
         */
        #include <stdint.h>

        #define TOMBOLA_INPUTS %d
        #define TOMBOLA_CLASSES %d

        typedef %s tombola_input;

        """
            .formatted(
                comment(ticket.origin()),
                ticket.inputs(),
                ticket.units().words(),
                ticket.classes().size(),
                ticket.live(),
                ticket.values().id(),
                need.flash,
                need.ram,
                ticket.inputs(),
                ticket.classes().size(),
                bytes(ticket) ? "uint8_t" : "float"));
    classes(c, ticket);
    units(c, ticket.units());
    CSmooth.functions(c, ticket);
    List<PackedStep> steps = ticket.steps();
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case PackedLayer layer -> new CLayer(layer, i + 1, input(ticket, i)).write(c);
        case PackedConvolution convolution ->
            new CConvolution(convolution, i + 1, input(ticket, i)).write(c);
        case PackedPool(Layer.Pool pool) -> CConvolution.pool(c, pool, i + 1);
        case PackedActivation activation -> CSmooth.write(c, activation, i + 1);
        case PackedSum sum -> CSmooth.write(c, sum, i + 1);
        case PackedRecall _ -> {} // the value lies where it was
      }
    }
    predict(c, ticket);
    selfTest(c, ticket);
    return c.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String comment(String text) {
    return text.replace("*/", "* /").replaceAll("\\p{Cntrl}", " ");
  }

  private static boolean bytes(PackedTicket ticket) {
    return switch (ticket.units()) {
      case InputUnits.Bytes _ -> true;
      case InputUnits.Columns _ -> false;
    };
  }

  /** Returns what layer {@code index} computes with of {@code x[i]}. */
  private static String input(PackedTicket ticket, int index) {
    if (index > 0) {
      Volume takes = ticket.steps().get(index - 1).gives();
      return ticket.steps().get(index) instanceof PackedLayer && takes.pixels() > 1
          ? "x[i %% %1$du * %2$du + i / %1$du]".formatted(takes.channels(), takes.pixels())
          : "x[i]";
    }
    return bytes(ticket)
        ? "(float)x[i] * " + CText.number(InputUnits.Bytes.FACTOR)
        : "standardised(x[i], i)";
  }

  /** Returns the longest name's bytes and one for the end. */
  private static int nameRoom(PackedTicket ticket) {
    return 1
        + ticket.classes().stream()
            .mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length)
            .max()
            .orElse(0);
  }

  private static void classes(StringBuilder c, PackedTicket ticket) {
    c.append(
        "extern const char tombola_classes[TOMBOLA_CLASSES][%d];\n".formatted(nameRoom(ticket)));
    c.append("const char tombola_classes[TOMBOLA_CLASSES][%d] = {\n".formatted(nameRoom(ticket)));
    c.append(
        ticket.classes().stream().map(CText::quote).collect(Collectors.joining(",\n  ", "  ", "")));
    c.append("\n};\n\n");
  }

  private static void units(StringBuilder c, InputUnits units) {
    switch (units) {
      case InputUnits.Bytes _ -> {}
      case InputUnits.Columns columns -> {
        CText.array(c, "double", "input_shift", columns.shift());
        CText.array(c, "double", "input_deviation", columns.deviation());
        c.append(
            """
            static float standardised(float value, uint32_t i)
            {
              const double d = input_deviation[i];
              return d > 0.0 ? (float)(((double)value - input_shift[i]) / d) : 0.0f;
            }

            """);
      }
    }
  }

  private static void predict(StringBuilder c, PackedTicket ticket) {
    CBuffers buffers = new CBuffers(ticket);
    for (int b = 0; b < buffers.floats().size(); b++) {
      c.append("static float buffer_%d[%d];\n".formatted(b, buffers.floats().get(b)));
    }
    c.append(
        """

        int tombola_predict(const tombola_input input[TOMBOLA_INPUTS], float logits[TOMBOLA_CLASSES]);

        /* Writes a logit for each class and returns the class of the greatest. */
        int tombola_predict(const tombola_input input[TOMBOLA_INPUTS], float logits[TOMBOLA_CLASSES])
        {
          int top = 0;
        """);
    for (int i = 0; i < ticket.steps().size(); i++) {
      c.append(
          switch (ticket.steps().get(i)) {
            case PackedRecall _ -> "";
            case PackedSum sum ->
                "  layer_%d(%s, %s, %s);\n"
                    .formatted(
                        i + 1, buffers.name(i), buffers.name(sum.other()), buffers.name(i + 1));
            case PackedLayer _, PackedConvolution _, PackedPool _, PackedActivation _ ->
                "  layer_%d(%s, %s);\n".formatted(i + 1, buffers.name(i), buffers.name(i + 1));
          });
    }
    c.append(
        """
          for (int k = 1; k < TOMBOLA_CLASSES; k++) {
            if (logits[k] > logits[top]) {
              top = k;
            }
          }
          return top;
        }
        """);
  }

  /** Returns the memory that the program for {@code ticket} needs. */
  static Need need(PackedTicket ticket) {
    long flash = (long) nameRoom(ticket) * ticket.classes().size();
    flash += bytes(ticket) ? 0 : 16L * ticket.inputs();
    for (PackedLayer layer : ticket.layers()) {
      flash += new CLayer(layer, 1, "").bytes();
    }
    return new Need(
        flash, 4L * new CBuffers(ticket).floats().stream().mapToInt(Integer::intValue).sum());
  }

  /** Writes a program that compares some samples with what our own runtime makes of them. */
  private static void selfTest(StringBuilder c, PackedTicket ticket) {
    Tombola runtime = PackedRuntime.of(ticket);
    c.append(
        """

        #ifdef TOMBOLA_SELF_TEST
        #include <stdio.h>

        """);
    StringBuilder inputs = new StringBuilder();
    StringBuilder logits = new StringBuilder();
    for (int t = 0; t < TESTS; t++) {
      float[] sample = sample(ticket, t);
      inputs.append(CText.braced(sample)).append(t + 1 < TESTS ? ",\n" : "\n");
      logits.append(CText.braced(runtime.predict(sample))).append(t + 1 < TESTS ? ",\n" : "\n");
    }
    c.append(
        "static const tombola_input test_inputs[%d][TOMBOLA_INPUTS] = {\n%s};\n"
            .formatted(TESTS, inputs));
    c.append(
        "static const float test_logits[%d][TOMBOLA_CLASSES] = {\n%s};\n".formatted(TESTS, logits));
    c.append(
        """

        int main(void)
        {
          float largest = 0.0f;
          for (int t = 0; t < %d; t++) {
            float logits[TOMBOLA_CLASSES];
            tombola_predict(test_inputs[t], logits);
            for (int k = 0; k < TOMBOLA_CLASSES; k++) {
              const float size = test_logits[t][k] < 0.0f ? -test_logits[t][k] : test_logits[t][k];
              float off = (logits[k] - test_logits[t][k]) / (1.0f + size);
              off = off < 0.0f ? -off : off;
              if (!(off <= largest)) {
                largest = off;
              }
            }
          }
          printf("%%s: largest relative difference %%g\\n", largest < 1e-4f ? "ok" : "FAILED", (double)largest);
          return largest < 1e-4f ? 0 : 1;
        }
        #endif
        """
            .formatted(TESTS));
  }

  /** Returns a sample that is made up: patterns that reach every input in some test. */
  private static float[] sample(PackedTicket ticket, int test) {
    float[] sample = new float[ticket.inputs()];
    for (int i = 0; i < sample.length; i++) {
      int step = (i * 37 + test * 101) % 256; // 0 to 255, zero at times
      sample[i] =
          switch (ticket.units()) {
            case InputUnits.Bytes _ -> i % TESTS == test ? 0 : step;
            case InputUnits.Columns columns ->
                (float) (columns.shift()[i] + columns.deviation()[i] * (step - 128) / 64);
          };
    }
    return sample;
  }
}
