package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FastestSparseTest {
  private static final SparsePattern PATTERN =
      new SparsePattern(new Linear(3, 2), BitSet.valueOf(new long[] {0b101101}), 1);

  private final Map<String, String> remembered = new HashMap<>();
  private final AtomicInteger slowCalls = new AtomicInteger();
  private final AtomicInteger fastCalls = new AtomicInteger();

  private final ChoiceMemory memory =
      new ChoiceMemory() {
        @Override
        public Optional<String> recall(String question) {
          return Optional.ofNullable(remembered.get(question));
        }

        @Override
        public void remember(String question, String answer) {
          remembered.put(question, answer);
        }
      };

  /** The scalar products under another name, their forward product several times over. */
  private static final class Repeated implements SparseProducts {
    private final SparseProducts scalar = new ScalarSparse();
    private final String name;
    private final int times;
    private final AtomicInteger calls;

    Repeated(String name, int times, AtomicInteger calls) {
      this.name = name;
      this.times = times;
      this.calls = calls;
    }

    @Override
    public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
      return List.of(
          new Variant<>(
              name,
              arena -> {
                Forward product =
                    scalar.forward(pattern, part, relu).getFirst().maker().apply(arena);
                return (values, bias, x, y, from, to) -> {
                  calls.incrementAndGet();
                  for (int i = 0; i < times; i++) {
                    product.run(values, bias, x, y, from, to);
                  }
                };
              }));
    }

    @Override
    public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
      return scalar.inputGradient(pattern);
    }

    @Override
    public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
      return scalar.weightGradient(pattern, panels);
    }
  }

  private String chosen() {
    List<SparseProducts> both =
        List.of(new Repeated("slow", 300, slowCalls), new Repeated("fast", 1, fastCalls));
    var ways = new FastestSparse(both, memory).forward(PATTERN, 0, true);
    assertThat(ways).hasSize(1);
    return ways.getFirst().name();
  }

  @Test
  void theFasterOfTwoWaysIsChosenAndRemembered() {
    assertThat(chosen()).isEqualTo("fast");
    assertThat(slowCalls).hasPositiveValue();
    assertThat(remembered)
        .containsExactlyEntriesOf(
            Map.of("forward of 3 to 2, 4 live in 1 parts, 1 panels, among slow | fast", "fast"));
  }

  @Test
  void whatIsRememberedIsNotTimedAgain() {
    remembered.put("forward of 3 to 2, 4 live in 1 parts, 1 panels, among slow | fast", "slow");
    assertThat(chosen()).isEqualTo("slow");
    assertThat(slowCalls).hasValue(0);
    assertThat(fastCalls).hasValue(0);
  }

  @Test
  void anAnswerThatIsNotOfferedIsTimedAnew() {
    remembered.put("forward of 3 to 2, 4 live in 1 parts, 1 panels, among slow | fast", "faster");
    assertThat(chosen()).isEqualTo("fast");
    assertThat(remembered).containsValue("fast");
  }
}
