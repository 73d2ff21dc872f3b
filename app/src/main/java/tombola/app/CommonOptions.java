package tombola.app;

import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  boolean help;

  @Option(names = "--json", description = "print one JSON document and nothing else")
  boolean json;

  @Option(names = "--debug", description = "print the stack trace of an internal fault")
  boolean debug;
}
