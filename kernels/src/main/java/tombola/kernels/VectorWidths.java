package tombola.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Norms;
import tombola.kernel.Pools;
import tombola.kernel.Products;
import tombola.kernel.Sums;
import tombola.kernel.Updates;

/**
 * Defines the kernel classes once for each vector width. Each becomes a hidden class with the
 * species as its class data, so that the width is a constant to the compiler and the source stands
 * here once. A process has one class of each width, as it has one of any other class: a new one
 * would have to be compiled anew, and its vectors are objects until it is.
 */
final class VectorWidths {
  private static final List<Kernels> KERNELS = List.copyOf(defined());

  private VectorWidths() {}

  /**
   * Returns kernels of the width that this machine prefers, then of the narrower ones, then of the
   * wider ones; the same ones whoever asks.
   */
  static List<Kernels> kernels() {
    return KERNELS;
  }

  private static List<Kernels> defined() {
    List<VectorSpecies<Float>> species =
        new ArrayList<>(
            List.of(FloatVector.SPECIES_512, FloatVector.SPECIES_256, FloatVector.SPECIES_128));
    int preferred = FloatVector.SPECIES_PREFERRED.length();
    species.sort((a, b) -> Boolean.compare(a.length() > preferred, b.length() > preferred));
    List<Kernels> kernels = new ArrayList<>();
    for (VectorSpecies<Float> width : species) {
      RowLoops rows = define("PortableRows", RowLoops.class, width);
      kernels.add(
          new Kernels(
              "portable:" + width.vectorBitSize(),
              define("PortableLayouts", Layouts.class, width),
              define("PortableProducts", Products.class, width),
              new PortableConvolutions(
                  define("PortablePlaces", PlaceLoops.class, width),
                  define("PortableFilters", FilterLoops.class, width),
                  rows),
              define("PortablePools", Pools.class, width),
              define("PortableNorms", Norms.class, width),
              define("PortableSums", Sums.class, width),
              new PortableSparse(
                  width.vectorBitSize(),
                  define("PortableGather", GatherLoops.class, width),
                  define("PortableGatherRest", GatherRest.class, width),
                  define("PortableGradient", GradientLoops.class, width),
                  define("PortableTrees", TreeLoops.class, width)),
              new PortableSparseConvolutions(width.vectorBitSize(), rows),
              define("PortableUpdates", Updates.class, width)));
    }
    return kernels;
  }

  /** Returns the species with which the hidden class behind {@code lookup} was defined. */
  @SuppressWarnings("unchecked") // define gives a species of floats
  static VectorSpecies<Float> species(MethodHandles.Lookup lookup) {
    try {
      return (VectorSpecies<Float>)
          Objects.requireNonNull(MethodHandles.classData(lookup, "_", VectorSpecies.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(lookup.lookupClass() + " was not defined by VectorWidths", e);
    }
  }

  private static <T> T define(String name, Class<T> kind, VectorSpecies<Float> species) {
    try (InputStream in =
        Objects.requireNonNull(VectorWidths.class.getResourceAsStream(name + ".class"))) {
      Class<?> defined =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(in.readAllBytes(), species, true)
              .lookupClass();
      return kind.cast(defined.getDeclaredConstructor().newInstance());
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("the kernels of this build are damaged: build again", e);
    }
  }
}
