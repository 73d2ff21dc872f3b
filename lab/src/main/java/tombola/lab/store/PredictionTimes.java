package tombola.lab.store;

/**
 * How long predictions with a ticket take, as measured once on the machine that is named.
 *
 * @param machine processor and kernels
 * @param dense seconds of one thread for a sample with the dense network
 * @param ticket the same with the ticket
 */
public record PredictionTimes(String machine, double dense, double ticket) {}
