package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.mnist.Mnist;

class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void theLibraryExampleIsTheOneThatIsCompiled() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/tombola/app/LibraryExample.java"))
            .replaceFirst("(?s).*// README: begin\n", "")
            .replaceFirst("(?s)  // README: end.*", "")
            .indent(-2);
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + source + "```");
  }

  @Test
  void theLibraryExampleFindsThreeLevelsOnMnist(@TempDir Path folder) throws IOException {
    for (String part :
        List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
      String name = part + "-ubyte.gz";
      try (InputStream in = Mnist.open(name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      LibraryExample.search(folder, 120);
    } finally {
      System.setOut(before);
      Locale.setDefault(locale);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Matcher line =
          Pattern.compile("density (\\d\\.\\d{3}): (\\d\\.\\d{4})").matcher(lines.get(i));
      assertThat(line.matches()).as(lines.get(i)).isTrue();
      assertThat(line.group(1)).isEqualTo(List.of("1.000", "0.800", "0.641").get(i));
      assertThat(Double.parseDouble(line.group(2))).isGreaterThan(0.8);
    }
  }

  @Test
  void everyTypeThatTheArchitecturePageNamesExists() throws IOException {
    String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    Matcher names = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)*)`").matcher(page);
    List<String> named = new ArrayList<>();
    while (names.find()) {
      named.add(names.group(1));
    }
    assertThat(named).hasSizeGreaterThan(40);
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<String> types =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toList());
      assertThat(types).containsAll(named);
    }
  }
}
