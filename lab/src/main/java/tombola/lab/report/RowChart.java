package tombola.lab.report;

import java.util.List;

/**
 * A chart with a row for each thing and marks on one horizontal axis, as values; {@link SvgRows}
 * draws it.
 *
 * @param id prefix of the ids in the drawing
 * @param title its heading
 * @param description what it shows, for those who cannot see it
 * @param axis the horizontal axis; marks outside of it become arrows at its ends
 * @param legend names of the styles of the marks, from style 0
 * @param references verticals that marks are compared with
 * @param rows from the top
 */
record RowChart(
    String id,
    String title,
    String description,
    Plot.Axis axis,
    List<String> legend,
    List<Reference> references,
    List<Row> rows) {

  /**
   * A vertical.
   *
   * @param name what stands at its head
   */
  record Reference(double at, String name) {}

  /**
   * One row.
   *
   * @param name what stands at its left
   * @param marks from above
   * @param figure what stands at its right
   */
  record Row(String name, List<Mark> marks, String figure) {}

  /**
   * A point with a line from end to end.
   *
   * @param style number of its colour and shape
   * @param low left end of the line
   * @param high right end of the line
   */
  record Mark(int style, double at, double low, double high) {}
}
