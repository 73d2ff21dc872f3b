package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Core alone, where no other kernels are on the class path. */
class KernelChoiceTest {
  private final KernelChoice choice = KernelChoice.find();

  @Test
  void theScalarReferenceIsAlwaysThere() {
    assertThat(choice.all()).extracting(Kernels::name).containsExactly("scalar");
    assertThat(choice.named("auto").name()).isEqualTo("scalar");
    assertThat(choice.named("scalar").name()).isEqualTo("scalar");
    assertThat(choice.obstacles()).isEmpty();
  }

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> choice.named("portable"))
        .withMessage("kernels: expected auto or one of scalar, got portable");
  }
}
