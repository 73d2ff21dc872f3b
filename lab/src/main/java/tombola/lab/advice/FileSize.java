package tombola.lab.advice;

import tombola.lab.export.TicketFiles;

/**
 * A file that a level could leave in.
 *
 * @param format as {@code --format} has it
 * @param values as {@code --values} has them
 * @param bytes its size
 * @param validationAccuracy accuracy of the network with these values on the validation part
 * @param timed whether the runtime, whose predictions are timed, reads it
 */
public record FileSize(
    String format, String values, long bytes, double validationAccuracy, boolean timed) {

  static FileSize of(TicketFiles.Form form) {
    return new FileSize(
        form.format().id(),
        form.values().id(),
        form.bytes(),
        form.accuracy(),
        Constraints.isTimed(form.format()));
  }
}
