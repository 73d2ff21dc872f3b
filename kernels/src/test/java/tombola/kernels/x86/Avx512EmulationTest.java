package tombola.kernels.x86;

/** AVX-512 as the emulator runs it, so that what the emulator says of other code can be trusted. */
class Avx512EmulationTest extends Avx512Cases {
  Avx512EmulationTest() {
    super(true);
  }
}
