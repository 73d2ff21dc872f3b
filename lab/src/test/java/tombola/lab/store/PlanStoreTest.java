package tombola.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.Sensitivity;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyScope;
import tombola.lab.verify.Widths;

class PlanStoreTest {
  @TempDir Path folder;

  private static VerifyPlan plan(Optional<Sensitivity> doses, Optional<Widths> widths) {
    return new VerifyRequest(
            OptionalInt.of(2),
            false,
            VerifyScope.REPLICATES,
            List.of(),
            Plan.standard(2),
            doses,
            widths)
        .plan("0123", 2, List.of(), List.of(1L, 2L), 1);
  }

  @Test
  void everyPlanIsReadBackAsItWas() {
    PlanStore store = new PlanStore(folder);
    List<VerifyPlan> plans =
        List.of(
            plan(Optional.empty(), Optional.empty()),
            plan(Optional.of(Sensitivity.STANDARD), Optional.empty()),
            plan(Optional.of(Sensitivity.STANDARD), Optional.of(Widths.of("0.25,2"))));

    plans.forEach(store::write);

    assertThat(store.plans().values()).containsExactlyInAnyOrderElementsOf(plans);
    assertThat(store.plans().keySet())
        .containsExactlyInAnyOrderElementsOf(plans.stream().map(PlanStore::hash).toList());
  }

  @Test
  void whatIsNotAskedForIsNotInTheFile() throws IOException {
    PlanStore store = new PlanStore(folder);
    VerifyPlan plain = plan(Optional.empty(), Optional.empty());
    VerifyPlan asking = plan(Optional.of(Sensitivity.STANDARD), Optional.of(Widths.of("2")));
    store.write(plain);
    store.write(asking);

    assertThat(Files.readString(store.folder(PlanStore.hash(plain)).resolve("plan.json")))
        .doesNotContain("sensitivity", "widths")
        .endsWith("  }\n}\n");
    assertThat(Files.readString(store.folder(PlanStore.hash(asking)).resolve("plan.json")))
        .contains("\"doses\": [ 0.0, 0.25, 0.5, 0.75, 1.0 ]", "\"factors\": [ 2.0 ]");
  }

  @Test
  void whatIsMissingOtherwiseIsFound() throws IOException {
    PlanStore store = new PlanStore(folder);
    VerifyPlan plan = plan(Optional.empty(), Optional.empty());
    store.write(plan);
    String text =
        Files.readString(store.folder(PlanStore.hash(plan)).resolve("plan.json"))
            .replace("  \"level\": 2,\n", "");
    String hash = Checksum.of(text.getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(store.folder(hash));
    Files.writeString(store.folder(hash).resolve("plan.json"), text);

    assertThatThrownBy(store::plans)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("level")
        .hasMessageNotContaining("\n");
  }
}
