package tombola.app;

import tombola.lab.config.FindSettings;
import tombola.lab.config.InputException;

/** Tells bad input from faults of ours. */
final class Inputs {
  private Inputs() {}

  /** Returns {@code fault} as bad input if its message begins with the name of a setting. */
  static RuntimeException explain(IllegalArgumentException fault) {
    String message = String.valueOf(fault.getMessage());
    String setting = message.substring(0, Math.max(0, message.indexOf(':')));
    return FindSettings.named(setting).isPresent() ? new InputException(message, fault) : fault;
  }
}
