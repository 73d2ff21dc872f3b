package tombola.kernels.x86;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Every form of every instruction with low and high registers, all bases and displacements at the
 * edges: as GNU as writes it and as the assembler encodes it. {@code dev/encodings} runs this.
 */
final class EncodingGrid {
  private static final Gpr[] GPRS = Gpr.values();
  private static final int[] REGISTERS = {0, 7, 8, 15, 16, 23, 24, 31};
  static final int[] DISPLACEMENTS = {
    0,
    64,
    -64,
    4,
    60,
    1,
    8128,
    8192,
    -8192,
    -8256,
    508,
    512,
    -512,
    -516,
    2032,
    2048,
    127,
    128,
    -128,
    -129,
    1 << 20,
    -(1 << 20),
    Integer.MAX_VALUE,
    Integer.MIN_VALUE
  };
  private static final int[] IMMEDIATES = {
    0, 1, -1, 127, 128, -128, -129, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private final List<String> lines = new ArrayList<>();

  private EncodingGrid() {}

  /** An instruction on three registers. */
  private interface Three {
    void emit(Avx512 code, int first, int second, int third);
  }

  /** An instruction on two registers and memory. */
  private interface Memory {
    void emit(Avx512 code, int first, int second, Gpr base, int displacement);
  }

  /** An instruction on two registers and memory with an index. */
  private interface Indexed {
    void emit(Avx512 code, int first, int second, Gpr base, Gpr index, int scale, int displacement);
  }

  /** An instruction on two general registers. */
  private interface General {
    void emit(Avx512 code, Gpr first, Gpr second);
  }

  /** Prints the instructions for GNU as. */
  public static void main(String[] args) {
    lines().forEach(line -> System.out.println(line.substring(line.indexOf('\t') + 1)));
  }

  /** Returns lines of {@code hexbytes<TAB>instruction}. */
  static List<String> lines() {
    EncodingGrid grid = new EncodingGrid();
    grid.arithmetic();
    grid.moves();
    grid.masks();
    grid.general();
    grid.jumps();
    grid.lines.addAll(Avx2EncodingGrid.lines());
    return grid.lines;
  }

  private void arithmetic() {
    three("vfmadd231ps", 64, Avx512::fma);
    three("vmulps", 16, Avx512::multiply);
    three("vaddps", 16, Avx512::add);
    three("vmaxps", 16, Avx512::max);
    three("vandps", 16, Avx512::and);
    three("vunpcklps", 16, Avx512::unpackLow);
    three("vunpckhps", 16, Avx512::unpackHigh);
    three("vunpcklpd", 16, Avx512::unpackLowPairs);
    three("vunpckhpd", 16, Avx512::unpackHighPairs);
    for (int choice : new int[] {0, 0x88, 0xDD, 0xFF}) {
      each(
          8,
          (a, b, c) ->
              line(
                  "vshuff32x4 zmm%d, zmm%d, zmm%d, %d".formatted(a, b, c, choice),
                  code -> code.shuffleQuarters(a, b, c, choice)));
    }
    memory("vfmadd231ps zmm%d, zmm%d, zmmword ptr %s", 96, Avx512::fmaMemory);
    memory("vfmadd231ps zmm%d, zmm%d, dword ptr %s{1to16}", 96, Avx512::fmaBroadcast);
    memory("vmulps zmm%d, zmm%d, zmmword ptr %s", 32, Avx512::multiplyMemory);
    memory("vmulps zmm%d, zmm%d, dword ptr %s{1to16}", 32, Avx512::multiplyBroadcast);
    memory("vaddps zmm%d, zmm%d, zmmword ptr %s", 32, Avx512::addMemory);
    memory("vaddps zmm%d, zmm%d, dword ptr %s{1to16}", 32, Avx512::addBroadcast);
    indexed("vfmadd231ps zmm%d, zmm%d, zmmword ptr %s", Avx512::fmaMemoryIndexed);
    indexed("vfmadd231ps zmm%d, zmm%d, dword ptr %s{1to16}", Avx512::fmaBroadcastIndexed);
    indexed("vmulps zmm%d, zmm%d, zmmword ptr %s", Avx512::multiplyMemoryIndexed);
    indexed("vmulps zmm%d, zmm%d, dword ptr %s{1to16}", Avx512::multiplyBroadcastIndexed);
  }

  private void moves() {
    memory("vmovups zmm%1$d, zmmword ptr %3$s", 96, (code, z, _, b, d) -> code.load(z, b, d));
    memory("vmovups zmmword ptr %3$s, zmm%1$d", 48, (code, z, _, b, d) -> code.store(b, d, z));
    memory(
        "vbroadcastss zmm%1$d, dword ptr %3$s", 48, (code, z, _, b, d) -> code.broadcast(z, b, d));
    memory(
        "vpmovzxbd zmm%1$d, xmmword ptr %3$s", 48, (code, z, _, b, d) -> code.bytesToInts(z, b, d));
    indexed(
        "vmovups zmm%1$d, zmmword ptr %3$s",
        (code, z, _, b, i, s, d) -> code.loadIndexed(z, b, i, s, d));
    indexed(
        "vmovups zmmword ptr %3$s, zmm%1$d",
        (code, z, _, b, i, s, d) -> code.storeIndexed(b, i, s, d, z));
    indexed(
        "vbroadcastss zmm%1$d, dword ptr %3$s",
        (code, z, _, b, i, s, d) -> code.broadcastIndexed(z, b, i, s, d));
    each(
        16,
        (a, b, _) -> {
          line("vmovaps zmm%d, zmm%d".formatted(a, b), code -> code.move(a, b));
          line("vbroadcastss zmm%d, xmm%d".formatted(a, b), code -> code.broadcastRegister(a, b));
          line("vcvtdq2ps zmm%d, zmm%d".formatted(a, b), code -> code.intsToFloats(a, b));
          int bits = (a + 5 * b) % 32;
          line(
              "vpsrld zmm%d, zmm%d, %d".formatted(a, b, bits), code -> code.shiftRight(a, b, bits));
        });
    for (int z = 0; z < 32; z++) {
      int same = z;
      line("vpxord zmm%1$d, zmm%1$d, zmm%1$d".formatted(z), code -> code.zero(same));
    }
  }

  private void masks() {
    for (int mask = 1; mask <= 7; mask++) {
      int k = mask;
      each(
          4,
          (a, b, c) -> {
            line(
                "vmovaps zmm%d{k%d}{z}, zmm%d".formatted(a, k, b),
                code -> code.moveZeroMasked(a, k, b));
            int predicate = (a + 4 * k) % 32;
            line(
                "vcmpps k%d, zmm%d, zmm%d, %d".formatted(k, b, c, predicate),
                code -> code.compare(k, b, c, predicate));
          });
      for (Gpr source : GPRS) {
        String narrow = narrow(source);
        line("kmovw k%d, %s".formatted(k, narrow), code -> code.moveToMask(k, source));
      }
    }
    memory(
        "vcmpps k%2$d, zmm%1$d, zmmword ptr %3$s, 4",
        48, (code, z, k, b, d) -> code.compareMemory(k, z, b, d, 4), true);
    memory(
        "vfmadd231ps zmm%1$d{k%2$d}, zmm9, zmmword ptr %3$s",
        48, (code, z, k, b, d) -> code.fmaMasked(z, k, 9, b, d), true);
    memory(
        "vfmadd231ps zmm18{k%2$d}, zmm%1$d, zmmword ptr %3$s",
        48, (code, z, k, b, d) -> code.fmaMasked(18, k, z, b, d), true);
  }

  private void general() {
    pairs("mov", Avx512::move);
    pairs("add", Avx512::add);
    pairs("cmp", Avx512::compare);
    pairs("test", Avx512::test);
    memory("mov %4$s, qword ptr %3$s", (code, r, b, d) -> code.loadLong(r, b, d));
    memory("mov %5$s, dword ptr %3$s", (code, r, b, d) -> code.loadInt(r, b, d));
    memory("mov qword ptr %3$s, %4$s", (code, r, b, d) -> code.storeLong(b, d, r));
    memory("stmxcsr dword ptr %3$s", (code, _, b, d) -> code.stmxcsr(b, d));
    memory("jmp qword ptr %3$s", (code, _, b, d) -> code.jumpTo(b, d));
    indexed(
        "mov %5$s, dword ptr %3$s",
        (code, r, _, b, i, s, d) -> code.loadIntIndexed(GPRS[r & 15], b, i, s, d));
    memory("test dword ptr %3$s, 0x7fffffff", (code, _, b, d) -> code.testInt(b, d, 0x7FFF_FFFF));
    memory("test dword ptr %3$s, -2", (code, _, b, d) -> code.testInt(b, d, -2));
    indexed(
        "lea %4$s, %3$s", (code, r, _, b, i, s, d) -> code.leaIndexed(GPRS[r & 15], b, i, s, d));
    for (int i = 0; i < 4 * GPRS.length; i++) {
      Gpr r = GPRS[i % GPRS.length];
      int value = IMMEDIATES[i % IMMEDIATES.length];
      line("add %s, %d".formatted(name(r), value), code -> code.add(r, value));
      line("sub %s, %d".formatted(name(r), value), code -> code.subtract(r, value));
      line("cmp %s, %d".formatted(name(r), value), code -> code.compare(r, value));
      line("mov %s, %d".formatted(narrow(r), value), code -> code.moveImmediate(r, value));
      long wide = 0x0123456789ABCDEFL * (i - 1);
      line("movabs %s, %d".formatted(name(r), wide), code -> code.moveLong(r, wide));
    }
    for (Gpr r : GPRS) {
      line("push " + name(r), code -> code.push(r));
      line("pop " + name(r), code -> code.pop(r));
    }
    line("ret", Avx512::ret);
    line("cpuid", Avx512::cpuid);
    line("xgetbv", Avx512::xgetbv);
    line("vzeroupper", Avx512::vzeroupper);
  }

  private void jumps() {
    jump("call", Avx512::call);
    jump("jmp", Avx512::jump);
    jump("je", Avx512::jumpIfZero);
    jump("jne", Avx512::jumpIfNotZero);
    jump("jb", Avx512::jumpIfBelow);
    jump("jae", Avx512::jumpIfNotBelow);
    jump("jl", Avx512::jumpIfLess);
    jump("jge", Avx512::jumpIfNotLess);
  }

  private void jump(String name, BiConsumer<Avx512, Label> emit) {
    String wide = name.equals("call") ? name : "{disp32} " + name;
    Consumer<Avx512> back =
        code -> {
          Label label = new Label();
          code.bind(label);
          emit.accept(code, label);
        };
    Consumer<Avx512> forth =
        code -> {
          Label label = new Label();
          emit.accept(code, label);
          code.bind(label);
        };
    line(wide + " .", back);
    Avx512 length = new Avx512();
    forth.accept(length);
    line(wide + " .+" + length.size(), forth);
  }

  private void three(String name, int count, Three emit) {
    each(
        count,
        (a, b, c) ->
            line(
                "%s zmm%d, zmm%d, zmm%d".formatted(name, a, b, c),
                code -> emit.emit(code, a, b, c)));
  }

  /** Registers such that each takes every place, and in 64 lines every pair is met. */
  private interface Registers {
    void take(int first, int second, int third);
  }

  private static void each(int count, Registers take) {
    for (int i = 0; i < count; i++) {
      take.take(register(i), register(i + 1 + i / 8), register(3 * i + 2 + i / 8));
    }
  }

  private static int register(int i) {
    return REGISTERS[i % REGISTERS.length];
  }

  private void pairs(String name, General emit) {
    for (int i = 0; i < 2 * GPRS.length; i++) {
      Gpr first = GPRS[i % GPRS.length];
      Gpr second = GPRS[(5 * i + 3 + i / GPRS.length) % GPRS.length];
      line(
          "%s %s, %s".formatted(name, name(first), name(second)),
          code -> emit.emit(code, first, second));
    }
  }

  /** An instruction on a general register and memory. */
  private interface GeneralMemory {
    void emit(Avx512 code, Gpr register, Gpr base, int displacement);
  }

  private void memory(String format, GeneralMemory emit) {
    memory(format, 32, (code, r, _, b, d) -> emit.emit(code, GPRS[r & 15], b, d));
  }

  private void memory(String format, int count, Memory emit) {
    memory(format, count, emit, false);
  }

  private void memory(String format, int count, Memory emit, boolean mask) {
    for (int i = 0; i < count; i++) {
      int first = register(i + i / 16);
      int second = mask ? 1 + i % 7 : register(5 * i + 1 + i / 8);
      Gpr base = GPRS[i % GPRS.length];
      int displacement = DISPLACEMENTS[(i + i / 16 * 5) % DISPLACEMENTS.length];
      String address = "[%s%+d]".formatted(name(base), displacement);
      line(
          format,
          first,
          second,
          address,
          code -> emit.emit(code, first, second, base, displacement));
    }
  }

  private void indexed(String format, Indexed emit) {
    for (int i = 0; i < 32; i++) {
      int first = register(i + i / 16);
      int second = register(5 * i + 1 + i / 8);
      Gpr base = GPRS[i % GPRS.length];
      int x = (7 * i + i / 16) % GPRS.length;
      Gpr index = GPRS[x == Gpr.RSP.number() ? x + 1 : x];
      int scale = 1 << ((i + i / 8) % 4);
      int displacement = DISPLACEMENTS[i % DISPLACEMENTS.length];
      String address = "[%s+%s*%d%+d]".formatted(name(base), name(index), scale, displacement);
      line(
          format,
          first,
          second,
          address,
          code -> emit.emit(code, first, second, base, index, scale, displacement));
    }
  }

  private void line(String format, int first, int second, String address, Consumer<Avx512> emit) {
    Gpr register = GPRS[first & 15];
    line(format.formatted(first, second, address, name(register), narrow(register)), emit);
  }

  private void line(String text, Consumer<Avx512> emit) {
    Avx512 code = new Avx512();
    emit.accept(code);
    lines.add(HexFormat.of().formatHex(code.bytes()) + "\t" + text);
  }

  private static String name(Gpr register) {
    return register.name().toLowerCase(Locale.ROOT);
  }

  private static String narrow(Gpr register) {
    String name = name(register);
    return register.number() < 8 ? "e" + name.substring(1) : name + "d";
  }
}
