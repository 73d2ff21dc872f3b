package tombola.lab.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tombola.lab.config.Settings.Given;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Settings in a YAML file: one flat mapping, the keys being the settings' names. */
public final class SettingsFile {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Map<String, Integer> VERSIONS =
      Map.of("schema", FindConfig.SCHEMA, "arithmetic", FindConfig.ARITHMETIC);

  private SettingsFile() {}

  /**
   * Returns {@code config} as a file that {@link Settings#read} takes back: every setting that
   * applies, defaults included, but for the folder of the runs.
   */
  public static String write(FindConfig config) {
    StringBuilder yaml =
        new StringBuilder(
            "# The whole configuration of this run; tombola find --config takes it.\n");
    yaml.append("schema: ").append(FindConfig.SCHEMA).append('\n');
    yaml.append("arithmetic: ").append(FindConfig.ARITHMETIC).append('\n');
    for (Setting<?> setting : FindSettings.ALL) {
      if (!setting.equals(FindSettings.OUT)) {
        setting
            .text(config)
            .map(text -> setting.form().quoted() ? quote(text) : text)
            .ifPresent(text -> yaml.append(setting).append(": ").append(text).append('\n'));
      }
    }
    return yaml.toString();
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  static Map<String, Given> read(Path file) {
    String text = content(file);
    Map<String, Given> given = new LinkedHashMap<>();
    try (JsonParser parser = YAML.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return given; // an empty file, or comments alone
      }
      if (first != JsonToken.START_OBJECT) {
        throw new InputException(
            origin(file, parser) + "expected lines of the form name: value, got something else");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        entry(file, parser, given);
      }
      if (parser.nextToken() != null) {
        throw new InputException(origin(file, parser) + "expected one document, got a second one");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new InputException(
          "%s, line %d: expected YAML of the form name: value, got something else (%s)"
              .formatted(
                  file, line, String.valueOf(e.getOriginalMessage()).strip().split("\\R", 2)[0]),
          e);
    }
    return given;
  }

  private static void entry(Path file, JsonParser parser, Map<String, Given> given) {
    String origin = origin(file, parser);
    String name = parser.currentName();
    JsonToken token = parser.nextToken();
    if (VERSIONS.containsKey(name)) {
      if (!parser.getString().equals(String.valueOf(VERSIONS.get(name)))) {
        throw new InputException(
            "%s%s: expected %d, got %s: the file belongs to another version of Tombola"
                .formatted(origin, name, VERSIONS.get(name), parser.getString()));
      }
      return;
    }
    if (given.containsKey(name)) {
      throw new InputException(origin + name + ": expected once, got it twice");
    }
    String value = token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getString() : "";
    Settings.put(given, name, new Given(value, origin));
    if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
      throw new InputException(
          "%s%s: expected %s, got %s"
              .formatted(
                  origin,
                  name,
                  FindSettings.named(name).orElseThrow().form().expected(),
                  token == JsonToken.VALUE_NULL
                      ? "nothing"
                      : token == JsonToken.START_ARRAY ? "a list" : "a mapping"));
    }
  }

  private static String origin(Path file, JsonParser parser) {
    return file + ", line " + Math.max(1, parser.currentTokenLocation().getLineNr()) + ": ";
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException(
          file + ": expected a YAML file with settings, found no such file", e);
    } catch (AccessDeniedException e) {
      throw new InputException(file + ": cannot be read: permission denied", e);
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": expected a text in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
