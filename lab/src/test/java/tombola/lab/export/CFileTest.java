package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.lab.data.InputUnits;

/** The C file, compiled without a warning and run; these tests need gcc and size. */
class CFileTest {
  private static final InputUnits BYTES = new InputUnits.Bytes();

  @TempDir private Path folder;

  private static Path gcc() {
    return CompiledTicket.compiler()
        .orElseThrow(() -> new AssertionError("expected gcc on the path, found none: install it"));
  }

  private CompiledTicket compiled(PackedTicket ticket) throws IOException {
    return CompiledTicket.compile(gcc(), ticket, new CFile().write(ticket), folder);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "INT8"})
  void theProgramPredictsAsTheRuntime(WeightValues values) throws IOException {
    for (Packed packed :
        List.of(
            Packed.of(1, 0.1, BYTES, 60, 30, 20, 10, 4),
            Packed.of(2, 0.5, BYTES, 7, 300, 5), // rows beyond a byte
            Packed.of(3, 1, BYTES, 5, 3),
            Packed.of(4, 0, BYTES, 5, 4, 3))) {
      PackedTicket ticket = packed.ticket(values);
      double[][] samples = packed.samples(50);

      float[][] found = compiled(ticket).predict(samples);

      float[][] expected = Predictor.of(PackedRuntime.of(ticket)).predict(samples);
      assertThat(Packed.difference(expected, found)).isLessThan(2e-5);
    }
  }

  @Test
  void columnsComeInTheUnitsOfTheData() throws IOException {
    InputUnits units = new InputUnits.Columns(new double[] {2000, 5, 0}, new double[] {4, 0, 0.5});
    PackedTicket ticket = Packed.of(5, 1, units, 3, 4, 2).ticket(WeightValues.FLOAT32);
    double[][] samples = {{2002, 7, -1}, {1990, 5, 3}};

    assertThat(
            Packed.difference(
                Predictor.of(PackedRuntime.of(ticket)).predict(samples),
                compiled(ticket).predict(samples)))
        .isLessThan(2e-5);
  }

  @Test
  void theSelfTestEndsWell() throws Exception {
    compiled(Packed.of(1, 0.1, BYTES, 60, 30, 20, 10, 4).ticket(WeightValues.INT8));

    Process process = new ProcessBuilder(folder.resolve("selftest").toString()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).startsWith("ok: largest relative difference ");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aSelfTestOfOtherWeightsFails() throws Exception {
    PackedTicket ticket = Packed.of(1, 0.5, BYTES, 6, 4).ticket(WeightValues.INT8);
    String source = new String(new CFile().write(ticket), StandardCharsets.UTF_8);
    String other = source.replaceFirst("bias_1\\[4\\] = \\{\n", "bias_1[4] = {\n9.0f + ");
    assertThat(other).isNotEqualTo(source);
    CompiledTicket.compile(gcc(), ticket, other.getBytes(StandardCharsets.UTF_8), folder);

    Process process = new ProcessBuilder(folder.resolve("selftest").toString()).start();

    assertThat(process.waitFor()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "INT8"})
  void flashAndRamAreThoseOfTheObjectFile(WeightValues values) throws Exception {
    PackedTicket ticket = Packed.of(1, 0.1, BYTES, 300, 100, 50, 10).ticket(values);
    compiled(ticket);
    CFile.Need need = CFile.need(ticket);

    Process process = new ProcessBuilder("size", folder.resolve("ticket.o").toString()).start();
    String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] sizes = table.lines().toList().get(1).strip().split("\\s+", -1);
    long text = Long.parseLong(sizes[0]); // code and constants
    assertThat(text).isBetween(need.flash(), need.flash() + 3000);
    assertThat(Long.parseLong(sizes[1])).as("initialised data").isZero();
    assertThat(Long.parseLong(sizes[2])).as("buffers").isBetween(need.ram(), need.ram() + 64);
  }

  @Test
  void theFileIsOneAndUsesNoHeap() {
    PackedTicket ticket = Packed.of(1, 0.1, BYTES, 60, 30, 4).ticket(WeightValues.INT8);
    String source = new String(new CFile().write(ticket), StandardCharsets.UTF_8);

    assertThat(source)
        .doesNotContain("malloc", "#include \"")
        .contains("A ticket found by Tombola");
    assertThat(source.lines().filter(line -> line.startsWith("#include")))
        .containsExactly("#include <stdint.h>", "#include <stdio.h>");
    assertThat(Files.exists(folder.resolve("ticket.c"))).isFalse();
  }
}
