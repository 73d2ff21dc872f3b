package tombola.kernels.x86;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The part of {@link EncodingGrid} that AVX2 has: short and long prefixes, all bases. */
final class Avx2EncodingGrid {
  private static final Gpr[] GPRS = Gpr.values();
  private static final int[] REGISTERS = {0, 7, 8, 14};
  private static final int LONG = 5; // bytes of an instruction on registers with a long prefix
  private static final int OWN = 15;

  private final List<String> lines = new ArrayList<>();

  private Avx2EncodingGrid() {}

  private interface Three {
    void emit(Avx2 code, int first, int second, int third);
  }

  private interface Indexed {
    void emit(Avx2 code, int register, Gpr base, Gpr index, int scale, int displacement);
  }

  private interface Memory {
    void emit(Avx2 code, int first, int second, Gpr base, int displacement);
  }

  /** Returns lines of {@code hexbytes<TAB>instruction}. */
  static List<String> lines() {
    Avx2EncodingGrid grid = new Avx2EncodingGrid();
    grid.onRegisters();
    grid.onMemory();
    grid.withIndex();
    grid.inPairs();
    return grid.lines;
  }

  private void onRegisters() {
    three("vfmadd231ps ymm%d, ymm%d, ymm%d", Avx2::fma);
    three("vmulps ymm%d, ymm%d, ymm%d", Avx2::multiply);
    three("vaddps ymm%d, ymm%d, ymm%d", Avx2::add);
    three("vmaxps ymm%d, ymm%d, ymm%d", Avx2::max);
    three("vandps ymm%d, ymm%d, ymm%d", Avx2::and);
    three("vunpcklps ymm%d, ymm%d, ymm%d", Avx2::unpackLow);
    three("vunpckhps ymm%d, ymm%d, ymm%d", Avx2::unpackHigh);
    three("vunpcklpd ymm%d, ymm%d, ymm%d", Avx2::unpackLowPairs);
    three("vunpckhpd ymm%d, ymm%d, ymm%d", Avx2::unpackHighPairs);
    three("vperm2f128 ymm%d, ymm%d, ymm%d, 0x20", Avx2::evenQuarters);
    three("vperm2f128 ymm%d, ymm%d, ymm%d, 0x31", Avx2::oddQuarters);
    for (int r = 0; r < OWN; r++) {
      int a = r;
      line("vxorps ymm%1$d, ymm%1$d, ymm%1$d".formatted(a), code -> code.zero(a));
      for (int b : REGISTERS) {
        line("vcvtdq2ps ymm%d, ymm%d".formatted(a, b), code -> code.intsToFloats(a, b));
        int bits = (a + 5 * b) % 32;
        line("vpsrld ymm%d, ymm%d, %d".formatted(a, b, bits), code -> code.shiftRight(a, b, bits));
      }
    }
  }

  private void onMemory() {
    memory("vmovups ymm%1$d, ymmword ptr %3$s", (code, r, _, b, d) -> code.load(r, b, d));
    memory("vmovups ymmword ptr %3$s, ymm%1$d", (code, r, _, b, d) -> code.store(b, d, r));
    memory("vbroadcastss ymm%1$d, dword ptr %3$s", (code, r, _, b, d) -> code.broadcast(r, b, d));
    memory("vpmovzxbd ymm%1$d, qword ptr %3$s", (code, r, _, b, d) -> code.bytesToInts(r, b, d));
    memory("vfmadd231ps ymm%d, ymm%d, ymmword ptr %s", Avx2::fmaMemory);
    memory("vmulps ymm%d, ymm%d, ymmword ptr %s", Avx2::multiplyMemory);
    memory("vaddps ymm%d, ymm%d, ymmword ptr %s", Avx2::addMemory);
  }

  private void withIndex() {
    indexed("vmovups ymm%d, ymmword ptr %s", Avx2::loadIndexed);
    indexed(
        "vmovups ymmword ptr %2$s, ymm%1$d",
        (code, r, base, index, scale, d) -> code.storeIndexed(base, index, scale, d, r));
    indexed("vbroadcastss ymm%d, dword ptr %s", Avx2::broadcastIndexed);
  }

