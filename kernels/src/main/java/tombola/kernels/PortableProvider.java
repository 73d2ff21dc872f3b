package tombola.kernels;

import java.util.List;
import java.util.Optional;
import tombola.kernel.KernelProvider;
import tombola.kernel.Kernels;

/** Brings the Vector API kernels, where the JVM was started with that module. */
public final class PortableProvider implements KernelProvider {
  private final boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  private final List<Kernels> kernels = present ? VectorWidths.kernels() : List.of();

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public List<Kernels> kernels() {
    return kernels;
  }

  @Override
  public Optional<String> obstacle() {
    return present
        ? Optional.empty()
        : Optional.of("portable kernels need java --add-modules jdk.incubator.vector");
  }
}
