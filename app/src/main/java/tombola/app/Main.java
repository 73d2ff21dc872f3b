package tombola.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import tombola.lab.report.Glyphs;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.open(System.getenv());
    System.setErr(terminal.err());
    Glyphs glyphs = Console.glyphs(System.getenv(), System.out.charset());
    System.exit(execute(List.of(args), new Console(System.out, System.in, terminal, glyphs)));
  }

  /** Runs one command and returns its exit code, one of {@link ExitCode}. */
  static int execute(List<String> args, Console console) {
    PrintStream out = console.out();
    if (args.equals(List.of("--version"))) { // without loading what commands need
      out.println("tombola " + version());
      return ExitCode.DONE;
    }
    int code = Commands.execute(args, console);
    out.flush();
    return code;
  }

  /** Returns the version that the build wrote into the jar. */
  static String version() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), "development");
  }
}
