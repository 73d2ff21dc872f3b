package tombola.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Standard error as the user sees it.
 *
 * <p>The launcher sends the JVM's own standard error through a filter and hands the real one over
 * as another descriptor, whose number is in {@code TOMBOLA_STDERR_FD}; {@code TOMBOLA_TERMINAL}
 * holds the width if that is a terminal. Without the launcher it is {@link System#err}, and taken
 * for a file.
 *
 * @param err where progress and messages go; every print is written at once
 * @param interactive whether {@code err} is a terminal, where a line may be written over
 * @param columns the width of a line, 80 if unknown
 */
public record Terminal(PrintStream err, boolean interactive, int columns) {
  private static final int USUAL_COLUMNS = 80;

  /** Opens standard error as the launcher's variables in {@code environment} describe it. */
  public static Terminal open(Map<String, String> environment) {
    int columns = positive(environment.get("TOMBOLA_TERMINAL"));
    PrintStream err = standardError(positive(environment.get("TOMBOLA_STDERR_FD")));
    return new Terminal(err, columns > 0, columns > 0 ? columns : USUAL_COLUMNS);
  }

  // Opening /dev/fd/3 instead would lose the shared position in a file and fail for a socket.
  private static PrintStream standardError(int number) {
    if (number == 0) {
      return System.err;
    }
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      FileDescriptor descriptor = constructor.newInstance(number);
      return new PrintStream(new FileOutputStream(descriptor), true, System.err.charset());
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return System.err; // through the filter: the same text, a moment later
    }
  }

  private static int positive(@Nullable String number) {
    try {
      return number == null ? 0 : Math.max(0, Integer.parseInt(number));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
