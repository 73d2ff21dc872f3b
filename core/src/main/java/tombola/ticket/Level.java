package tombola.ticket;

import tombola.train.TrainedRun;

/**
 * One level of a search: a ticket and what came of training it. Level 0 is the dense network.
 *
 * @param index prunings so far
 */
public record Level(int index, Ticket ticket, TrainedRun run) {}
