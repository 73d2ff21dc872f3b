package tombola.kernels.x86;

import org.junit.jupiter.api.extension.ExtendWith;

/** AVX2 as this processor runs it. */
@ExtendWith(NeedsAvx2.class)
class Avx2ExecutionTest extends ExecutionCases<Avx2> {
  Avx2ExecutionTest() {
    super(Avx2::new, false);
  }
}
