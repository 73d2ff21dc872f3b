package tombola.lab.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What the levels of a replicate cost and save on this machine.
 *
 * @param run the run's name
 * @param network the network's name
 * @param seed the replicate's
 * @param ticket the level that the search names
 * @param machine the processor
 * @param kernels the kernels by name
 * @param onnxRuntime the version of ONNX Runtime, if it is on the class path
 * @param compiler whether a C compiler is on the path
 * @param levels as measured, level 0 first
 * @param pays the density from which sparse pays, for whole networks
 * @param layers the same for each layer
 * @param constraints what was asked for
 * @param recommendation what to take
 */
public record Advice(
    String run,
    String network,
    long seed,
    int ticket,
    String machine,
    String kernels,
    Optional<String> onnxRuntime,
    boolean compiler,
    List<LevelAdvice> levels,
    Pays pays,
    List<Pays> layers,
    Constraints constraints,
    Recommendation recommendation) {

  /**
   * The greatest density measured at which, and at all below it, sparse is faster.
   *
   * @param name of the layer, or of the network
   * @param single for one sample; empty if there is none
   * @param batch for batches of 64
   */
  public record Pays(String name, OptionalDouble single, OptionalDouble batch) {}

  /** Returns from which density {@code name} pays, of the levels below level 0. */
  static Pays pays(
      String name,
      List<LevelAdvice> levels,
      Function<LevelAdvice, Race> single,
      Function<LevelAdvice, Race> batch,
      Function<LevelAdvice, Double> density) {
    return new Pays(name, from(levels, single, density), from(levels, batch, density));
  }

  private static OptionalDouble from(
      List<LevelAdvice> levels,
      Function<LevelAdvice, Race> race,
      Function<LevelAdvice, Double> density) {
    OptionalDouble from = OptionalDouble.empty();
    for (LevelAdvice level :
        levels.stream().filter(l -> l.level() > 0).sorted(Comparator.comparing(density)).toList()) {
      if (!race.apply(level).gain().isFaster()) {
        return from;
      }
      from = OptionalDouble.of(density.apply(level));
    }
    return from;
  }
}
