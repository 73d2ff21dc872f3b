package tombola.lab.certificate;

/**
 * A training that came out otherwise when it was made again.
 *
 * @param training which
 * @param words the first of what differs, with both sides
 */
public record TrainingDifference(String training, String words) {
  /** Returns this as a line. */
  public String line() {
    return training + ": " + words;
  }
}
