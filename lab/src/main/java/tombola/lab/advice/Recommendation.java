package tombola.lab.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tombola.lab.config.InputException;

/**
 * The smallest file that keeps to all constraints, or why there is none. The test part has no say:
 * accuracy is that on the validation part.
 *
 * @param choice the file, if there is one
 * @param leastAccuracy the accuracy that was needed, asked for or the search's own bar
 * @param shortfalls if there is none, the constraints that no file keeps to; if each is kept to by
 *     some file, but never all at once, all of them
 */
public record Recommendation(
    Optional<Candidate> choice, double leastAccuracy, List<Shortfall> shortfalls) {

  /** What can be asked for. */
  public enum Limit {
    /** At most so many bytes. */
    SIZE,
    /** At most so many microseconds. */
    LATENCY,
    /** At least such an accuracy. */
    ACCURACY
  }

  /**
   * A constraint that is not kept to.
   *
   * @param limit which
   * @param asked what was asked for
   * @param best what the nearest file has
   * @param by how much that is off
   * @param nearest the file that comes nearest
   * @param alone whether no file keeps to it at all; else the nearest is that of those which keep
   *     to the other constraints
   */
  public record Shortfall(
      Limit limit, double asked, double best, double by, Candidate nearest, boolean alone) {}

  /**
   * Chooses among {@code candidates}, of which there is one at least in each format.
   *
   * @param bar the accuracy that is needed unless another was asked for
   * @throws InputException in one line if the format is none of theirs
   */
  static Recommendation among(List<Candidate> candidates, Constraints constraints, double bar) {
    Asked asked = new Asked(constraints, constraints.minAccuracy().orElse(bar));
    List<Candidate> fitting =
        candidates.stream()
            .filter(c -> constraints.format().map(f -> f.id().equals(c.format())).orElse(true))
            .filter(c -> constraints.maxMicros().isEmpty() || c.micros().isPresent())
            .toList();
    if (fitting.isEmpty()) {
      throw new InputException("format: expected one that levels were measured in");
    }
    Optional<Candidate> choice =
        fitting.stream()
            .filter(c -> asked.limits().allMatch(limit -> asked.excess(limit, c) <= 0))
            .min(
                Comparator.comparingLong(Candidate::bytes)
                    .thenComparing(Comparator.comparingDouble(Candidate::accuracy).reversed())
                    .thenComparingInt(Candidate::level));
    return new Recommendation(
        choice, asked.accuracy, choice.isPresent() ? List.of() : asked.shortfalls(fitting));
  }

  private record Asked(Constraints constraints, double accuracy) {

    Stream<Limit> limits() {
      return Stream.of(Limit.values())
          .filter(limit ->
              switch (limit) {
                case SIZE -> constraints.maxBytes().isPresent();
                case LATENCY -> constraints.maxMicros().isPresent();
                case ACCURACY -> true;
              });
    }

    double asked(Limit limit) {
      return switch (limit) {
        case SIZE -> constraints.maxBytes().orElseThrow();
        case LATENCY -> constraints.maxMicros().orElseThrow();
        case ACCURACY -> accuracy;
      };
    }

    double excess(Limit limit, Candidate of) {
      double way = limit == Limit.ACCURACY ? -1 : 1;
      return way * (value(limit, of) - asked(limit));
    }

    static double value(Limit limit, Candidate of) {
      return switch (limit) {
        case SIZE -> of.bytes();
        case LATENCY -> of.micros().orElse(Double.POSITIVE_INFINITY);
        case ACCURACY -> of.accuracy();
      };
    }

    List<Shortfall> shortfalls(List<Candidate> candidates) {
      List<Shortfall> alone =
          limits()
              .map(limit -> shortfall(limit, nearest(limit, candidates.stream()), true))
              .filter(shortfall -> shortfall.by > 0)
              .toList();
      return alone.isEmpty()
          ? limits()
              .flatMap(limit ->
                  candidates.stream().filter(c -> keepsToOthers(limit, c)).findAny().stream()
                      .map(_ ->
                          shortfall(
                              limit,
                              nearest(
                                  limit, candidates.stream().filter(c -> keepsToOthers(limit, c))),
                              false)))
              .toList()
          : alone;
    }

    private boolean keepsToOthers(Limit but, Candidate candidate) {
      return limits().filter(limit -> limit != but).allMatch(l -> excess(l, candidate) <= 0);
    }

    private Candidate nearest(Limit limit, Stream<Candidate> candidates) {
      return candidates.min(Comparator.comparingDouble(c -> excess(limit, c))).orElseThrow();
    }

    private Shortfall shortfall(Limit limit, Candidate nearest, boolean alone) {
      return new Shortfall(
          limit, asked(limit), value(limit, nearest), excess(limit, nearest), nearest, alone);
    }
  }
}
