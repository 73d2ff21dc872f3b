package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class SplitTest {

  private static int[] counts(int[] labels, int[] samples, int classes) {
    int[] counts = new int[classes];
    for (int sample : samples) {
      counts[labels[sample]]++;
    }
    return counts;
  }

  private static int[] random(Seed seed, int length, int classes) {
    RandomStream stream = seed.generator();
    return IntStream.range(0, length)
        .map(_ -> stream.nextInt(1 + stream.nextInt(classes)))
        .toArray();
  }

  @Test
  void eachClassGivesItsProportionAndTheLargestRemaindersOneMore() {
    // Sizes 5, 3, 2 of 10; a part of 4 asks for 2, 1.2 and 0.8.
    int[] labels = {0, 1, 0, 2, 0, 1, 0, 2, 0, 1};

    int[][] parts = Split.stratified(labels, 3, 4, new Seed(1));

    assertThat(counts(labels, parts[0], 3)).containsExactly(2, 1, 1);
    assertThat(counts(labels, parts[1], 3)).containsExactly(3, 2, 1);
  }

  @Test
  void equalRemaindersGoToTheLowerClass() {
    int[] labels = {2, 2, 1, 1, 0, 0}; // a part of 2 asks for 2/3 of each; of 1 for 1/3

    assertThat(counts(labels, Split.stratified(labels, 3, 2, new Seed(8))[0], 3))
        .containsExactly(1, 1, 0);
    assertThat(counts(labels, Split.stratified(labels, 3, 1, new Seed(8))[0], 3))
        .containsExactly(1, 0, 0);
  }

  @Test
  void everySampleIsInExactlyOnePartInAscendingOrder() {
    for (int s = 0; s < 200; s++) {
      Seed seed = new Seed(s);
      int length = 1 + seed.child("length").generator().nextInt(300);
      int count = seed.child("count").generator().nextInt(length + 1);
      int[] labels = random(seed, length, 7);

      int[][] parts = Split.stratified(labels, 7, count, seed);

      assertThat(parts[0]).hasSize(count).isSorted();
      assertThat(parts[1]).hasSize(length - count).isSorted();
      assertThat(IntStream.concat(IntStream.of(parts[0]), IntStream.of(parts[1])).sorted())
          .containsExactly(IntStream.range(0, length).boxed().toArray(Integer[]::new));
    }
  }

  @Test
  void noClassIsOffItsProportionByASampleOrMore() {
    for (int s = 0; s < 200; s++) {
      Seed seed = new Seed(s);
      int[] labels = random(seed, 200, 6);
      int[] sizes = counts(labels, IntStream.range(0, 200).toArray(), 6);
      int count = seed.child("count").generator().nextInt(201);

      int[] given = counts(labels, Split.stratified(labels, 6, count, seed)[0], 6);

      for (int c = 0; c < 6; c++) {
        assertThat(Math.abs(given[c] - count * sizes[c] / 200.0)).isLessThan(1);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSamePartsAndAnotherSeedOthers() {
    int[] labels = random(new Seed(3), 500, 10);

    int[][] parts = Split.stratified(labels, 10, 50, new Seed(1));

    assertThat(Split.stratified(labels, 10, 50, new Seed(1))).isDeepEqualTo(parts);
    assertThat(Split.stratified(labels, 10, 50, new Seed(2))[0]).isNotEqualTo(parts[0]);
  }

  @Test
  void withinAClassEverySampleIsEquallyLikely() {
    int[] labels = new int[10];
    int[] chosen = new int[10];
    for (int s = 0; s < 5_000; s++) {
      for (int sample : Split.stratified(labels, 1, 3, new Seed(s))[0]) {
        chosen[sample]++;
      }
    }

    // 1500 each; the standard deviation is 32.
    assertThat(IntStream.of(chosen)).allMatch(count -> Math.abs(count - 1_500) < 130);
  }

  @Test
  void aPartMayBeEmptyOrEverything() {
    int[] labels = {0, 1, 1};

    assertThat(Split.stratified(labels, 2, 0, new Seed(1)))
        .isDeepEqualTo(new int[][] {{}, {0, 1, 2}});
    assertThat(Split.stratified(labels, 2, 3, new Seed(1)))
        .isDeepEqualTo(new int[][] {{0, 1, 2}, {}});
  }

  @Test
  void aPartLargerThanTheWholeOrNegativeIsRefused() {
    int[] labels = {0, 1, 1};

    assertThatThrownBy(() -> Split.stratified(labels, 2, 4, new Seed(1)))
        .hasMessage("split: expected a part of 0 to 3 samples, got 4");
    assertThatThrownBy(() -> Split.stratified(labels, 2, -1, new Seed(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
