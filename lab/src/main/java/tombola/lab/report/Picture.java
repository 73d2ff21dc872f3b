package tombola.lab.report;

/**
 * A drawing that is no line chart.
 *
 * @param id name of its file, and prefix of the ids in it
 * @param svg one {@code svg} element
 */
record Picture(String id, String svg) {

  /** Returns the drawing as a file of its own. */
  String file() {
    return SvgFrame.file(svg);
  }
}
