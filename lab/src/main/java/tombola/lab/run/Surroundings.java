package tombola.lab.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tombola.lab.store.Provenance;

/**
 * On what a search runs: machine, Java and build.
 *
 * @param version Tombola's version
 * @param commit the commit it was built from, or {@code unknown}
 * @param jdk vendor and version of the Java runtime
 * @param os name, version and architecture of the operating system
 * @param cpu the processor's model
 * @param cores processors that the JVM may use
 */
public record Surroundings(
    String version, String commit, String jdk, String os, String cpu, int cores) {
  private static final String UNKNOWN = "unknown";
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Looks at this JVM. */
  public static Surroundings look() {
    Attributes build = build();
    return new Surroundings(
        text(build.getValue(Attributes.Name.IMPLEMENTATION_VERSION)),
        text(build.getValue("Implementation-Commit")),
        property("java.vendor") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        processor(),
        Runtime.getRuntime().availableProcessors());
  }

  /** Returns a session that begins now. */
  Provenance.Session session(String kernels, int threads) {
    String now = now();
    return new Provenance.Session(
        version,
        commit,
        jdk,
        os,
        cpu,
        cores,
        kernels,
        laneBits(kernels),
        threads,
        now,
        now,
        List.of());
  }

  /** Returns what the speed of kernels depends on, in one line. */
  String host() {
    return "%s, %d cores, %s, commit %s".formatted(cpu, cores, jdk, commit);
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Kernels with vectors have their width at the end of their name. */
  private static int laneBits(String kernels) {
    String last = kernels.substring(kernels.lastIndexOf(':') + 1);
    return last.matches("[0-9]{1,5}") ? Integer.parseInt(last) : 32;
  }

  private static String property(String name) {
    return text(System.getProperty(name));
  }

  private static String text(@Nullable String value) {
    if (value == null || value.isBlank() || value.startsWith("${")) { // built outside a checkout
      return UNKNOWN;
    }
    return value.strip();
  }

  private static String processor() {
    if (!Files.isReadable(CPU_INFO)) {
      return property("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      Optional<String> model =
          lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name")).findFirst();
      return model
          .map(line -> text(line.substring(line.indexOf(':') + 1)))
          .orElse(property("os.arch"));
    } catch (IOException _) {
      return property("os.arch");
    }
  }

  /**
   * Returns the manifest of the jar that holds this class; nothing when classes lie in a folder.
   */
  private static Attributes build() {
    try {
      URL jar = Surroundings.class.getProtectionDomain().getCodeSource().getLocation();
      URL manifest = URI.create("jar:" + jar.toURI() + "!/META-INF/MANIFEST.MF").toURL();
      try (InputStream in = manifest.openStream()) {
        return new Manifest(in).getMainAttributes();
      }
    } catch (IOException | URISyntaxException _) {
      return new Attributes();
    }
  }
}
