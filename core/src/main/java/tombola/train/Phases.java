package tombola.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What the workers do in a step, in phases between which they meet. What one panel needs of itself
 * alone follows in one phase; a worker then does it panel by panel, so that what one layer wrote is
 * in the cache when the next reads it, except where weights outweigh a panel. Every other phase
 * goes through the panels from the last to the first: what a phase wrote last the next reads first.
 */
final class Phases {
  /** What is done for some panels. */
  @FunctionalInterface
  interface PanelWork {
    /** Does it for panels [{@code fromPanel}, {@code toPanel}), which worker {@code part} has. */
    void run(int fromPanel, int toPanel, int part);
  }

  private final int panels;
  private final List<Workers.Task> phases = new ArrayList<>();
  private final List<Workers.Task> open = new ArrayList<>(); // of the phase that is being made
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
      open.add(shared(work));
    } else {
      byPanels(work);
    }
  }

  /** Adds what every worker does in its part before its panels, and needs no meeting before it. */
  void byParts(Workers.Task work) {
    closeChain();
    open.add(work);
  }

  /** Ends a phase: the workers meet. */
  void meet() {
    closeChain();
    if (!open.isEmpty()) {
      Workers.Task[] works = open.toArray(Workers.Task[]::new);
      open.clear();
      phases.add((part, parts) -> {
        for (Workers.Task work : works) {
          work.run(part, parts);
        }
      });
    }
  }

  /** Adds a phase of its own. */
  void together(Workers.Task phase) {
    meet();
    phases.add(phase);
  }

  private Workers.Task shared(PanelWork work) {
    return (part, parts) -> work.run(panels * part / parts, panels * (part + 1) / parts, part);
  }

  private void closeChain() {
    if (!chain.isEmpty()) {
      PanelWork[] works = chain.toArray(PanelWork[]::new);
      chain.clear();
      boolean up = phases.size() % 2 == 0;
      open.add(
          shared((from, to, part) -> {
            for (int i = 0; i < to - from; i++) {
              int panel = up ? from + i : to - 1 - i;
              for (PanelWork work : works) {
                work.run(panel, panel + 1, part);
              }
            }
          }));
    }
  }

  /** Returns the phases. */
  Workers.Task[] made() {
    meet();
    return phases.toArray(Workers.Task[]::new);
  }
}
