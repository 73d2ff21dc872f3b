import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks or mends the layout of every Java file below the working folder. {@code mvn verify} runs
 * it on the JDK of the toolchain, because the formatter cannot read Java 25 in an older one that
 * Maven itself may run on.
 */
final class Format {
  private static final JavaFormatterOptions OPTIONS = JavaFormatterOptions.defaultOptions();

  private Format() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !List.of("check", "fix").contains(args[0])) {
      System.err.println("expected: check|fix REPORT, got: " + String.join(" ", args));
      System.exit(2);
    }
    boolean fix = args[0].equals("fix");
    Path report = Path.of(args[1]);
    List<String> wrong =
        sources(Path.of("")).parallelStream()
            .map(file -> visit(file, fix))
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    wrong.forEach(file -> System.out.println("Not formatted: " + file));
    Files.deleteIfExists(report);
    if (!wrong.isEmpty()) {
      Files.createDirectories(report.getParent());
      Files.write(report, wrong);
    }
  }

  /** Returns the file's name if it stays unformatted. */
  private static Optional<String> visit(Path file, boolean fix) {
    try {
      String found = Files.readString(file);
      String wanted = format(found);
      if (wanted.equals(found)) {
        return Optional.empty();
      }
      if (fix) {
        Files.writeString(file, wanted);
        System.out.println("Formatted: " + file);
        return Optional.empty();
      }
      return Optional.of(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      return Optional.of(file + ": " + e.getMessage());
    }
  }

  private static String format(String source) throws Exception {
    String imports =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(source), OPTIONS.style());
    return new Formatter(OPTIONS).formatSource(imports);
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean skip =
                name.equals("target")
                    || name.equals("runs")
                    || name.length() > 1 && name.startsWith(".");
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
