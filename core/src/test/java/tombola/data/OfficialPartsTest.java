package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;

class OfficialPartsTest {

  /** Samples whose only feature is their number. */
  private static Examples examples(int[] labels) {
    float[] values = new float[labels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return new Examples(new FloatFeatures(1, values), labels);
  }

  private static OfficialParts parts(int... trainLabels) {
    List<String> classes =
        IntStream.rangeClosed(0, IntStream.of(trainLabels).max().orElse(0))
            .mapToObj(c -> "c" + c)
            .toList();
    return new OfficialParts(classes, examples(trainLabels), examples(new int[] {0, 0}), "ab");
  }

  @Test
  void theTrainPartIsSplitAndTheTestPartStaysAsItIs() {
    int[] labels = IntStream.range(0, 60).map(i -> i % 3).toArray();
    OfficialParts parts = parts(labels);

    Dataset dataset = parts.split("toy", 6, new Seed(1));

    assertThat(dataset.test()).isSameAs(parts.test());
    assertThat(dataset.training().train().size()).isEqualTo(54);
    assertThat(dataset.training().validation().labels())
        .containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2);
    assertThat(dataset.checksum()).isEqualTo("ab");
    assertThat(dataset.classes()).containsExactly("c0", "c1", "c2");
    assertThat(parts.split("toy", 6, new Seed(1)).training().validation().features())
        .isEqualTo(dataset.training().validation().features());
    assertThat(parts.split("toy", 6, new Seed(2)).training().validation().features())
        .isNotEqualTo(dataset.training().validation().features());
  }

  @Test
  void aValidationPartThatLeavesNothingIsRefused() {
    for (int validation : new int[] {0, 4, 5}) {
      assertThatThrownBy(() -> parts(0, 1, 0, 1).split("toy", validation, new Seed(1)))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              "validation: expected 1 to 3 of the 4 samples that toy has for training, got "
                  + validation);
    }
  }

  @Test
  void aClassTooSmallForEveryPartIsNamed() {
    assertThatThrownBy(() -> parts(0, 0, 0, 0, 0, 0, 0, 0, 0, 1).split("toy", 2, new Seed(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "toy: class \"c1\" has 1 sample, too few for one of them to be in the validation part"
                + " of 2; check its label, add samples of it or enlarge that part");
  }

  @Test
  void aSingleClassIsRefused() {
    assertThatThrownBy(() -> parts(0, 0, 0).split("toy", 1, new Seed(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("toy: expected at least 2 classes, found 1 [c0]");
  }

  @Test
  void classesAreRenamedOneByOne() {
    OfficialParts parts = parts(0, 1);

    assertThat(parts.named(List.of("cat", "dog")).classes()).containsExactly("cat", "dog");
    assertThatThrownBy(() -> parts.named(List.of("cat")))
        .hasMessage("classes: expected 2 names, got 1");
  }
}
