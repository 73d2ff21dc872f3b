package tombola.kernels.x86;

import org.junit.jupiter.api.extension.ExtendWith;

/** AVX-512 as this processor runs it. */
@ExtendWith(NeedsAvx512.class)
class Avx512ExecutionTest extends Avx512Cases {
  Avx512ExecutionTest() {
    super(false);
  }
}
