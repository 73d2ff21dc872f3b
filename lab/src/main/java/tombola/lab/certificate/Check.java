package tombola.lab.certificate;

/**
 * One thing looked at before anything is trained again.
 *
 * @param subject what
 * @param holds whether it is as it must be
 * @param words what was found
 */
public record Check(String subject, boolean holds, String words) {
  /** Returns this as a line. */
  public String line() {
    return "%s: %s".formatted(subject, words);
  }
}
