package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.lab.data.InputUnits;
import tombola.runtime.Tombola;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The programs in {@code examples/}, built and run as they lie there; these tests need gcc and
 * python3.
 */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final int SAMPLES = 40;

  private final Packed packed = Packed.of(7, 0.4, new InputUnits.Bytes(), 9, 12, 8, 4);
  private final double[][] samples = packed.samples(SAMPLES);

  @TempDir private Path folder;

  /** Returns the name of the class of each sample. */
  private List<String> expected() {
    Predictor predictor = Predictor.of(PackedRuntime.of(packed.ticket(WeightValues.FLOAT32)));
    List<String> classes = packed.ticket(WeightValues.FLOAT32).classes();
    return Arrays.stream(predictor.predict(samples))
        .map(logits -> classes.get(Tombola.argmax(logits)))
        .toList();
  }

  private Path export(ExportFormat format, String name) throws IOException {
    return Files.write(
        folder.resolve(name), format.exporter(false).write(packed.ticket(WeightValues.FLOAT32)));
  }

  private Path csv() throws IOException {
    return Files.writeString(folder.resolve("samples.csv"), lines());
  }

  private String lines() {
    return Arrays.stream(samples)
        .map(row ->
            Arrays.stream(row)
                .mapToObj(value -> Integer.toString((int) value))
                .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private void javac(String source, Path jar) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "--release",
                "17",
                "-Xlint:all",
                "-cp",
                jar.toString(),
                "-d",
                folder.toString(),
                EXAMPLES.resolve(source).toString());
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Process start(Path input, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (Files.isRegularFile(input)) {
      builder.redirectInput(input.toFile());
    }
    return builder.start();
  }

  private List<String> run(int code, Path input, String... command) throws Exception {
    Process process = start(input, command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said.lines().toList();
  }

  /** With the module of the Vector API and without it, as Java starts unless asked. */
  @ParameterizedTest
  @CsvSource({"-Dplain=1, plain Java", "--add-modules=jdk.incubator.vector, Vector API of "})
  void theHttpServiceAnswersWithClassesAndOneLineForBadInput(String flag, String way)
      throws Exception {
    Path jar = export(ExportFormat.JAR, "ticket.jar");
    javac("http/TicketServer.java", jar);
    Process server =
        start(folder, java(), flag, "-cp", jar + File.pathSeparator + folder, "TicketServer", "0");
    try (HttpClient client = HttpClient.newHttpClient()) {
      BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
      String greeting = said.readLine();
      while (greeting != null && greeting.startsWith("WARNING: Using incubator")) {
        greeting = said.readLine();
      }
      assertThat(greeting)
          .startsWith("http://127.0.0.1:")
          .contains("/predict serves a test */ by " + way);
      URI place = URI.create(greeting.split(" ", 2)[0]);

      HttpResponse<String> answer = post(client, place, lines());

      assertThat(answer.statusCode()).isEqualTo(200);
      List<String> found = new ArrayList<>();
      for (JsonNode each : new JsonMapper().readTree(answer.body())) {
        found.add(each.path("class").asString());
        assertThat(each.path("probability").asDouble()).isBetween(0.25, 1.0);
      }
      assertThat(found).isEqualTo(expected());
      HttpResponse<String> bad = post(client, place, "1,2\n");
      assertThat(bad.statusCode()).isEqualTo(400);
      assertThat(bad.body())
          .isEqualTo("request line 1: expected 9 numbers with commas between, found 2 cells\n");
      HttpRequest get = HttpRequest.newBuilder(place).GET().build();
      assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(405);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static HttpResponse<String> post(HttpClient client, URI place, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(place).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theAndroidStyleProgramNeedsTheBaseOfJavaAlone() throws Exception {
    Path jar = export(ExportFormat.JAR, "ticket.jar");
    javac("android/Recogniser.java", jar);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java(), "-Dstdout.encoding=UTF-8", "--limit-modules", "java.base"));
    command.addAll(List.of("-cp", jar + File.pathSeparator + folder, "Recogniser"));
    command.add(export(ExportFormat.TOMBOLA, "ticket.tombola").toString());
    for (int s = 0; s < SAMPLES; s++) {
      byte[] grey = new byte[samples[s].length];
      for (int i = 0; i < grey.length; i++) {
        grey[i] = (byte) (255 - (int) samples[s][i]);
      }
      command.add(Files.write(folder.resolve("picture-" + s), grey).toString());
    }

    assertThat(run(0, folder, command.toArray(String[]::new))).isEqualTo(expected());
  }

  @Test
  void theCProgramPrintsTheClassOfEachSample() throws Exception {
    export(ExportFormat.C, "ticket.c");
    String program = folder.resolve("main").toString();
    String gcc =
        CompiledTicket.compiler()
            .orElseThrow(() -> new AssertionError("expected gcc on the path, found none"))
            .toString();
    String main = EXAMPLES.resolve("c/main.c").toString();
    List<String> flags = List.of("-Wall", "-Wextra", "-Werror", "-std=c99", "-Os");
    List<String> command = new ArrayList<>(List.of(gcc));
    command.addAll(flags);
    command.addAll(List.of("-I", folder.toString(), main, "-o", program));
    assertThat(run(0, folder, command.toArray(String[]::new))).isEmpty();

    List<String> lines = run(0, csv(), program);

    assertThat(lines.stream().map(line -> line.replaceFirst(" \\(logit .*", "")).toList())
        .isEqualTo(expected());
    Path short8 = Files.writeString(folder.resolve("short"), "1,2,3,4,5,6,7,8");
    assertThat(run(2, short8, program))
        .containsExactly("main: expected samples of 9 numbers, found an end within one");
    Path words = Files.writeString(folder.resolve("words"), "1,2,x");
    assertThat(run(2, words, program))
        .containsExactly("main: expected samples of 9 numbers, found other text");
  }

  @Test
  void thePythonProgramReadsTheSafetensorsFile() throws Exception {
    Path file = export(ExportFormat.SAFETENSORS, "ticket.safetensors");
    float[][] logits =
        Predictor.of(PackedRuntime.of(packed.ticket(WeightValues.FLOAT32))).predict(samples);

    List<String> lines =
        run(
            0,
            folder,
            "python3",
            EXAMPLES.resolve("python/predict.py").toString(),
            file.toString(),
            csv().toString());

    assertThat(lines).hasSize(SAMPLES);
    for (int s = 0; s < SAMPLES; s++) {
      String[] cells = lines.get(s).split(" ", -1);
      assertThat(Integer.parseInt(cells[0])).isEqualTo(Tombola.argmax(logits[s]));
      for (int c : IntStream.range(0, 4).toArray()) {
        assertThat(Math.abs(Double.parseDouble(cells[c + 1]) - logits[s][c])).isLessThan(1e-4);
      }
    }
  }
}
