package tombola.lab.verify;

import java.util.ArrayList;
import java.util.List;
import tombola.verify.Control;

/**
 * What a plan fixes about the sensitivity to the initial weights: ticket and dense network are
 * trained from θ₀ blended with fresh noise.
 *
 * @param doses shares of the noise, ascending from 0, which is the network itself, to 1, which is
 *     its re-initialisation
 * @param draws re-initialisations of the ticket under each seed, the first being that of dose 1
 */
public record Sensitivity(List<Double> doses, int draws) {
  /** Quarters, and three draws. */
  public static final Sensitivity STANDARD = new Sensitivity(List.of(0.0, 0.25, 0.5, 0.75, 1.0), 3);

  /** Copies the list and checks it. */
  public Sensitivity {
    doses = List.copyOf(doses);
    boolean ascending = doses.size() > 1 && doses.getFirst() == 0 && doses.getLast() == 1;
    for (int i = 1; i < doses.size(); i++) {
      ascending &= doses.get(i) > doses.get(i - 1);
    }
    if (!ascending) {
      throw new IllegalArgumentException("doses: expected an ascent from 0 to 1, got " + doses);
    }
    if (draws < 1) {
      throw new IllegalArgumentException("draws: expected at least 1, got " + draws);
    }
  }

  /**
   * Returns the arm of {@code dose}.
   *
   * @param none that of dose 0: ticket or dense network
   */
  public static ArmKind arm(ArmKind none, double dose) {
    if (dose == 0) {
      return none;
    }
    return dose == 1 ? Arms.REINITIALISED : new ArmKind.OfControl(new Control.Blended(dose));
  }

  /** Returns the arms that re-initialise the ticket, a draw each. */
  List<ArmKind> redrawn() {
    List<ArmKind> arms = new ArrayList<>(List.of(Arms.REINITIALISED));
    for (int draw = 2; draw <= draws; draw++) {
      arms.add(new ArmKind.OfControl(new Control.Redrawn(draw)));
    }
    return arms;
  }

  /** Returns what is trained for the ticket of {@code level} and the dense network. */
  public List<Evidence.Place> places(int level) {
    List<Evidence.Place> places = new ArrayList<>();
    doses.forEach(dose -> places.add(new Evidence.Place(arm(Arms.TICKET, dose), level)));
    redrawn().forEach(arm -> places.add(new Evidence.Place(arm, level)));
    doses.forEach(dose -> places.add(new Evidence.Place(arm(Arms.DENSE, dose), 0)));
    return places;
  }
}
