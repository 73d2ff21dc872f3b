package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tombola.lab.advice.Advice;
import tombola.lab.advice.Candidate;
import tombola.lab.advice.Gain;
import tombola.lab.advice.LevelAdvice;
import tombola.lab.advice.Race;
import tombola.lab.advice.Recommendation;
import tombola.lab.advice.SmallDense;

/** What is said of the advice for a machine in sentences. */
public final class AdviceNarrative {
  private AdviceNarrative() {}

  /** Returns what was measured, and where. */
  public static String plan(Advice advice) {
    return "Best weights of seed %d, one thread of %s, kernels %s, validation samples; answers of all ways were compared before they were timed."
        .formatted(advice.seed(), advice.machine(), advice.kernels());
  }

  /** Returns from which density sparse pays, whole and by layer. */
  public static List<String> pays(Advice advice) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Sparse pays here for one sample %s, and for batches of 64 %s."
            .formatted(from(advice.pays().single()), from(advice.pays().batch())));
    sentences.add(
        "By layer, densities of the layer: "
            + advice.layers().stream()
                .map(layer ->
                    "%s for one sample %s, for batches %s"
                        .formatted(layer.name(), from(layer.single()), from(layer.batch())))
                .collect(Collectors.joining("; "))
            + ".");
    return sentences;
  }

  private static String from(OptionalDouble density) {
    return density.isPresent()
        ? "from density %s down".formatted(Figures.density(density.getAsDouble()))
        : "at none of these densities";
  }

  /** Returns a sentence for each small dense network, or that there is none. */
  public static List<String> small(Advice advice) {
    List<String> sentences = new ArrayList<>();
    for (LevelAdvice level : advice.levels()) {
      level.small().ifPresent(small -> sentences.add(sentence(level, small)));
    }
    return sentences.isEmpty()
        ? List.of(
            "A small dense network of as many weights may be the better buy; none has been trained: tombola verify %s:%d --arms small-dense trains one."
                .formatted(advice.run(), focus(advice).level()))
        : sentences;
  }

  /**
   * Returns how the level that is looked at compares with ONNX Runtime, or how that is measured.
   */
  public static String onnx(Advice advice) {
    LevelAdvice level = focus(advice);
    return level
        .onnx()
        .map(onnx ->
            "ONNX Runtime %s, dense with zeros, against level %d: one sample: the ticket is %s; batches of 64: %s."
                .formatted(
                    advice.onnxRuntime().orElseThrow(),
                    level.level(),
                    speed(onnx.single()),
                    speed(onnx.batch())))
        .orElse(
            "ONNX Runtime is not on the class path and was not measured: TOMBOLA_CLASSPATH=onnxruntime.jar (Maven: com.microsoft.onnxruntime:onnxruntime) before the command puts it there.");
  }

  /** Returns how fast the C file of the level that is looked at is, or why that is not known. */
  public static String compiled(Advice advice) {
    LevelAdvice level = focus(advice);
    if (!advice.compiler()) {
      return "The C file was not timed: no C compiler is on the path (gcc, cc or clang).";
    }
    return level.compiled().isEmpty()
        ? "The C file of level %d was not timed: it is too large to be compiled in seconds."
            .formatted(level.level())
        : "The C file of level %d, compiled here with -O2, takes %s."
            .formatted(
                level.level(),
                level.compiled().stream()
                    .map(c ->
                        "%s us a sample as %s"
                            .formatted(Figures.significant(c.latency().median()), c.values()))
                    .collect(Collectors.joining(" and ")));
  }

  private static String sentence(LevelAdvice level, SmallDense small) {
    double gain = small.validationAccuracy() - level.validationAccuracy();
    long ticketBytes = floatBytes(level);
    boolean smaller = small.bytes() <= ticketBytes;
    boolean fast = notSlower(small.single()) && notSlower(small.batch());
    String judgement =
        gain >= 0 && smaller && fast
            ? "it is the better buy"
            : gain <= 0 && !smaller && !isFaster(small.single()) && !isFaster(small.batch())
                ? "the ticket is the better buy"
                : gain < 0 && (smaller || fast)
                    ? "it is the better buy where %s of validation accuracy matter less than size and time"
                        .formatted(Figures.accuracy(-gain))
                    : "which is the better buy depends on what counts";
    return "Level %d against the small dense network %s of %s weights, trained for as many steps as the whole search: %s. Validation accuracy %s against its %s (test %s, %s), %s bytes against its %s as tombola float32, one sample: the ticket is %s; batches of 64: %s."
        .formatted(
            level.level(),
            small.widths(),
            Figures.count(small.weights()),
            judgement,
            Figures.accuracy(level.validationAccuracy()),
            Figures.accuracy(small.validationAccuracy()),
            Figures.accuracy(level.testAccuracy()),
            Figures.accuracy(small.testAccuracy()),
            Figures.count(ticketBytes),
            Figures.count(small.bytes()),
            speed(small.single()),
            speed(small.batch()));
  }

  private static long floatBytes(LevelAdvice level) {
    return level.files().stream()
        .filter(file -> file.format().equals("tombola") && file.values().equals("float32"))
        .findFirst()
        .orElseThrow()
        .bytes();
  }

  /** Returns whether the small network, the dense side, is shown to be no slower. */
  private static boolean notSlower(Race race) {
    return race.gain().kind() == Gain.Kind.SLOWER || race.gain().kind() == Gain.Kind.EQUAL;
  }

  private static boolean isFaster(Race race) {
    return race.gain().kind() == Gain.Kind.SLOWER;
  }

  private static String speed(Race race) {
    Gain gain = race.gain();
    return switch (gain.kind()) {
      case FASTER, SLOWER ->
          String.format(
              Locale.ROOT,
              "%.2f times as fast (%s and %s us)",
              gain.claimed().orElseThrow(),
              Figures.significant(race.sparse().median()),
              Figures.significant(race.dense().median()));
      case EQUAL -> "as fast";
      case UNCONFIRMED -> "not shown to be faster or slower";
    };
  }

  /** Returns what to take, or what cannot be met. */
  public static List<String> recommendation(Advice advice) {
    Recommendation recommendation = advice.recommendation();
    return recommendation
        .choice()
        .map(choice -> List.of(chosen(advice, choice)))
        .orElseGet(
            () -> recommendation.shortfalls().stream().map(AdviceNarrative::shortfall).toList());
  }

  private static String chosen(Advice advice, Candidate choice) {
    LevelAdvice level =
        advice.levels().stream().filter(l -> l.level() == choice.level()).findFirst().orElseThrow();
    String bar =
        advice.constraints().minAccuracy().isPresent()
            ? "asked for"
            : "the dense network's less the run's margin";
    return "Take %s: %s bytes%s, validation accuracy %s (at least %s, %s); test accuracy of the level %s. It is the smallest file that keeps to all constraints."
        .formatted(
            choice.words(),
            Figures.count(choice.bytes()),
            choice.micros().isPresent()
                ? ", %s us a prediction in the exported runtime"
                    .formatted(Figures.significant(choice.micros().getAsDouble()))
                : "",
            Figures.accuracy(choice.accuracy()),
            Figures.accuracy(advice.recommendation().leastAccuracy()),
            bar,
            Figures.accuracy(level.testAccuracy()));
  }

  private static String shortfall(Recommendation.Shortfall shortfall) {
    String among = shortfall.alone() ? "" : ", of the files that keep to the other constraints";
    return switch (shortfall.limit()) {
      case SIZE ->
          "max-size cannot be met: asked for %s bytes, the smallest file%s, %s, has %s, %s too many."
              .formatted(
                  Figures.count(shortfall.asked()),
                  among,
                  shortfall.nearest().words(),
                  Figures.count(shortfall.best()),
                  Figures.count(shortfall.by()));
      case LATENCY ->
          "max-latency cannot be met: asked for %s us, the fastest file%s, %s, takes %s, %s too long."
              .formatted(
                  Figures.significant(shortfall.asked()),
                  among,
                  shortfall.nearest().words(),
                  Figures.significant(shortfall.best()),
                  Figures.significant(shortfall.by()));
      case ACCURACY ->
          "min-accuracy cannot be met: needed %s on the validation part, the most accurate file%s, %s, has %s, %s too little."
              .formatted(
                  Figures.accuracy(shortfall.asked()),
                  among,
                  shortfall.nearest().words(),
                  Figures.accuracy(shortfall.best()),
                  Figures.accuracy(shortfall.by()));
    };
  }

  /**
   * Returns the level whose layers are shown: the recommended one, else the ticket, else the last.
   */
  static LevelAdvice focus(Advice advice) {
    int level = advice.recommendation().choice().map(Candidate::level).orElse(advice.ticket());
    return advice.levels().stream()
        .filter(l -> l.level() == level)
        .findFirst()
        .orElse(advice.levels().getLast());
  }
}
