package tombola.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static tombola.kernel.Panels.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.kernels.x86.InstructionSet;

/** Every way of every kernels gives the bits of the definition, and writes nothing else. */
@ParameterizedClass
@MethodSource("names")
class SparseProductsTest {
  @Parameter String name = "";

  /** All kernels here; fails where one is missing that this machine can run. */
  static List<String> names() {
    List<String> names =
        new ArrayList<>(KernelChoice.find().all().stream().map(Kernels::name).toList());
    assertThat(names).contains("portable:128", "portable:256", "portable:512", "scalar");
    for (InstructionSet set : InstructionSet.values()) {
      assertThat(names.contains("generated:" + set.bits())).isEqualTo(set.obstacle().isEmpty());
    }
    names.remove("scalar");
    return names;
  }

  /** All ways, of which {@link KernelChoice#named} would leave the fastest alone. */
  private SparseProducts products() {
    return KernelChoice.find().all().stream()
        .filter(kernels -> kernels.name().equals(name))
        .findFirst()
        .orElseThrow()
        .sparse();
  }

  /** Checks every way; returns their names. */
  private static Set<String> check(SparseProducts products, SparseCase c, boolean relu) {
    Set<String> ways = new HashSet<>();
    try (Arena arena = Arena.ofConfined()) {
      for (int part = 0; part < c.pattern.parts(); part++) {
        for (var way : products.forward(c.pattern, part, relu)) {
          ways.add("forward " + way.name());
          c.checkForward("forward " + way.name(), part, relu, way.maker().apply(arena));
        }
      }
      for (var way : products.inputGradient(c.pattern)) {
        ways.add("inputGradient " + way.name());
        c.checkInputGradient("inputGradient " + way.name(), way.maker().apply(arena));
      }
      for (var way : products.weightGradient(c.pattern, c.panels)) {
        ways.add("weightGradient " + way.name());
        c.checkWeightGradient("weightGradient " + way.name(), way.maker().apply(arena));
      }
      for (boolean hidden : new boolean[] {false, true}) {
        ways.addAll(checkSample(products, c, relu, hidden, arena));
      }
    }
    return ways;
  }

  private static Set<String> checkSample(
      SparseProducts products, SparseCase c, boolean relu, boolean hidden, Arena arena) {
    Set<String> ways = new HashSet<>();
    String name = hidden ? "hidden sample" : "first sample";
    c.checkSample(
        name,
        relu,
        (values, bias) -> {
          var offered = products.sample(c.pattern, relu, hidden, values, bias);
          offered.forEach(way -> ways.add(name + " " + way.name()));
          return offered.stream().findFirst().map(way -> way.maker().apply(arena));
        });
    return ways;
  }

  @Test
  void everyWayGivesTheBitsOfTheDefinition() {
    SparseProducts products = products();
    Set<String> ways = new HashSet<>();
    for (int round = 0; round < 400; round++) {
      Numbers numbers = new Numbers(round, round % 2 == 0);
      ways.addAll(check(products, SparseCase.random(130, 90, 9, numbers), round % 3 == 0));
    }
    assertThat(ways).anyMatch(way -> way.startsWith("weightGradient "));
    assertThat(ways.stream().anyMatch(way -> way.startsWith("hidden sample ")))
        .isEqualTo(name.startsWith("generated"));
  }

  @Test
  void tenThousandSmallMasks() {
    SparseProducts products = products();
    for (int round = 0; round < 10_000; round++) {
      Numbers numbers = new Numbers(1_000_000 + round, round % 2 == 0);
      check(products, SparseCase.random(12, 34, 3, numbers), round % 3 == 0);
    }
  }

  @Test
  void layersOfSeveralUnitsAndBlocks() {
    SparseProducts products = products();
    for (int round = 0; round < 6; round++) {
      Numbers numbers = new Numbers(2_000_000 + round, round % 2 == 0);
      check(products, SparseCase.random(800, 300, 5, numbers), round % 3 == 0);
    }
  }

  @Test
  void aLargeBatchHasMorePanelsThanRegisters() {
    SparseProducts products = products();
    for (int round = 0; round < 30; round++) {
      Numbers numbers = new Numbers(3_000_000 + round, round % 2 == 0);
      check(products, SparseCase.random(40, 20, 40, numbers), round % 3 == 0);
    }
  }

  @Test
  void whatIsNotANumberPassesTheRectifierBothWays() {
    Linear shape = new Linear(7, 8);
    BitSet live = new BitSet();
    live.set(0, 56);
    live.clear(5);
    SparsePattern pattern = new SparsePattern(shape, live, 1);
    Numbers numbers = new Numbers(6, false);
    MemorySegment values = numbers.any(pattern.slots());
    MemorySegment bias = numbers.any(8);
    MemorySegment x = numbers.any(7 * LANES);
    x.setAtIndex(Panels.FLOAT, 3 * LANES + 5, Float.NaN); // input 3 of sample 5
    try (Arena arena = Arena.ofConfined()) {
      for (var way : products().forward(pattern, 0, true)) {
        MemorySegment y = Numbers.guarded(8 * LANES);
        way.maker().apply(arena).run(values, bias, x, y, 0, 1);
        for (int o = 0; o < 8; o++) {
          assertThat(y.getAtIndex(Panels.FLOAT, o * LANES + 5)).isNaN();
          assertThat(y.getAtIndex(Panels.FLOAT, o * LANES + 4)).isNotNaN();
        }
      }
      MemorySegment dy = numbers.any(8 * LANES);
      dy.setAtIndex(Panels.FLOAT, LANES + 5, Float.NaN); // output 1
      x.setAtIndex(Panels.FLOAT, LANES + 5, 1); // an open gate
      x.setAtIndex(Panels.FLOAT, 2 * LANES + 5, -1); // a shut one
      for (var way : products().inputGradient(pattern)) {
        MemorySegment dx = Numbers.guarded(7 * LANES);
        way.maker().apply(arena).run(values, dy, x, dx, 0, 1);
        assertThat(dx.getAtIndex(Panels.FLOAT, LANES + 5)).isNaN();
        assertThat(dx.getAtIndex(Panels.FLOAT, 3 * LANES + 5)).isNaN(); // a gate that is NaN
        assertThat(dx.getAtIndex(Panels.FLOAT, 2 * LANES + 5)).isZero();
      }
    }
  }
}