  private void indexed(String format, Indexed emit) {
    for (int i = 0; i < 32; i++) {
      int register = register(i + i / 16);
      Gpr base = base(i);
      int x = (7 * i + i / 16) % GPRS.length;
      Gpr index = GPRS[x == Gpr.RSP.number() ? x + 1 : x];
      int scale = 1 << ((i + i / 8) % 4);
      int displacement = displacement(i);
      String address =
          "[%s+%s*%d%+d]"
              .formatted(
                  base.name().toLowerCase(Locale.ROOT),
                  index.name().toLowerCase(Locale.ROOT),
                  scale,
                  displacement);
      line(
          format.formatted(register, address),
          code -> emit.emit(code, register, base, index, scale, displacement));
    }
  }

  /** What takes several instructions, each with its part of the bytes. */
  private void inPairs() {
    for (int i = 0; i < 48; i++) {
      int first = register(i);
      int second = register(i + 1 + i / 4);
      Gpr base = base(i);
      int displacement = displacement(i);
      String address = address(base, displacement);
      Avx2 multiply = new Avx2();
      multiply.fmaBroadcast(first, second, base, displacement);
      pair(
          multiply,
          LONG,
          "vbroadcastss ymm%d, dword ptr %s".formatted(OWN, address),
          "vfmadd231ps ymm%d, ymm%d, ymm%d".formatted(first, second, OWN));
      int scratch = register(3 * i + 2 + i / 4);
      Avx2 clear = new Avx2();
      clear.clearUnlessAbove(first, second, base, displacement, scratch);
      pair(
          clear,
          scratch < 8 ? LONG - 1 : LONG,
          "vcmpps ymm%d, ymm%d, ymmword ptr %s, 9".formatted(scratch, second, address),
          "vandps ymm%1$d, ymm%1$d, ymm%2$d".formatted(first, scratch));
      Avx2 lanes = new Avx2();
      lanes.fmaLanes(first, second, base, displacement, 5 * i, Gpr.RAX);
      Avx2 start = new Avx2();
      start.load(OWN, base, displacement);
      byte[] bytes = Arrays.copyOfRange(lanes.bytes(), start.size(), lanes.size());
      line("vmovups ymm%d, ymmword ptr %s".formatted(OWN, address), start.bytes());
      line(
          "vfmadd213ps ymm%1$d, ymm%3$d, ymm%2$d".formatted(OWN, first, second),
          Arrays.copyOf(bytes, LONG));
      line(
          "vblendps ymm%1$d, ymm%1$d, ymm%2$d, %3$d".formatted(first, OWN, 5 * i),
          Arrays.copyOfRange(bytes, LONG, bytes.length));
    }
  }

  private void pair(Avx2 code, int lastBytes, String first, String second) {
    byte[] bytes = code.bytes();
    int middle = bytes.length - lastBytes;
    line(first, Arrays.copyOf(bytes, middle));
    line(second, Arrays.copyOfRange(bytes, middle, bytes.length));
  }

  /** All low and high registers in all places. */
  private void three(String format, Three emit) {
    for (int first : REGISTERS) {
      for (int second : REGISTERS) {
        for (int third : REGISTERS) {
          line(
              format.formatted(first, second, third),
              code -> emit.emit(code, first, second, third));
        }
      }
    }
  }

  private void memory(String format, Memory emit) {
    for (int i = 0; i < 96; i++) {
      int first = register(i + i / 16);
      int second = register(i / 2 + 1 + i / 32);
      Gpr base = base(i);
      int displacement = displacement(i);
      line(
          format.formatted(first, second, address(base, displacement)),
          code -> emit.emit(code, first, second, base, displacement));
    }
  }

  private static int register(int i) {
    return REGISTERS[i % REGISTERS.length];
  }

  private static Gpr base(int i) {
    return GPRS[i % GPRS.length];
  }

  private static int displacement(int i) {
    return EncodingGrid.DISPLACEMENTS[(i + i / 16 * 5) % EncodingGrid.DISPLACEMENTS.length];
  }

  private static String address(Gpr base, int displacement) {
    return "[%s%+d]".formatted(base.name().toLowerCase(Locale.ROOT), displacement);
  }

  private void line(String text, Consumer<Avx2> emit) {
    Avx2 code = new Avx2();
    emit.accept(code);
    line(text, code.bytes());
  }

  private void line(String text, byte[] bytes) {
    lines.add(HexFormat.of().formatHex(bytes) + "\t" + text);
  }
}
