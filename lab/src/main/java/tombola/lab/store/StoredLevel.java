package tombola.lab.store;

import tombola.ticket.Ticket;
import tombola.train.TrainedRun;

/**
 * A finished level, with all that the store keeps of it.
 *
 * @param ticket mask and start
 * @param run what came of training it
 * @param metrics what is compared
 * @param timing what it cost
 */
public record StoredLevel(Ticket ticket, TrainedRun run, Metrics metrics, Timing timing) {}
