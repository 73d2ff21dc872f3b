package tombola.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.kernel.Convolution;
import tombola.kernel.KernelChoice;
import tombola.kernel.SparseConvolutions;

/** Every way of every kernels gives the bits of the definition, and writes nothing else. */
@ParameterizedClass
@MethodSource("tombola.kernels.SparseProductsTest#names")
class SparseConvolutionsTest {
  @Parameter String name = "";

  /** All ways, of which {@link KernelChoice#named} would leave the fastest alone. */
  private SparseConvolutions products() {
    return KernelChoice.find().all().stream()
        .filter(kernels -> kernels.name().equals(name))
        .findFirst()
        .orElseThrow()
        .sparseConvolutions();
  }

  /** Checks every way; returns their names. */
  private static Set<String> check(
      SparseConvolutions products, SparseConvolutionCase c, boolean relu) {
    Set<String> ways = new HashSet<>();
    try (Arena arena = Arena.ofConfined()) {
      for (var way : products.forward(c.shape, c.pattern, relu)) {
        ways.add("forward " + way.name());
        c.checkForward("forward " + way.name(), relu, way.maker().apply(arena));
      }
      for (var way : products.inputGradient(c.shape, c.pattern)) {
        ways.add("inputGradient " + way.name());
        c.checkInputGradient("inputGradient " + way.name(), way.maker().apply(arena));
      }
      for (var way : products.weightGradient(c.shape, c.pattern)) {
        ways.add("weightGradient " + way.name());
        c.checkWeightGradient("weightGradient " + way.name(), way.maker().apply(arena));
      }
    }
    return ways;
  }

  @Test
  void everyWayGivesTheBitsOfTheDefinition() {
    SparseConvolutions products = products();
    Set<String> ways = new HashSet<>();
    for (int round = 0; round < 400; round++) {
      Numbers numbers = new Numbers(round, round % 2 == 0);
      ways.addAll(check(products, SparseConvolutionCase.random(9, 3, numbers), round % 3 == 0));
    }
    assertThat(ways)
        .allMatch(way -> !way.contains("scalar"))
        .hasSizeGreaterThanOrEqualTo(name.startsWith("generated") ? 9 : 3);
  }

  @Test
  void tenThousandSmallMasks() {
    SparseConvolutions products = products();
    for (int round = 0; round < 10_000; round++) {
      Numbers numbers = new Numbers(1_000_000 + round, round % 2 == 0);
      check(products, SparseConvolutionCase.random(3, 2, numbers), round % 3 == 0);
    }
  }

  @Test
  void layersOfManyChannelsAndLongRows() {
    SparseConvolutions products = products();
    check(
        products,
        new SparseConvolutionCase(
            new Convolution(5, 40, 64, 33, 3, 1, 1), 2, new Numbers(7, false)),
        true);
    check(
        products,
        new SparseConvolutionCase(
            new Convolution(9, 17, 32, 64, 3, 2, 1), 1, new Numbers(8, false)),
        false);
  }

  @Test
  void filtersOfMoreRowsThanAnIntHasBits() {
    Convolution shape = new Convolution(40, 35, 1, 2, 33, 1, 16);
    for (int round = 0; round < 5; round++) {
      check(products(), new SparseConvolutionCase(shape, 1, new Numbers(round, false)), true);
    }
  }

  @Test
  void highPicturesOfWhichAFewRowsAreKeptAtATime() {
    SparseConvolutions products = products();
    Convolution[] shapes = {
      new Convolution(40, 9, 40, 11, 3, 1, 1),
      new Convolution(25, 8, 11, 50, 3, 1, 0),
      new Convolution(31, 15, 35, 9, 5, 2, 2),
      new Convolution(30, 4, 9, 60, 5, 2, 1),
      new Convolution(20, 7, 70, 9, 1, 1, 0)
    };
    for (int round = 0; round < 20; round++) {
      Numbers numbers = new Numbers(500 + round, round % 2 == 0);
      Convolution shape = shapes[round % shapes.length];
      check(products, new SparseConvolutionCase(shape, 1, numbers), round % 3 == 0);
    }
  }
}
