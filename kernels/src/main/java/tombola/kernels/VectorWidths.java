package tombola.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Kernels;

/** Defines {@link PortableKernels} once for each vector width. */
final class VectorWidths {
  private VectorWidths() {}

  /**
   * Returns kernels of the width that this machine prefers, then of the narrower ones, then of the
   * wider ones.
   */
  static List<Kernels> kernels() {
    List<VectorSpecies<Float>> species =
        new ArrayList<>(
            List.of(FloatVector.SPECIES_512, FloatVector.SPECIES_256, FloatVector.SPECIES_128));
    int preferred = Math.min(FloatVector.SPECIES_PREFERRED.length(), 16);
    species.sort((a, b) -> Boolean.compare(a.length() > preferred, b.length() > preferred));
    return species.stream().map(VectorWidths::define).toList();
  }

  private static Kernels define(VectorSpecies<Float> species) {
    try (InputStream in = VectorWidths.class.getResourceAsStream("PortableKernels.class")) {
      byte[] bytes = in.readAllBytes();
      Class<?> kernels =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, species, true).lookupClass();
      return (Kernels) kernels.getDeclaredConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("the kernels of this build are damaged: build again", e);
    }
  }
}
