package tombola.lab.ledger;

import java.util.List;

/**
 * Several trainings together.
 *
 * @param trainings how many
 * @param cost what they took in all
 */
public record Bill(int trainings, Cost cost) {

  /** Returns the bill of trainings that cost {@code each}. */
  public static Bill of(List<Cost> each) {
    return new Bill(each.size(), Cost.sum(each));
  }

  /** Returns the two together. */
  public Bill plus(Bill other) {
    return new Bill(trainings + other.trainings, cost.plus(other.cost));
  }
}
