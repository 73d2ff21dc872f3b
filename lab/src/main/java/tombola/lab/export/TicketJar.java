package tombola.lab.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tombola.runtime.Tombola;

/** A runnable jar: the classes of the runtime, and the ticket as our compact file beside them. */
final class TicketJar implements Exporter {
  private static final String FOLDER = "tombola/runtime";
  private static final String TICKET = "ticket.tombola";
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  @Override
  public byte[] write(PackedTicket ticket) {
    String manifest =
        """
        Manifest-Version: 1.0
        Main-Class: tombola.runtime.Main
        Automatic-Module-Name: tombola.ticket

        """;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      put(jar, JarFile.MANIFEST_NAME, manifest.getBytes(StandardCharsets.UTF_8));
      put(jar, TICKET, new TombolaFile().write(ticket));
      for (Map.Entry<String, byte[]> file : classes().entrySet()) {
        put(jar, file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    jar.putNextEntry(entry);
    jar.write(content);
  }

  /** Returns the runtime's class files by name, from where this program has them. */
  private static Map<String, byte[]> classes() throws IOException {
    Path place;
    try {
      place = Path.of(Tombola.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("the runtime's classes: " + e.getMessage(), e);
    }
    if (Files.isDirectory(place)) {
      return classes(place.resolve(FOLDER));
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classes(jar.getPath(FOLDER));
    }
  }

  private static Map<String, byte[]> classes(Path folder) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          classes.put(FOLDER + "/" + name, Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }

  /**
   * Returns the ticket in the jar {@code file}.
   *
   * @throws IOException if it cannot be read or is no such jar
   * @throws tombola.runtime.BadTicketException if the ticket is damaged
   */
  static Tombola load(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      ZipEntry entry = jar.getEntry(TICKET);
      if (entry == null) {
        throw new IOException(file + ": expected a jar with a ticket, found no " + TICKET);
      }
      try (InputStream in = jar.getInputStream(entry)) {
        return Tombola.load(in);
      }
    }
  }
}
