package tombola.kernels.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.kernel.Convolutions;
import tombola.kernel.KernelProvider;
import tombola.kernel.Kernels;
import tombola.kernels.PortableProvider;
import tombola.kernels.x86.Cpu;
import tombola.kernels.x86.InstructionSet;

/** Brings machine code for sparse layers, on the portable kernels for all else. */
public final class GeneratedProvider implements KernelProvider {
  /** Made when first asked for, once in a process: code stays where it is. */
  private static final class Made {
    static final List<Kernels> KERNELS = make();

    private Made() {}
  }

  private final Optional<String> obstacle;

  /** Looks at the machine. */
  public GeneratedProvider() {
    this.obstacle =
        Made.KERNELS.isEmpty()
            ? InstructionSet.AVX2
                .obstacle()
                .or(Cpu::denormalsObstacle)
                .or(() -> new PortableProvider().obstacle())
            : Optional.empty();
  }

  private static List<Kernels> make() {
    List<Kernels> kernels = new ArrayList<>();
    List<Kernels> portable = new PortableProvider().kernels();
    for (InstructionSet set : InstructionSet.values()) {
      if (set.obstacle().isEmpty() && Cpu.denormalsObstacle().isEmpty() && !portable.isEmpty()) {
        kernels.add(on(set, portable.getFirst()));
      }
    }
    return List.copyOf(kernels);
  }

  private static Kernels on(InstructionSet set, Kernels base) {
    Convolutions convolutions = new GeneratedConvolutions(set);
    return new Kernels(
        "generated:" + set.bits(),
        new GeneratedLayouts(set, base.layouts()),
        base.products(),
        convolutions,
        base.pools(),
        new GeneratedNorms(set, base.norms()),
        base.sums(),
        new GeneratedSparse(set),
        new GeneratedSparseConvolutions(set, convolutions),
        base.updates());
  }

  @Override
  public String name() {
    return "generated";
  }

  @Override
  public List<Kernels> kernels() {
    return Made.KERNELS;
  }

  @Override
  public Optional<String> obstacle() {
    return obstacle;
  }
}
