package tombola.kernels.x86;

/** AVX2 as the emulator runs it, so that what the emulator says of other code can be trusted. */
class Avx2EmulationTest extends ExecutionCases<Avx2> {
  Avx2EmulationTest() {
    super(Avx2::new, true);
  }
}
