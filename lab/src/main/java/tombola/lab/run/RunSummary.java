package tombola.lab.run;

import java.nio.file.Path;
import java.util.Optional;
import tombola.lab.result.TicketChoice;

/**
 * A run in a list.
 *
 * @param name the run's name
 * @param folder its folder
 * @param dataset the data's name
 * @param network the network's name
 * @param replicates replicates with at least one level
 * @param levels levels that each of them has, the dense one included: the least number
 * @param active whether a process is at work on it
 * @param ticket the first replicate's ticket, if it has a level
 * @param problem what is wrong with the run, in one line; then the other figures may be missing
 */
public record RunSummary(
    String name,
    Path folder,
    String dataset,
    String network,
    int replicates,
    int levels,
    boolean active,
    Optional<TicketChoice> ticket,
    Optional<String> problem) {}
