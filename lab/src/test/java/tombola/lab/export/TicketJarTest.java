package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.data.InputUnits;

class TicketJarTest {
  private final Packed packed = Packed.of(1, 0.4, new InputUnits.Bytes(), 6, 8, 3);

  @TempDir private Path folder;
  private Path jar = Path.of("");

  @BeforeEach
  void write() throws IOException {
    jar = folder.resolve("ticket.jar");
    Files.write(jar, new TicketJar().write(packed.ticket(WeightValues.FLOAT32)));
  }

  /** Runs the jar in a JVM of its own and returns its exit code and what it said. */
  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + said;
  }

  private Path csv(double[][] samples) throws IOException {
    String lines =
        Arrays.stream(samples)
            .map(row ->
                Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n", "a,b,c,d,e,f\n", "\n"));
    return Files.writeString(folder.resolve("in.csv"), lines);
  }

  @Test
  void theProgramPredictsEachLineToTheBit() throws Exception {
    double[][] samples = packed.samples(30);
    float[][] expected = packed.expected(samples);

    List<String> lines = run("--logits", csv(samples).toString()).lines().toList();

    assertThat(lines).hasSize(32).first().isEqualTo("0");
    for (int s = 0; s < 30; s++) {
      String[] cells = lines.get(s + 2).split(",", -1);
      for (int c = 0; c < 3; c++) {
        assertThat(Float.parseFloat(cells[c])).isEqualTo(expected[s][c]);
      }
    }
    assertThat(run(csv(packed.samples(1)).toString()).lines().toList().get(1))
        .matches("class \"[0-2]\" ä\\?");
  }

  @Test
  void aWrongLineEndsWithTwoAndOneLine() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), "1,2,3,4,5,6,7\n");
    assertThat(run(wrong.toString()))
        .isEqualTo(
            "2\nticket: %s line 1: expected 6 numbers with commas between, found 7 cells; leave out the column of the classes\n"
                .formatted(wrong));
    assertThat(run("absent.csv")).isEqualTo("2\nticket: absent.csv: no such file\n");
    Files.writeString(wrong, "1,2,3,4,5,x\n");
    assertThat(run(wrong.toString()))
        .isEqualTo(
            "2\nticket: %s line 1, cell 6: expected a number, found \"x\"\n".formatted(wrong));
  }

  @Test
  void withoutArgumentsItSaysHowToUseIt() throws Exception {
    assertThat(run()).startsWith("0\nUsage: java -jar").contains("a sample has 6 numbers");
  }

  @Test
  void itIsALibraryToo() throws Exception {
    double[][] samples = packed.samples(1);
    URL[] place = {jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(place, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass("tombola.runtime.Tombola");
      Object ticket = type.getMethod("bundled").invoke(null);
      Object logits = type.getMethod("predict", double[].class).invoke(ticket, samples[0]);

      assertThat((float[]) logits).containsExactly(packed.expected(samples)[0]);
    }
  }

  @Test
  void itIsSmallAndHoldsTheRuntimeAndTheTicketAlone() throws IOException {
    assertThat(Files.size(jar)).isLessThan(60_000);
    assertThat(TicketJar.load(jar).liveWeights())
        .isEqualTo(packed.ticket(WeightValues.FLOAT32).live());
  }

  @Test
  void aJarWithoutATicketIsRefused() throws IOException {
    Path other = folder.resolve("other.jar");
    try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(other))) {
      out.putNextEntry(new java.util.zip.ZipEntry("a"));
    }

    assertThatThrownBy(() -> TicketJar.load(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a jar with a ticket");
  }
}
