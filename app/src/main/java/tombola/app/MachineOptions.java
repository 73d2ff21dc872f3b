package tombola.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What trains beside a run whose configuration says the rest. */
final class MachineOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "trainings side by side, or auto for one a core (default: the run's)")
  private Optional<String> threads = Optional.empty();

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      description = "the inner loops, as of find (default: the run's)")
  private Optional<String> kernels = Optional.empty();

  /** Returns the settings that were given, and the folder of the runs. */
  Map<String, String> settings(String out) {
    Map<String, String> settings = new LinkedHashMap<>();
    threads.ifPresent(text -> settings.put("threads", text));
    kernels.ifPresent(text -> settings.put("kernels", text));
    settings.put("out", out);
    return settings;
  }
}
