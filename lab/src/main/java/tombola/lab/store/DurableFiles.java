package tombola.lab.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tombola.lab.config.InputException;

/** Files and folders that are there whole or not at all, also after a crash of the machine. */
final class DurableFiles {
  /** The ending of what is not finished yet. */
  static final String UNFINISHED = ".tmp";

  private DurableFiles() {}

  /** Writes {@code file}, in place of the one that may be there. */
  static void write(Path file, byte[] content) {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      writeForced(unfinished, content);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(folderOf(file));
    } catch (IOException e) {
      deleteQuietly(unfinished);
      throw unwritable(file, e);
    }
  }

  /** Writes a new folder with {@code files}, by name. */
  static void writeFolder(Path folder, Map<String, byte[]> files) {
    Path unfinished = folder.resolveSibling(folder.getFileName() + UNFINISHED);
    try {
      deleteTree(unfinished);
      Files.createDirectory(unfinished);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        writeForced(unfinished.resolve(file.getKey()), file.getValue());
      }
      force(unfinished);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      force(folderOf(folder));
    } catch (IOException e) {
      deleteQuietly(unfinished);
      throw unwritable(folder, e);
    }
  }

  /** Makes {@code folder} and those above it, where they are missing. */
  static void createFolders(Path folder) {
    try {
      Path absolute = folder.toAbsolutePath();
      Path parent = absolute.getParent();
      if (parent != null && !Files.isDirectory(absolute)) {
        createFolders(parent);
        if (!Files.isDirectory(absolute)) {
          Files.createDirectory(absolute);
          force(parent);
        }
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // else another process was faster
        throw unwritable(folder, e);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Removes what killed processes left unfinished in {@code folder}. */
  static void removeUnfinished(Path folder) {
    for (Path path : list(folder)) {
      if (path.getFileName().toString().endsWith(UNFINISHED)) {
        try {
          deleteTree(path);
        } catch (IOException e) {
          throw unwritable(path, e);
        }
      }
    }
  }

  /** Returns what {@code folder} holds, sorted by name; nothing if there is no such folder. */
  static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Returns the content of {@code file}. */
  static byte[] read(Path file, String remedy) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(unreadable(file, e).getMessage() + "; " + remedy, e);
    }
  }

  /**
   * Deletes {@code path} and all below it; it need not be there. Links are deleted, not followed.
   */
  static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> below = Files.walk(path)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      deleteTree(path);
    } catch (IOException _) {
      return; // the next start tries again; the fault that led here is what matters
    }
  }

  private static void writeForced(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // a full disk does not name its file
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
  }

  /**
   * Makes the names in {@code folder} durable; Windows, which cannot open folders, does so by
   * itself.
   */
  private static void force(Path folder) throws IOException {
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + ": expected a path below the root");
    }
    return parent;
  }

  /** Returns the one line that says why {@code path} could not be written. */
  static InputException unwritable(Path path, IOException e) {
    String reason = reason(e);
    String remedy =
        reason.toLowerCase(Locale.ROOT).contains("space")
                || reason.toLowerCase(Locale.ROOT).contains("quota")
            ? "finished levels are kept: make room and run the same command again"
            : "name another folder with --out";
    return new InputException(path + ": cannot be written: " + reason + "; " + remedy, e);
  }

  /** Returns the one line that says why {@code path} could not be read. */
  static InputException unreadable(Path path, IOException e) {
    return new InputException(path + ": cannot be read: " + reason(e), e);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "there is a file of that name";
      case NotDirectoryException _ -> "it is no folder";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
