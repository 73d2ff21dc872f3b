package tombola.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTest {

  // The expected values of this class and of RandomStreamTest come from a few lines of Python.
  @Test
  void aChildsValueIsFixedForAllTime() {
    assertThat(new Seed(1).child("init").value()).isEqualTo(1583084993415856653L);
    assertThat(new Seed(1).child("order").value()).isEqualTo(-8629355263664431414L);
    assertThat(new Seed(1).child("é").value()).isEqualTo(5817620715150479733L);
    assertThat(new Seed(7).child("a").child("b").value()).isEqualTo(-7993047866254118214L);
    assertThat(new Seed(1).child(0).value()).isEqualTo(-5384958928449720065L);
    assertThat(new Seed(1).child(1).value()).isEqualTo(4125128940164554142L);
  }

  @Test
  void aChildDoesNotDependOnWhatWasAskedForBefore() {
    Seed seed = new Seed(5);
    long alone = seed.child("order").generator().nextLong();

    seed.child("init").generator().nextLong();

    assertThat(seed.child("order").generator().nextLong()).isEqualTo(alone);
  }

  @Test
  void childrenOfManyParentsNamesAndNumbersAllDiffer() {
    Set<Long> values = new HashSet<>();
    for (int parent = 0; parent < 50; parent++) {
      Seed seed = new Seed(parent);
      values.add(seed.value());
      for (int i = 0; i < 50; i++) {
        values.add(seed.child(i).value());
        values.add(seed.child("class" + i).value());
        values.add(seed.child("class").child(i).value());
      }
    }
    assertThat(values).hasSize(50 * (1 + 3 * 50));
  }

  @Test
  void everyGeneratorStartsAtTheBeginning() {
    Seed seed = new Seed(9);
    seed.generator().nextLong();

    assertThat(seed.generator().nextLong()).isEqualTo(seed.generator().nextLong());
  }
}
