package tombola.verify;

import java.util.List;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;

/**
 * Where a ticket is carried to.
 *
 * @param network the target's dense network
 * @param head what becomes of the last layer
 * @param initialisation how the target draws θ₀, and so whatever is drawn here
 */
public record Destination(NetworkSpec network, Head head, Initialisation initialisation) {

  /** Returns whether the values of {@code p} come from the source. */
  boolean takes(Parameter p) {
    return head == Head.KEEP || !p.output();
  }

  /**
   * Checks that a network with {@code parameters} fits: layer by layer, the last one aside if it is
   * drawn afresh.
   *
   * @throws IllegalArgumentException naming the first parameter that does not, with both shapes
   */
  void require(List<Parameter> parameters) {
    List<Parameter> own = network.parameters();
    if (parameters.size() != own.size()) {
      throw new IllegalArgumentException(
          "ticket: expected %d parameters as %s has, got %d"
              .formatted(own.size(), network.widths(), parameters.size()));
    }
    for (int i = 0; i < own.size(); i++) {
      Parameter here = own.get(i);
      Parameter there = parameters.get(i);
      if (takes(here) ? !here.equals(there) : !there.output()) {
        throw new IllegalArgumentException(
            "ticket: expected %s as the target has, got %s".formatted(shape(here), shape(there)));
      }
    }
  }

  private static String shape(Parameter p) {
    return "%s [%d][%d]".formatted(p.name(), p.rows(), p.columns());
  }
}
