package tombola.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernels.x86.InstructionSet;

class PortableProviderTest {
  private static final List<String> NAMES = names();

  private final KernelChoice choice = KernelChoice.find();

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (InstructionSet set : InstructionSet.values()) {
      if (set.obstacle().isEmpty()) {
        names.add("generated:" + set.bits());
      }
    }
    names.addAll(List.of("portable:128", "portable:256", "portable:512", "scalar"));
    return names;
  }

  @Test
  void allWidthsAreThereAndTheScalarReferenceIsLast() {
    assertThat(choice.all()).extracting(Kernels::name).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(choice.all().getLast().name()).isEqualTo("scalar");
    assertThat(choice.obstacles()).hasSize(NAMES.size() > 4 ? 0 : 1); // where no code runs
    for (String name : NAMES) {
      assertThat(choice.named(name).name()).isEqualTo(name);
    }
  }

  @Test
  void eachWidthHasClassesOfItsOwn() {
    assertThat(
            choice.all().stream()
                .filter(k -> k.name().startsWith("portable:"))
                .flatMap(k ->
                    Stream.concat(
                        Stream.of(k.layouts(), k.products(), k.updates()),
                        ((PortableSparse) k.sparse()).loops().stream()))
                .map(Object::getClass)
                .distinct())
        .hasSize(3 * 7);
  }

  /** Else each who asks would wait for the compiler again. */
  @Test
  void whoeverAsksGetsTheSameClasses() {
    assertThat(portable(KernelChoice.find())).hasSize(3).isEqualTo(portable(choice));
    assertThat(KernelChoice.find().named("auto").pools().getClass())
        .isSameAs(choice.named("portable").pools().getClass());
  }

  private static List<Class<?>> portable(KernelChoice choice) {
    List<Class<?>> classes = new ArrayList<>();
    choice.all().stream()
        .filter(k -> k.name().startsWith("portable:"))
        .forEach(k -> classes.add(k.products().getClass()));
    return classes;
  }

  @Test
  void theBestIsTheWidthThatTheMachinePrefers() {
    String preferred = "portable:" + Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());

    assertThat(choice.named("portable").name()).isEqualTo(preferred);
    boolean generated = NAMES.getFirst().startsWith("generated:");
    assertThat(choice.named("auto").name()).isEqualTo(generated ? NAMES.getFirst() : preferred);
  }

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    for (String name : List.of("portable:1024", "avx512", "Scalar", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> choice.named(name))
          .withMessageStartingWith("kernels: expected auto or one of ")
          .withMessageContaining(", got " + name)
          .satisfies(e -> assertThat(e.getMessage()).contains(NAMES));
    }
  }

  @Test
  void withoutTheVectorModuleAutoIsScalarAndAnExplicitRequestSaysWhatToDo() throws Exception {
    assertThat(withoutTheModule("auto")).containsExactly("scalar");
    assertThat(withoutTheModule("portable"))
        .singleElement(STRING)
        .startsWith("kernels: expected auto or one of scalar, got portable (")
        .contains("portable kernels need java --add-modules jdk.incubator.vector");
  }

  private static List<String> withoutTheModule(String name) throws Exception {
    return OwnJvm.lines(List.of("-XX:TieredStopAtLevel=1"), Main.class, name);
  }

  /** Prints the name of the kernels asked for, or why there are none. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      try {
        System.out.println(KernelChoice.find().named(args[0]).name());
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
