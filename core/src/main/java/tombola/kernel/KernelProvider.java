package tombola.kernel;

import java.util.List;
import java.util.Optional;

/** A module that brings kernels; found by {@link java.util.ServiceLoader}. */
public interface KernelProvider {

  /**
   * Returns the name by which {@code --kernels} asks for the best of this provider's kernels, such
   * as {@code portable}.
   */
  String name();

  /** Returns the kernels that run here, best first; empty where none does. */
  List<Kernels> kernels();

  /** Returns why none runs here and what to do about it, or empty where some do. */
  Optional<String> obstacle();
}
