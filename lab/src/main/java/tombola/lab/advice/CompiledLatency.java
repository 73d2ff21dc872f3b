package tombola.lab.advice;

import java.util.ArrayList;
import java.util.List;
import tombola.lab.export.TimedTicket;

/**
 * How long the exported C file takes for one sample, compiled on this machine with {@code -O2}.
 *
 * @param values how the file holds weights
 * @param latency of the slower pass
 */
public record CompiledLatency(String values, Latency latency) {

  static CompiledLatency of(TimedTicket ticket, Samples samples, double seconds) {
    return new CompiledLatency(
        ticket.values().id(), Latency.of(ticket.nanos(samples.raw(), seconds)));
  }

  /** Returns the slower of two passes over the same files. */
  static List<CompiledLatency> slower(List<CompiledLatency> first, List<CompiledLatency> second) {
    List<CompiledLatency> slower = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      slower.add(
          new CompiledLatency(
              first.get(i).values, Race.slower(first.get(i).latency, second.get(i).latency)));
    }
    return List.copyOf(slower);
  }
}
