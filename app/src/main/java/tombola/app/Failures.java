package tombola.app;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tombola.data.BadDataException;
import tombola.lab.config.InputException;
import tombola.lab.config.Spelling;

/**
 * Turns errors into one line and an exit code.
 *
 * @param err where the line goes
 * @param debug whether the stack trace of an internal fault goes there too
 */
record Failures(PrintStream err, boolean debug) {

  /** Tells of arguments that cannot be understood. */
  int ofArguments(ParameterException e) {
    CommandLine command = e.getCommandLine();
    say(message(e, command) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
    return ExitCode.BAD_INPUT;
  }

  private static String message(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      String text = String.valueOf(e.getMessage());
      return text.isEmpty()
          ? text
          : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
    String first = unmatched.getUnmatched().getFirst();
    if (first.startsWith("-") && first.length() > 1) {
      String name = first.replaceFirst("=.*", "");
      List<String> names = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
      names.removeIf(known -> !known.startsWith("--"));
      return "unknown option " + name + "; did you mean " + Spelling.nearest(name, names) + "?";
    }
    List<String> commands = List.copyOf(command.getSubcommands().keySet());
    return commands.isEmpty()
        ? "unexpected argument " + first
        : "unknown command " + first + "; did you mean " + Spelling.nearest(first, commands) + "?";
  }

  /** Tells of what a command threw. */
  int of(Throwable e) {
    switch (e) {
      case InputException _, BadDataException _ -> say(String.valueOf(e.getMessage()));
      case UncheckedIOException io when io.getCause() != null -> say(reason(io.getCause()));
      case IOException io -> say(reason(io));
      default -> {
        say("internal fault: " + e + where(e) + "; --debug prints the whole stack trace");
        if (debug) {
          e.printStackTrace(err);
          err.flush();
        }
        return ExitCode.FAULT;
      }
    }
    return ExitCode.BAD_INPUT;
  }

  private static String where(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> f.getFile() + ": no such file or folder";
      case AccessDeniedException f -> f.getFile() + ": permission denied";
      case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private void say(String message) {
    err.println("tombola: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    err.flush();
  }
}
