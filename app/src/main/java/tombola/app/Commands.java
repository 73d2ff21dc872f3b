package tombola.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: all commands, and what becomes of their errors. */
@Command(
    name = "tombola",
    description = "Finds winning lottery tickets in neural networks.",
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Every command has --help with an example, and --json.",
      "",
      "Example:",
      "  tombola find --steps 2000 --levels 8"
    })
final class Commands implements Runnable {
  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "print the version")
  boolean version;

  private Commands(PrintStream out) {
    this.out = out;
  }

  static int execute(List<String> args, Console console) {
    Failures failures = new Failures(console.err(), args.contains("--debug"));
    try {
      return commandLine(console)
          .setParameterExceptionHandler((e, _) -> failures.ofArguments(e))
          .setExecutionExceptionHandler((e, _, _) -> failures.of(e))
          .execute(args.toArray(String[]::new));
    } catch (Error e) { // picocli hands over exceptions alone
      return failures.of(e);
    }
  }

  /** Returns the whole command line, errors unhandled. */
  static CommandLine commandLine(Console console) {
    CommandLine top = new CommandLine(new Commands(console.out()));
    top.addSubcommand("find", FindCommand.spec(console));
    top.addSubcommand("verify", new VerifyCommand(console));
    top.addSubcommand("transfer", new TransferCommand(console));
    top.addSubcommand("export", new ExportCommand(console));
    top.addSubcommand("bench", new BenchCommand(console));
    top.addSubcommand("predict", new PredictCommand(console));
    top.addSubcommand("import", new ImportCommand(console));
    top.addSubcommand("replay", new ReplayCommand(console));
    top.addSubcommand("runs", RunsCommand.commandLine(console));
    top.addSubcommand("networks", new NetworksCommand(console));
    top.addSubcommand("doctor", new DoctorCommand(console));
    top.getCommandSpec().version("tombola " + Main.version());
    top.setOut(writer(console.out()));
    top.setErr(writer(console.err()));
    top.setColorScheme(
        CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF)); // also for pipes
    top.setUsageHelpAutoWidth(false);
    top.setUsageHelpWidth(Math.max(80, console.columns()));
    top.setAbbreviatedOptionsAllowed(false);
    return top;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  @Override
  public void run() {
    spec.commandLine().usage(out);
  }
}
