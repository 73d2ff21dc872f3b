package tombola.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may import whom, and which calls would make the bits depend on the machine. */
final class ArchitectureTest {
  /** Core's packages, each of which imports only those before it. */
  static final List<String> CORE =
      List.of("math", "kernel", "data", "nn", "prune", "train", "ticket", "verify", "sparse");

  private static final List<String> OTHERS = List.of("kernels", "mnist", "runtime", "lab", "app");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("tombola");

  /** Functions whose last bit the platform may choose. */
  private static final Set<String> INEXACT_MATH =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  private static final Set<String> INEXACT_LANES =
      Set.of(
          "EXP", "EXPM1", "LOG", "LOG10", "LOG1P", "POW", "CBRT", "HYPOT", "SIN", "COS", "TAN",
          "ASIN", "ACOS", "ATAN", "ATAN2", "SINH", "COSH", "TANH");

  /** Without this, a rule about a package that was renamed would hold for want of classes. */
  @Test
  void everyPackageIsKnownAndHasClasses() {
    List<String> known = new ArrayList<>(CORE);
    known.addAll(OTHERS);

    assertThat(CLASSES.stream().map(ArchitectureTest::part).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @FieldSource("CORE")
  void aCorePackageImportsOnlyEarlierOnes(String name) {
    List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify.annotations"));
    CORE.subList(0, CORE.indexOf(name) + 1).forEach(earlier -> allowed.add(packages(earlier)));

    classes()
        .that()
        .resideInAPackage(packages(name))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void nothingImportsTheApplication() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packages("app"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages("app"))
        .check(CLASSES);
  }

  @Test
  void theLabDoesNotChooseKernelsByClass() {
    noClasses()
        .that()
        .resideInAPackage(packages("lab"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages("kernels"))
        .check(CLASSES);
  }

  /** The runtime has one class that is loaded only where the module is. */
  @Test
  void onlyTheKernelsAndOneClassOfTheRuntimeUseTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packages("kernels"))
        .and()
        .doNotHaveFullyQualifiedName("tombola.runtime.VectorBatches")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void theAssemblerKnowsNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage("tombola.kernels.x86")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tombola..").and(not(resideInAPackage("tombola.kernels.x86"))))
        .check(CLASSES);
  }

  @Test
  void theRuntimeNeedsNothingButJava() {
    classes()
        .that()
        .resideInAPackage(packages("runtime"))
        .and()
        .doNotHaveFullyQualifiedName("tombola.runtime.VectorBatches")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify.annotations", packages("runtime")))
        .check(CLASSES);
  }

  @Test
  void theVerdictKnowsNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage("tombola.lab.verdict")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tombola..").and(not(resideInAPackage("tombola.lab.verdict"))))
        .check(CLASSES);
  }

  @Test
  void theLedgerKnowsNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage("tombola.lab.ledger")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tombola..").and(not(resideInAPackage("tombola.lab.ledger"))))
        .check(CLASSES);
  }

  @Test
  void onlyTheGeneratedKernelsAssembleAndNoneNamesThem() {
    noClasses()
        .that(
            resideInAPackage("tombola..")
                .and(not(resideInAnyPackage("tombola.kernels.generated", "tombola.kernels.x86"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("tombola.kernels.generated", "tombola.kernels.x86"))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("tombola.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void coreAndKernelsCallNoFunctionWhoseBitsThePlatformChooses() {
    noClasses()
        .that(resideInAnyPackage(coreAndKernels()))
        .should()
        .accessTargetWhere(platformChoosesBits())
        .check(CLASSES);
  }

  @Test
  void allRandomnessComesFromSeeds() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(Collections.class, "shuffle", List.class)
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaAccess<?>> platformChoosesBits() {
    return describe(
        "the platform chooses the bits",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getTarget().getName();
          return switch (owner) {
            case "java.lang.Math" -> INEXACT_MATH.contains(name);
            case "jdk.incubator.vector.VectorOperators" -> INEXACT_LANES.contains(name);
            case "jdk.incubator.vector.FloatVector", "jdk.incubator.vector.DoubleVector" ->
                name.startsWith("reduceLanes");
            default -> false;
          };
        });
  }

  private static String[] coreAndKernels() {
    List<String> names = new ArrayList<>(CORE);
    names.add("kernels");
    return names.stream().map(ArchitectureTest::packages).toArray(String[]::new);
  }

  private static String packages(String name) {
    return "tombola." + name + "..";
  }

  /** Returns the name after {@code tombola.}: a package of core, or a module. */
  private static String part(JavaClass type) {
    return type.getPackageName().split("\\.", -1)[1];
  }
}
