package tombola.lab.report;

/** The characters that a terminal can show. */
public enum Glyphs {
  /** Braille, signs and Greek letters. */
  UNICODE("±", "µs", "◆"),
  /** The 95 printable characters of ASCII alone. */
  ASCII("+-", "us", "*");

  final String plusMinus;
  final String micros;
  final String ticket;

  Glyphs(String plusMinus, String micros, String ticket) {
    this.plusMinus = plusMinus;
    this.micros = micros;
    this.ticket = ticket;
  }
}
