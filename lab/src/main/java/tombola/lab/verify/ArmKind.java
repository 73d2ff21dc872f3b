package tombola.lab.verify;

import tombola.verify.Control;
import tombola.verify.Method;

/** What is trained under every seed. */
public sealed interface ArmKind {

  /** The ticket itself. */
  record TheTicket() implements ArmKind {}

  /** The dense network that the search began with, trained once. */
  record TheDense() implements ArmKind {}

  /** The ticket with one thing changed. */
  record OfControl(Control control) implements ArmKind {}

  /** Another search or training. */
  record OfMethod(Method method) implements ArmKind {}

  /** Returns the name by which stores know this arm; it never changes. */
  default String id() {
    return switch (this) {
      case TheTicket _ -> "ticket";
      case TheDense _ -> "dense";
      case OfControl(Control control) -> control.id();
      case OfMethod(Method method) -> method.id();
    };
  }

  /** Returns what tables call this arm. */
  default String title() {
    return switch (this) {
      case TheTicket _ -> "ticket";
      case TheDense _ -> "dense network";
      case OfControl(Control control) -> control.name();
      case OfMethod(Method method) -> method.name();
    };
  }

  /** Returns what sentences call this arm. */
  default String words() {
    return switch (this) {
      case TheTicket _ -> "the ticket";
      case TheDense _ -> "the dense network";
      case OfControl(Control.Reinitialised _) -> "the same mask with other initial weights";
      case OfControl(Control.RandomMask _) -> "a random mask";
      case OfControl(Control control) -> control.name();
      case OfMethod(Method method) -> method.name();
    };
  }
}
