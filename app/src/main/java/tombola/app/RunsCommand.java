package tombola.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tombola runs}: what earlier searches left. */
@Command(
    name = "runs",
    description = "Lists, shows, compares and removes runs.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A run is named by its folder's name, by a part of that which no other run has, or by a"
          + " path.",
      "",
      "Example:",
      "  tombola runs list"
    })
final class RunsCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  boolean help;

  private RunsCommand(Console console) {
    this.console = console;
  }

  /** Returns the command with those below it. */
  static CommandLine commandLine(Console console) {
    return new CommandLine(new RunsCommand(console))
        .addSubcommand("list", new RunsList(console))
        .addSubcommand("show", new RunsShow(console))
        .addSubcommand("compare", new RunsCompare(console))
        .addSubcommand("rm", new RunsRemove(console));
  }

  @Override
  public void run() {
    spec.commandLine().usage(console.out());
  }
}
