package tombola.lab.run;

import java.util.Optional;
import tombola.lab.store.ArmStore;
import tombola.lab.store.Metrics;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.StoredLevel;
import tombola.lab.transfer.TransferArm;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.ticket.Ticket;
import tombola.train.DivergedException;
import tombola.verify.Carried;
import tombola.verify.Destination;

/**
 * One job of a transfer on its way to its outcome; one thread runs it.
 *
 * @param laboratory the target's
 * @param job what is to be made
 * @param source the source's search with the job's seed
 * @param network the source's dense network
 * @param place where the outcome goes
 * @param tally hears of it
 */
record TransferRun(
    Laboratory laboratory,
    TransferJob job,
    ReplicateStore source,
    NetworkSpec network,
    ArmStore place,
    TransferTally tally) {

  /** Trains and stores what comes of it; returns why it diverged, if it did. */
  Optional<String> run() {
    try {
      laboratory.train(
          ticket(),
          job.level(),
          job.seed(),
          place,
          Metrics::steps,
          (share, point, steps) -> tally.moved(job, share, point, steps));
      tally.finished(job);
      return Optional.empty();
    } catch (DivergedException e) {
      String message = String.valueOf(e.getMessage());
      place.writeDiverged(job.level(), message);
      tally.diverged(job, message);
      return Optional.of(job.words() + ": " + message);
    }
  }

  /** Returns what trains on the target. */
  private Ticket ticket() {
    Destination destination =
        new Destination(laboratory.network(), job.head(), laboratory.config().initialisation());
    StoredLevel level = source.read(job.level(), network);
    return carried().to(destination, level.ticket(), level.run().best(), new Seed(job.seed()));
  }

  private Carried carried() {
    return switch (job.arm()) {
      case TransferArm.Carry(Carried carried) -> carried;
      case TransferArm.DensePretrained _ -> new Carried.TrainedWeights();
      case TransferArm.DenseFromScratch _, TransferArm.OwnTicket _ ->
          throw new IllegalStateException(job.words() + ": expected an arm that is carried");
    };
  }
}
