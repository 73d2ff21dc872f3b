package tombola.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What the workers do in a step, in phases between which they meet. What one panel needs of itself
 * alone follows in one phase; a worker then does it panel by panel, so that what one layer wrote is
 * in the cache when the next reads it, except where weights outweigh a panel.
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
  private final List<PanelWork> chain = new ArrayList<>(); // panel by panel, what comes after these

  /** Begins the phases of a step on {@code panels} panels. */
  Phases(int panels) {
    this.panels = panels;
  }

  /** Adds what needs no meeting before it, to be done panel by panel with its neighbours. */
  void byPanels(PanelWork work) {
    chain.add(work);
  }

  /**
   * Adds what needs no meeting before it and is done for all panels of a worker at once, if {@code
   * wide}; else as {@link #byPanels(PanelWork)}.
   */
  void byPanels(boolean wide, PanelWork work) {
    if (wide) {
      closeChain();
      open.add(work);
    } else {
      byPanels(work);
    }
  }

  /** Adds a phase of its own. */
  void together(Workers.Task phase) {
    close();
    phases.add(phase);
  }

  private void closeChain() {
    if (!chain.isEmpty()) {
      PanelWork[] works = chain.toArray(PanelWork[]::new);
      chain.clear();
      open.add((from, to) -> {
        for (int panel = from; panel < to; panel++) {
          for (PanelWork work : works) {
            work.run(panel, panel + 1);
          }
        }
      });
    }
  }

  private void close() {
    closeChain();
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
