package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import tombola.lab.config.InputException;

class FailuresTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void anInternalFaultSaysWhereAndExitsThree() {
    assertThat(failures(false).of(new IllegalStateException("broken"))).isEqualTo(3);
    assertThat(text())
        .startsWith(
            "tombola: internal fault: java.lang.IllegalStateException: broken at tombola.app.")
        .endsWith("--debug prints the whole stack trace\n")
        .hasLineCount(1);
  }

  @Test
  void debugPrintsTheStackTraceOfAFaultAndOfNothingElse() {
    assertThat(failures(true).of(new InputException("rate: bad"))).isEqualTo(2);
    assertThat(text()).isEqualTo("tombola: rate: bad\n");
    assertThat(failures(true).of(new StackOverflowError())).isEqualTo(3);
    assertThat(text()).contains("\tat ");
  }

  @Test
  void aFullDiskIsBadInput() {
    FileSystemException full = new FileSystemException("runs/a", null, "No space left on device");
    assertThat(failures(false).of(new UncheckedIOException(full))).isEqualTo(2);
    assertThat(text()).isEqualTo("tombola: runs/a: No space left on device\n");
  }

  @Test
  void aMessageOfSeveralLinesBecomesOne() {
    failures(false).of(new InputException("first\n   second\r\nthird\n"));
    assertThat(text()).isEqualTo("tombola: first second third\n");
  }

  private Failures failures(boolean debug) {
    bytes.reset();
    return new Failures(new PrintStream(bytes, true, StandardCharsets.UTF_8), debug);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
