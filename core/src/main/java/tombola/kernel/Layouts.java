package tombola.kernel;

import java.lang.foreign.MemorySegment;

/** Samples into rows and panels, and panels back into rows. */
public interface Layouts {

  /**
   * Writes {@code (source[from + i] & 255) * scale} for i in [0, {@code count}) into {@code row}
   * from {@code offset} bytes.
   */
  void load(byte[] source, int from, int count, float scale, MemorySegment row, long offset);

  /**
   * Turns rows of bytes into panels: {@code panels[p][f][l] = (rows[16 p + l][f] & 255) * scale}
   * for p in [{@code fromPanel}, {@code toPanel}), the rows {@link Panels#byteStride} bytes apart.
   */
  void bytesToPanels(
      int features,
      MemorySegment rows,
      float scale,
      MemorySegment panels,
      int fromPanel,
      int toPanel);

  /**
   * Turns rows into panels: {@code panels[p][f][l] = rows[16 p + l][f]} for p in [{@code
   * fromPanel}, {@code toPanel}).
   */
  void rowsToPanels(
      int features, MemorySegment rows, MemorySegment panels, int fromPanel, int toPanel);

  /**
   * Turns panels into rows: {@code rows[16 p + l][f] = panels[p][f][l]} for p in [{@code
   * fromPanel}, {@code toPanel}).
   */
  void panelsToRows(
      int features, MemorySegment panels, MemorySegment rows, int fromPanel, int toPanel);
}
