package tombola.lab.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tombola.lab.config.InputException;

/**
 * The right to write a run. One process at a time has it, and one part of it; a killed process
 * loses it.
 *
 * <p>The lock is the operating system's, on the file {@code lock}. On POSIX systems a process that
 * closes any channel to a file loses all its locks on that file, so a process must not even open
 * the file of a lock that it has: it remembers them, and this memory has to be one for the process.
 */
final class RunLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int TRIES = 5; // somebody may be looking whether the run is locked just now
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path key;
  private final FileChannel channel;

  private RunLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes the lock of the run in {@code folder}.
   *
   * @throws InputException if another has it
   */
  static RunLock acquire(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      for (int tries = 1; ; tries++) {
        synchronized (HELD_HERE) {
          Path key = folder.toRealPath();
          if (HELD_HERE.contains(key)) {
            throw busy(folder, "this process");
          }
          FileChannel channel = tryLock(file);
          if (channel != null) {
            HELD_HERE.add(key);
            return new RunLock(key, channel);
          }
          if (tries == TRIES) {
            throw busy(folder, "another process (" + Files.readString(file).strip() + ")");
          }
        }
        Thread.sleep(30);
      }
    } catch (IOException e) {
      throw DurableFiles.unwritable(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException(folder + ": interrupted before the run was opened", e);
    }
  }

  /** Returns whether somebody has the lock of the run in {@code folder}. */
  static boolean isHeld(Path folder) {
    Path file = folder.resolve(FILE);
    synchronized (HELD_HERE) {
      try {
        if (HELD_HERE.contains(folder.toRealPath())) {
          return true;
        }
        if (!Files.isWritable(file)) {
          return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          return channel.tryLock() == null;
        }
      } catch (IOException e) {
        throw DurableFiles.unreadable(file, e);
      }
    }
  }

  /**
   * Returns the locked channel, or null if another process has the lock or the run was removed
   * meanwhile.
   */
  private static @Nullable FileChannel tryLock(Path file) throws IOException {
    if (!Files.exists(file)) {
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    }
    Object before = identity(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null && Objects.equals(before, identity(file))) {
        String owner =
            String.format("%-20d\n", ProcessHandle.current().pid()); // needs no room anew
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
        return channel;
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /**
   * Returns what tells the file from one that comes to its place when the run is removed and begun
   * anew.
   */
  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static InputException busy(Path folder, String who) {
    return new InputException(
        "%s: %s is at work on this run (it holds %s); wait until it ends"
            .formatted(folder, who, FILE));
  }

  @Override
  public void close() {
    synchronized (HELD_HERE) {
      HELD_HERE.remove(key);
      try {
        channel.close();
      } catch (IOException e) {
        throw DurableFiles.unwritable(key.resolve(FILE), e);
      }
    }
  }
}
