package tombola.lab.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tombola.lab.config.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON files of a run: records in the order of their components, equal bytes for equal values,
 * every double as the shortest text that reads back to the same bits. Reading refuses what is
 * missing, unknown or there twice; an optional component that came later is left out where it is
 * empty, and says so ({@code JsonInclude}).
 */
final class Json {
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(new AllRequired())
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(INDENT)
                  .withSeparators(
                      Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER)))
          .build();

  private Json() {}

  /** Returns {@code value} as a whole file. */
  static byte[] write(Object value) {
    return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the record that {@code content} holds.
   *
   * @param remedy what to do if it holds none
   */
  static <T> T read(Path file, byte[] content, Class<T> type, String remedy) {
    try {
      return MAPPER.readValue(content, type);
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).strip().split("\\R", 2)[0];
      throw new InputException(
          file
              + ": expected what Tombola writes there, found something else ("
              + reason
              + "); "
              + remedy,
          e);
    }
  }

  /** Says that a record needs all its components but those that its files may leave out. */
  private static final class AllRequired extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember component) {
      return !_hasAnnotation(component, JsonInclude.class);
    }
  }
}
