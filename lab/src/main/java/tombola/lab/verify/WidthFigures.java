package tombola.lab.verify;

import java.util.List;
import java.util.Optional;

/**
 * Tickets of about one live count, found from several starting widths: does a larger network hold
 * better ones?
 *
 * @param live weights of the judged ticket that each is to come close to
 * @param widths ascending
 * @param perDoubling slope of the ticket's test accuracy against the binary logarithm of the
 *     factor; none with one width
 */
public record WidthFigures(long live, List<AtWidth> widths, Optional<SlopeFigures> perDoubling) {

  /**
   * One starting width.
   *
   * @param factor of the hidden widths
   * @param network the scaled network's name
   * @param run the name of its run
   * @param level prunings to the ticket
   * @param total weights of the dense network
   * @param ticket what the ticket measured
   * @param dense what the network of this width measured, with its differences to the ticket
   * @param reinitialised the same of the ticket's mask with other initial weights, if it did not
   *     diverge
   * @param margin how much less accurate than that dense network still counts as no less accurate
   * @param noWorse under how many seeds the ticket is less accurate than the dense network by no
   *     more than the margin
   * @param better under how many it is more accurate than its re-initialisation, a training that
   *     diverged counting as less accurate
   * @param both under how many it is both: these seeds over all are the rate of winning
   * @param diverged re-initialised trainings that did not stay finite
   */
  public record AtWidth(
      double factor,
      String network,
      String run,
      int level,
      long total,
      ArmFigures ticket,
      ArmFigures dense,
      Optional<ArmFigures> reinitialised,
      double margin,
      int noWorse,
      int better,
      int both,
      List<VerifyResult.Divergence> diverged) {
    /** Copies the list. */
    public AtWidth {
      diverged = List.copyOf(diverged);
    }

    /** Returns the share of the seeds under which the ticket wins. */
    public double winRate() {
      return (double) both / ticket.seeds().size();
    }
  }

  /** Copies the list. */
  public WidthFigures {
    widths = List.copyOf(widths);
  }
}
