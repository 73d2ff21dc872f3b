package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tombola.lab.report.Glyphs;

class ConsoleTest {

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void unicodeNeedsALocaleWithUtf8() {
    assertThat(glyphs(Map.of("LANG", "en_GB.UTF-8"))).isEqualTo(Glyphs.UNICODE);
    assertThat(glyphs(Map.of("LC_ALL", "C.utf8"))).isEqualTo(Glyphs.UNICODE);
    assertThat(glyphs(Map.of("LC_ALL", "C", "LANG", "en_GB.UTF-8"))).isEqualTo(Glyphs.ASCII);
    assertThat(glyphs(Map.of("LANG", "de_DE.ISO-8859-1"))).isEqualTo(Glyphs.ASCII);
    assertThat(glyphs(Map.of())).isEqualTo(Glyphs.ASCII);
  }

  @Test
  void unicodeNeedsAnOutputInUtf8() {
    assertThat(Console.glyphs(Map.of("LANG", "C.UTF-8"), StandardCharsets.US_ASCII))
        .isEqualTo(Glyphs.ASCII);
  }

  @Test
  void paragraphsBreakBetweenWordsAndLongWordsStayWhole() {
    assertThat(Console.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(Console.wrap("a verylongword b", 5)).containsExactly("a", "verylongword", "b");
    assertThat(Console.wrap("", 5)).containsExactly("");
  }

  private static Glyphs glyphs(Map<String, String> environment) {
    return Console.glyphs(environment, StandardCharsets.UTF_8);
  }
}
