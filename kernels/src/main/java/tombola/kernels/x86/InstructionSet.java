package tombola.kernels.x86;

import java.util.Optional;

/** The instruction sets that code is generated for, the widest vectors first. */
public enum InstructionSet {
  /** AVX-512 F, BW, DQ and VL. */
  AVX512(512),
  /** AVX2 and FMA. */
  AVX2(256);

  private final int bits;

  InstructionSet(int bits) {
    this.bits = bits;
  }

  /** Returns the bits of a vector. */
  public int bits() {
    return bits;
  }

  /** Returns an empty assembler. */
  public Assembler assembler() {
    return switch (this) {
      case AVX512 -> new Avx512();
      case AVX2 -> new Avx2();
    };
  }

  /** Says in one line why its code cannot run here, if so. */
  public Optional<String> obstacle() {
    return switch (this) {
      case AVX512 -> Cpu.obstacle();
      case AVX2 -> Cpu.avx2Obstacle();
    };
  }
}
