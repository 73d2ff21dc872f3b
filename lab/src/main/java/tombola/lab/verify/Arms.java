package tombola.lab.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tombola.lab.config.InputException;
import tombola.lab.config.Spelling;
import tombola.verify.Control;
import tombola.verify.Method;

/** The arms that there are. */
public final class Arms {
  /** The ticket. */
  public static final ArmKind TICKET = new ArmKind.TheTicket();

  /** The dense network. */
  public static final ArmKind DENSE = new ArmKind.TheDense();

  /** The control that a ticket must beat for its initial weights. */
  public static final ArmKind REINITIALISED = new ArmKind.OfControl(new Control.Reinitialised());

  /** The control that a ticket must beat for its mask. */
  public static final ArmKind RANDOM_MASK = new ArmKind.OfControl(new Control.RandomMask());

  /** The arms without which there is no verdict; all but the dense network at several levels. */
  public static final List<ArmKind> REQUIRED = List.of(TICKET, DENSE, REINITIALISED, RANDOM_MASK);

  /** The arms that are reported and no part of the verdict. */
  public static final List<ArmKind> OPTIONAL =
      Stream.concat(
              Stream.of(
                      new Control.ShuffledMask(),
                      new Control.KeptSigns(),
                      new Control.ConstantMagnitudes())
                  .map(ArmKind.OfControl::new),
              Stream.of(
                      new Method.PruneOnly(),
                      new Method.FineTuned(),
                      new Method.RateRewound(),
                      new Method.OneShot(),
                      new Method.SmallDense())
                  .map(ArmKind.OfMethod::new))
          .map(ArmKind.class::cast)
          .toList();

  private Arms() {}

  /**
   * Returns the optional arms that {@code text} names, in the order of {@link #OPTIONAL}.
   *
   * @param text {@code all}, {@code none}, or ids with commas between them
   * @throws InputException in one line, with the nearest id, if one is unknown
   */
  public static List<ArmKind> optional(String text) {
    if (text.equals("all")) {
      return OPTIONAL;
    }
    List<String> ids = OPTIONAL.stream().map(ArmKind::id).toList();
    List<String> asked = text.equals("none") ? List.of() : List.of(text.split(",", -1));
    for (String id : asked) {
      if (!ids.contains(id)) {
        List<String> known = new ArrayList<>(List.of("all", "none"));
        known.addAll(ids);
        throw new InputException(
            "arms: expected all, none or some of %s, got %s (did you mean %s?)"
                .formatted(
                    String.join(",", ids),
                    id.isEmpty() ? "nothing" : id,
                    Spelling.nearest(id, known)));
      }
    }
    return OPTIONAL.stream().filter(arm -> asked.contains(arm.id())).toList();
  }

  /** Returns the arm that stores know by {@code id}, doses and draws left aside. */
  public static ArmKind of(String id) {
    return Stream.concat(REQUIRED.stream(), OPTIONAL.stream())
        .filter(arm -> arm.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("arm: expected a known one, got " + id));
  }
}
