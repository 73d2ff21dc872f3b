package tombola.kernels.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the processor and the operating system can do, asked by generated code. */
public final class Cpu {
  private static final int FEATURES = 1;
  private static final int EXTENDED_FEATURES = 7;
  private static final int HIGHEST_BRAND = 0x80000000;

  /** CPUID leaf 1, ECX: the system saves the registers that it says in XCR0. */
  private static final long SAVED_BY_SYSTEM = 1L << 27;

  /** XCR0: xmm, ymm, mask registers, upper halves of zmm0 to 15, zmm16 to 31. */
  private static final long SAVED_REGISTERS = 0b1110_0110;

  /** MXCSR: flush to zero, denormals are zero. */
  private static final long DENORMALS_LOST = 1 << 15 | 1 << 6;

  /** CPUID leaf 1, ECX: FMA, saved by the system, AVX; leaf 7, EBX: AVX2; XCR0: xmm, ymm. */
  private static final long AVX2_NEEDS = 1L << 12 | SAVED_BY_SYSTEM | 1L << 28;

  private static final int AVX2 = 5;
  private static final long YMM_SAVED = 0b110;

  private record Feature(String name, int bit) {}

  /** CPUID leaf 7, EBX. */
  private static final List<Feature> NEEDED =
      List.of(
          new Feature("AVX512F", 16),
          new Feature("AVX512DQ", 17),
          new Feature("AVX512BW", 30),
          new Feature("AVX512VL", 31));

  private Cpu() {}

  /** Says in one line why code with AVX-512 F, BW, DQ and VL cannot run here, if so. */
  public static Optional<String> obstacle() {
    Optional<String> memory = CodeMemory.obstacle();
    if (memory.isPresent()) {
      return memory;
    }
    boolean saved = (leaf(FEATURES)[2] & SAVED_BY_SYSTEM) != 0;
    boolean extended = leaf(0)[0] >= EXTENDED_FEATURES;
    return missing(
        extended ? leaf(EXTENDED_FEATURES)[1] : 0,
        saved ? Probe.ask(Probe.SAVED, 0)[0] : 0,
        brand());
  }

  /** Says in one line why code with AVX2 and FMA cannot run here, if so. */
  static Optional<String> avx2Obstacle() {
    Optional<String> memory = CodeMemory.obstacle();
    if (memory.isPresent()) {
      return memory;
    }
    long first = leaf(FEATURES)[2];
    boolean extended = leaf(0)[0] >= EXTENDED_FEATURES;
    boolean runs =
        (first & AVX2_NEEDS) == AVX2_NEEDS
            && extended
            && (leaf(EXTENDED_FEATURES)[1] >> AVX2 & 1) != 0
            && (Probe.ask(Probe.SAVED, 0)[0] & YMM_SAVED) == YMM_SAVED;
    return runs ? Optional.empty() : Optional.of("the processor lacks AVX2 or FMA: " + brand());
  }

  /** Judges the answers: CPUID leaf 7 EBX and XCR0, 0 where the processor does not have them. */
  static Optional<String> missing(long features, long saved, String brand) {
    List<String> lacking = new ArrayList<>();
    for (Feature feature : NEEDED) {
      if ((features >> feature.bit & 1) == 0) {
        lacking.add(feature.name);
      }
    }
    if (!lacking.isEmpty()) {
      return Optional.of("the processor lacks " + String.join(", ", lacking) + ": " + brand);
    }
    return (saved & SAVED_REGISTERS) == SAVED_REGISTERS
        ? Optional.empty()
        : Optional.of("the operating system does not save the registers of AVX-512: " + brand);
  }

  /**
   * Says in one line if denormal numbers count as 0 in the calling thread, as a foreign library may
   * have arranged; results would then differ from Java's.
   *
   * @throws IllegalStateException if code cannot run here
   */
  public static Optional<String> denormalsObstacle() {
    requireMemory();
    return denormalsLost(Probe.ask(Probe.CONTROL, 0)[0]);
  }

  static Optional<String> denormalsLost(long control) {
    return (control & DENORMALS_LOST) == 0
        ? Optional.empty()
        : Optional.of(String.format("denormal numbers count as 0 here (MXCSR %#x)", control));
  }

  /**
   * Returns the processor's name as it gives it, or "unknown processor".
   *
   * @throws IllegalStateException if code cannot run here
   */
  public static String brand() {
    requireMemory();
    if (leaf(HIGHEST_BRAND)[0] < 0x80000004L) {
      return "unknown processor";
    }
    StringBuilder name = new StringBuilder();
    for (int i = 2; i <= 4; i++) {
      for (long register : leaf(HIGHEST_BRAND + i)) {
        for (int shift = 0; shift < 32; shift += 8) {
          name.append((char) (register >> shift & 0xFF));
        }
      }
    }
    return name.toString().replace('\0', ' ').strip();
  }

  private static void requireMemory() {
    CodeMemory.obstacle()
        .ifPresent(reason -> {
          throw new IllegalStateException(reason);
        });
  }

  /** EAX, EBX, ECX and EDX of a leaf of CPUID. */
  private static long[] leaf(int leaf) {
    return Probe.ask(Probe.IDENTITY, leaf);
  }

  /** Functions that take an address for four longs, and a number. */
  private static final class Probe {
    static final CodeFunction IDENTITY;
    static final CodeFunction SAVED;
    static final CodeFunction CONTROL;

    static {
      Avx512 code = new Avx512();
      code.push(Gpr.RBX);
      code.move(Gpr.R8, Gpr.RDI);
      code.move(Gpr.RAX, Gpr.RSI);
      code.moveImmediate(Gpr.RCX, 0);
      code.cpuid();
      code.storeLong(Gpr.R8, 0, Gpr.RAX);
      code.storeLong(Gpr.R8, 8, Gpr.RBX);
      code.storeLong(Gpr.R8, 16, Gpr.RCX);
      code.storeLong(Gpr.R8, 24, Gpr.RDX);
      code.pop(Gpr.RBX);
      code.ret();
      code.align(16);
      int saved = code.size();
      code.moveImmediate(Gpr.RCX, 0);
      code.xgetbv();
      code.storeLong(Gpr.RDI, 0, Gpr.RAX);
      code.ret();
      code.align(16);
      int control = code.size();
      code.stmxcsr(Gpr.RDI, 0);
      code.ret();
      MemorySegment installed = CodeMemory.install(code, Arena.global());
      IDENTITY = new CodeFunction(installed);
      SAVED = new CodeFunction(installed.asSlice(saved));
      CONTROL = new CodeFunction(installed.asSlice(control));
    }

    static long[] ask(CodeFunction function, int question) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG, 4);
        function.call(answer.address(), question, 0, 0, 0, 0);
        return answer.toArray(ValueLayout.JAVA_LONG);
      }
    }
  }
}
