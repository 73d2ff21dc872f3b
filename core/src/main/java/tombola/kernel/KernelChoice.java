package tombola.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The kernels that run here, and the choice among them. The choice changes time and nothing else.
 */
public final class KernelChoice {
  private final List<KernelProvider> providers;

  private final ChoiceMemory memory;

  private KernelChoice(List<KernelProvider> providers, ChoiceMemory memory) {
    this.providers = providers;
    this.memory = memory;
  }

  /** Finds the providers on the class path; sparse products are timed anew in each process. */
  public static KernelChoice find() {
    return find(ChoiceMemory.none());
  }

  /**
   * Finds the providers on the class path; sparse products that {@code memory} knows are not timed.
   */
  public static KernelChoice find(ChoiceMemory memory) {
    List<KernelProvider> providers = new ArrayList<>();
    ServiceLoader.load(KernelProvider.class, KernelChoice.class.getClassLoader())
        .forEach(providers::add);
    return new KernelChoice(providers, memory);
  }

  /** Returns all kernels that run here, best first, the scalar reference last. */
  public List<Kernels> all() {
    List<Kernels> all = new ArrayList<>();
    providers.forEach(p -> all.addAll(p.kernels()));
    all.add(Kernels.scalar());
    return all;
  }

  /** Returns why providers that are there bring nothing, a line each. */
  public List<String> obstacles() {
    return providers.stream().map(KernelProvider::obstacle).flatMap(Optional::stream).toList();
  }

  /** The best provider's kernels, with every provider's sparse products to choose from. */
  private Kernels auto() {
    Kernels best = all().getFirst();
    List<Kernels> each =
        providers.stream().flatMap(provider -> provider.kernels().stream().limit(1)).toList();
    return each.isEmpty() ? best : measured(best, each);
  }

  private Kernels measured(Kernels kernels, List<Kernels> choices) {
    return kernels.withSparse(
        new FastestSparse(choices.stream().map(Kernels::sparse).toList(), memory),
        new FastestSparseConvolutions(
            choices.stream().map(Kernels::sparseConvolutions).toList(), memory));
  }

  /**
   * Returns the kernels called {@code name}: {@code auto} for the best there are, {@code scalar}, a
   * provider's name such as {@code portable} for its best, or one of {@link #all()} by name, such
   * as {@code portable:256}.
   *
   * @throws IllegalArgumentException naming what there is, if there is no such thing here
   */
  public Kernels named(String name) {
    if (name.equals("auto")) {
      return auto();
    }
    for (KernelProvider provider : providers) {
      if (provider.name().equals(name) && !provider.kernels().isEmpty()) {
        return measured(provider.kernels().getFirst(), provider.kernels().subList(0, 1));
      }
    }
    for (Kernels kernels : all()) {
      if (kernels.name().equals(name)) {
        return measured(kernels, List.of(kernels));
      }
    }
    String names = all().stream().map(Kernels::name).collect(Collectors.joining(", "));
    String why = obstacles().isEmpty() ? "" : " (" + String.join("; ", obstacles()) + ")";
    throw new IllegalArgumentException(
        "kernels: expected auto or one of " + names + ", got " + name + why);
  }
}
