package tombola.lab.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as they were given, each by its name and as text, with where it came from. Immutable;
 * what comes later overrides: {@code Settings.read(file).overriddenBy(Settings.of(options))}.
 */
public final class Settings {
  private final Map<String, Given> given;

  /**
   * One setting as given.
   *
   * @param origin what a message begins with, such as {@code lab.yaml, line 3: }, or nothing
   */
  record Given(String text, String origin) {}

  private Settings(Map<String, Given> given) {
    this.given = given;
  }

  /** Returns settings of which none was given. */
  public static Settings none() {
    return new Settings(Map.of());
  }

  /**
   * Returns settings given by name, as the command line does.
   *
   * @throws InputException if a name is unknown, with the nearest known one
   */
  public static Settings of(Map<String, String> texts) {
    Map<String, Given> given = new LinkedHashMap<>();
    texts.forEach((name, text) -> put(given, name, new Given(text, "")));
    return new Settings(given);
  }

  /**
   * Reads a YAML file with one {@code name: value} a line: the names are those of the command
   * line's options, without the hyphens before them.
   *
   * <pre>
   * data: mnist
   * steps: 50000
   * rewind: step:500
   * </pre>
   *
   * @throws InputException in one line if it cannot be read, is no such file, names an unknown
   *     setting or one twice
   */
  public static Settings read(Path file) {
    return new Settings(SettingsFile.read(file));
  }

  /** Returns every setting that applies in {@code config}. */
  public static Settings of(FindConfig config) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (Setting<?> setting : FindSettings.ALL) {
      setting.text(config).ifPresent(text -> given.put(setting.name(), new Given(text, "")));
    }
    return new Settings(given);
  }

  /** Adds a setting whose name is known. */
  static void put(Map<String, Given> given, String name, Given value) {
    if (FindSettings.named(name).isEmpty()) {
      throw new InputException(
          value.origin()
              + name
              + ": expected a known setting, got this (did you mean "
              + Spelling.nearest(name, FindSettings.ALL.stream().map(Setting::name).toList())
              + "?)");
    }
    given.put(name, value);
  }

  /**
   * Returns these settings with those of {@code other} in place of their own where both were given.
   */
  public Settings overriddenBy(Settings other) {
    Map<String, Given> both = new LinkedHashMap<>(given);
    both.putAll(other.given);
    return new Settings(both);
  }

  /** Returns what was given, name to text, in the order in which it was. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    given.forEach((name, value) -> texts.put(name, value.text()));
    return texts;
  }

  /** Returns the value given for {@code setting}, if one was. */
  <T> Optional<T> get(Setting<T> setting) {
    return Optional.ofNullable(given.get(setting.name())).map(value -> setting.parse(value.text()));
  }

  /** Returns the value given for {@code setting}, else its default. */
  <T> T value(Setting<T> setting) {
    return get(setting)
        .orElseGet(() ->
            switch (setting.initial()) {
              case Setting.Default.Value(String text) -> setting.parse(text);
              case Setting.Default.Rule(String words) ->
                  throw new IllegalStateException(
                      setting + ": its default follows others: " + words);
            });
  }

  /** Refuses what was given and has no place in the configuration that came of it. */
  void checkApplicable(FindConfig config) {
    for (Setting<?> setting : FindSettings.ALL) {
      Given value = given.get(setting.name());
      if (value != null && setting.text(config).isEmpty()) {
        throw new InputException(
            "%s%s: expected %s alone, got %s"
                .formatted(value.origin(), setting, setting.condition(), value.text()));
      }
    }
  }

  /**
   * Returns {@code fault}, whose message begins with a setting's name, with the place where that
   * was given.
   */
  InputException explain(RuntimeException fault) {
    String message = String.valueOf(fault.getMessage());
    Given value = given.get(message.substring(0, Math.max(0, message.indexOf(':'))));
    return new InputException(value == null ? message : value.origin() + message, fault);
  }
}
