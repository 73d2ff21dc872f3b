package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final List<String> CLASSES = List.of("a", "b");

  private static Examples examples(int width, int... labels) {
    return new Examples(new FloatFeatures(width, new float[labels.length * width]), labels);
  }

  private static Dataset dataset(Examples train, Examples validation, Examples test) {
    return new Dataset("toy", 2, CLASSES, new TrainingData(train, validation), test, "00");
  }

  @Test
  void itKeepsItsParts() {
    Examples train = examples(2, 0, 1, 1);
    Examples validation = examples(2, 0);
    Examples test = examples(2, 1);

    Dataset dataset = dataset(train, validation, test);

    assertThat(dataset.training().train()).isSameAs(train);
    assertThat(dataset.training().validation()).isSameAs(validation);
    assertThat(dataset.test()).isSameAs(test);
  }

  @Test
  void aPartWithoutSamplesIsRefused() {
    Examples one = examples(2, 0);

    assertThatThrownBy(() -> dataset(one, one, examples(2)))
        .hasMessage("test part: expected at least one sample, got none");
    assertThatThrownBy(() -> dataset(examples(2), one, one)).hasMessageStartingWith("train part");
    assertThatThrownBy(() -> dataset(one, examples(2), one))
        .hasMessageStartingWith("validation part");
  }

  @Test
  void aPartOfAnotherWidthIsRefused() {
    Examples one = examples(2, 0);

    assertThatThrownBy(() -> dataset(one, examples(3, 0), one))
        .hasMessage("validation part: expected samples of 2 features, got 3");
  }

  @Test
  void aLabelWithoutAClassIsRefused() {
    Examples one = examples(2, 0);

    assertThatThrownBy(() -> dataset(one, one, examples(2, 0, 2)))
        .hasMessage("test part: expected labels from 0 to 1, got 2");
    assertThatThrownBy(() -> dataset(examples(2, -1), one, one))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void samplesAndLabelsGoTogether() {
    Examples examples =
        new Examples(new FloatFeatures(2, new float[] {1, 2, 3, 4, 5, 6}), new int[] {7, 8, 9});

    Examples selected = examples.select(new int[] {2, 0, 2});

    assertThat(selected.labels()).containsExactly(9, 7, 9);
    assertThat(selected.features()).isEqualTo(new FloatFeatures(2, new float[] {5, 6, 1, 2, 5, 6}));
    assertThat(selected.size()).isEqualTo(3);
  }

  @Test
  void aSampleWithoutALabelIsRefused() {
    FloatFeatures two = new FloatFeatures(2, new float[4]);

    assertThatThrownBy(() -> new Examples(two, new int[] {0}))
        .hasMessage("labels: expected one for each of 2 samples, got 1");
  }
}
