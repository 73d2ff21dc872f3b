package tombola.lab.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tombola.lab.data.Share;
import tombola.ticket.Rewind;
import tombola.train.Augmentation;
import tombola.train.Schedule;

/**
 * How a kind of value is written as text. What {@code write} gives, {@code read} takes back.
 *
 * @param expected what a message says that it expected
 * @param read returns the value, or empty if the text is no such thing
 * @param write returns the one canonical text of a value
 * @param quoted whether a YAML file must quote it to keep it a text
 */
public record Form<T>(
    String expected,
    Function<String, Optional<T>> read,
    Function<T, String> write,
    boolean quoted) {
  private static final Pattern CROP_AND_FLIP =
      Pattern.compile("(?:crop:([0-9]+))?(?:(?:^|,)(flip))?");
  private static final String NUMBER = "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?";

  static final Form<String> TEXT =
      new Form<>(
          "a text",
          text -> text.isBlank() ? Optional.empty() : Optional.of(text),
          text -> text,
          true);

  static final Form<String> CHECKSUM =
      new Form<>(
          "a file, or the SHA-256 of weights that the run has",
          text -> text.matches("[0-9a-f]{64}") ? Optional.of(text) : Optional.empty(),
          text -> text,
          true);

  static final Form<Boolean> FLAG =
      new Form<>(
          "true or false",
          text ->
              switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
              },
          value -> Boolean.toString(value),
          false);

  static final Form<Double> NUMBER_FORM = new Form<>("a number", Form::number, Form::text, false);

  static final Form<Long> WHOLE =
      new Form<>("a whole number", Form::whole, value -> Long.toString(value), false);

  static final Form<Integer> COUNT =
      new Form<>(
          "a whole number",
          text -> whole(text).filter(n -> n == n.intValue()).map(Long::intValue),
          value -> Integer.toString(value),
          false);

  static final Form<Share> SHARE =
      new Form<>(
          "official, a number of samples such as 5000 or a fraction in (0, 1) such as 0.15",
          Form::share,
          Share::toString,
          false);

  static final Form<Schedule> SCHEDULE =
      new Form<>(
          "constant, cosine, step:EVERY:FACTOR such as step:5000:0.1 or milestones:STEP,STEP:FACTOR",
          Form::schedule,
          Form::text,
          false);

  static final Form<Augmentation> AUGMENTATION =
      new Form<>(
          "none, crop:N, flip or crop:N,flip such as crop:4,flip",
          Form::augmentation,
          Form::text,
          false);

  static final Form<Rewind> REWIND =
      new Form<>("init or step:K such as step:500", Form::rewind, Form::text, false);

  /** Returns the form of an enum's constants, in lower case with hyphens. */
  static <E extends Enum<E>> Form<E> choice(Class<E> type) {
    E[] constants = type.getEnumConstants();
    String names = Arrays.stream(constants).map(Form::text).collect(Collectors.joining(", "));
    return new Form<>(
        "one of " + names,
        text -> Arrays.stream(constants).filter(c -> text(c).equals(text)).findFirst(),
        Form::text,
        false);
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<Long> whole(String text) {
    try {
      return text.matches("[+-]?[0-9]+") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (NumberFormatException _) { // too long
      return Optional.empty();
    }
  }

  private static Optional<Double> number(String text) {
    return text.matches(NUMBER)
        ? Optional.of(Double.valueOf(text)).filter(Double::isFinite)
        : Optional.empty();
  }

  private static String text(double value) {
    String shortest = Double.toString(value);
    String plain = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
    return plain.length() <= 24 ? plain : shortest.toLowerCase(Locale.ROOT);
  }

  private static Optional<Share> share(String text) {
    if (text.equals("official")) {
      return Optional.of(new Share.Official());
    }
    Optional<Integer> samples = COUNT.read().apply(text).filter(n -> n >= 1);
    return samples.isPresent()
        ? samples.map(Share.Count::new)
        : number(text).filter(of -> of > 0 && of < 1).map(Share.Fraction::new);
  }

  private static Optional<Schedule> schedule(String text) {
    String[] parts = text.split(":", -1);
    if (parts[0].equals("step") && parts.length == 3) {
      return whole(parts[1])
          .flatMap(every -> number(parts[2]).map(factor -> new Schedule.Step(every, factor)));
    }
    if (parts[0].equals("milestones") && parts.length == 3) {
      List<Optional<Long>> steps = Arrays.stream(parts[1].split(",", -1)).map(Form::whole).toList();
      return number(parts[2])
          .filter(_ -> steps.stream().allMatch(Optional::isPresent))
          .map(factor ->
              new Schedule.Milestones(steps.stream().flatMap(Optional::stream).toList(), factor));
    }
    return switch (text) {
      case "constant" -> Optional.of(new Schedule.Constant());
      case "cosine" -> Optional.of(new Schedule.Cosine());
      default -> Optional.empty();
    };
  }

  private static String text(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Constant _ -> "constant";
      case Schedule.Cosine _ -> "cosine";
      case Schedule.Step(long every, double factor) -> "step:" + every + ":" + text(factor);
      case Schedule.Milestones(List<Long> steps, double factor) ->
          "milestones:%s:%s"
              .formatted(
                  steps.stream().map(String::valueOf).collect(Collectors.joining(",")),
                  text(factor));
    };
  }

  private static Optional<Augmentation> augmentation(String text) {
    if (text.equals("none")) {
      return Optional.of(Augmentation.NONE);
    }
    Matcher matcher = CROP_AND_FLIP.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    Optional<Integer> crop =
        matcher.group(1) == null ? Optional.of(0) : COUNT.read().apply(matcher.group(1));
    return crop.map(pixels -> new Augmentation(pixels, matcher.group(2) != null));
  }

  private static String text(Augmentation augmentation) {
    String crop = augmentation.crop() > 0 ? "crop:" + augmentation.crop() : "";
    String both = crop + (crop.isEmpty() ? "" : ",") + "flip";
    String text = augmentation.flip() ? both : crop;
    return text.isEmpty() ? "none" : text;
  }

  private static Optional<Rewind> rewind(String text) {
    if (text.equals("init")) {
      return Optional.of(new Rewind.ToInit());
    }
    return text.startsWith("step:")
        ? whole(text.substring("step:".length())).map(Rewind.ToStep::new)
        : Optional.empty();
  }

  private static String text(Rewind rewind) {
    return switch (rewind) {
      case Rewind.ToInit _ -> "init";
      case Rewind.ToStep(long k) -> "step:" + k;
    };
  }
}
