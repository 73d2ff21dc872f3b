package tombola.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What the workers do in a step, in phases between which they meet. What one panel needs of itself
 * alone follows in one phase.
 */
final class Phases {
  /** What is done for some panels. */
  @FunctionalInterface
  interface PanelWork {
    /** Does it for panels [{@code fromPanel}, {@code toPanel}). */
    void run(int fromPanel, int toPanel);
  }

  private final int panels;
  private final List<Workers.Task> phases = new ArrayList<>();
  private final List<PanelWork> open = new ArrayList<>(); // of the phase that is being made

  /** Begins the phases of a step on {@code panels} panels. */
  Phases(int panels) {
    this.panels = panels;
  }

  /** Adds what needs no meeting before it. */
  void byPanels(PanelWork work) {
    open.add(work);
  }

  /** Adds a phase of its own. */
  void together(Workers.Task phase) {
    close();
    phases.add(phase);
  }

  private void close() {
    if (!open.isEmpty()) {
      PanelWork[] works = open.toArray(PanelWork[]::new);
      open.clear();
      phases.add((part, parts) -> {
        int from = panels * part / parts;
        int to = panels * (part + 1) / parts;
        for (PanelWork work : works) {
          work.run(from, to);
        }
      });
    }
  }

  /** Returns the phases. */
  Workers.Task[] made() {
    close();
    return phases.toArray(Workers.Task[]::new);
  }
}
