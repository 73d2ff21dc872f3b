package tombola.lab.transfer;

import tombola.verify.Carried;

/** What is trained on the target under every seed. */
public sealed interface TransferArm {

  /** Something of the source's ticket. */
  record Carry(Carried carried) implements TransferArm {}

  /** The target's dense network from its own θ₀: level 0 of its search. */
  record DenseFromScratch() implements TransferArm {}

  /** The dense network trained on the source before. */
  record DensePretrained() implements TransferArm {}

  /** The ticket of the same level that a search on the target finds. */
  record OwnTicket() implements TransferArm {}

  /** Returns the name by which stores know this arm; it never changes. */
  default String id() {
    return switch (this) {
      case Carry(Carried carried) -> carried.id();
      case DenseFromScratch _ -> "dense";
      case DensePretrained _ -> "dense-pretrained";
      case OwnTicket _ -> "own-ticket";
    };
  }

  /** Returns what tables call this arm. */
  default String title() {
    return switch (this) {
      case Carry(Carried carried) -> carried.name();
      case DenseFromScratch _ -> "dense from scratch";
      case DensePretrained _ -> "dense, pre-trained";
      case OwnTicket _ -> "the target's own ticket";
    };
  }

  /** Returns what sentences call this arm. */
  default String words() {
    return switch (this) {
      case Carry(Carried.TrainedWeights _) -> "the mask with its trained weights";
      case Carry(Carried.InitialWeights _) -> "the mask with its initial weights";
      case Carry(Carried.MaskAndSigns _) -> "the mask with its signs";
      case Carry(Carried.MaskAlone _) -> "the mask alone";
      case Carry(Carried.LayerCounts _) -> "a random ticket of the same counts";
      case DenseFromScratch _ -> "the dense network from scratch";
      case DensePretrained _ -> "the dense network trained on the source before";
      case OwnTicket _ -> "the target's own ticket";
    };
  }

  /**
   * Returns the level of source or target that this arm is of, when the ticket's is {@code level}.
   */
  default int level(int level) {
    return switch (this) {
      case Carry _, OwnTicket _ -> level;
      case DenseFromScratch _, DensePretrained _ -> 0;
    };
  }

  /** Returns whether the target's search itself trains this. */
  default boolean isOfSearch() {
    return switch (this) {
      case Carry _, DensePretrained _ -> false;
      case DenseFromScratch _, OwnTicket _ -> true;
    };
  }
}
