package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class SparsePatternTest {
  private static final int[] PANELS = {1, 2, 4, 9, 24, 40};
  private static final double[] DENSITIES = {0, 0.001, 0.02, 0.1, 0.5, 1};

  private static BitSet live(int... places) {
    BitSet live = new BitSet();
    for (int place : places) {
      live.set(place);
    }
    return live;
  }

  /** Returns a mask whose rows and columns are now and then all pruned. */
  private static BitSet random(Linear shape, double density, RandomStream stream) {
    BitSet live = new BitSet();
    int deadRow = stream.nextInt(shape.out() + 1);
    int deadColumn = stream.nextInt(shape.in() + 1);
    for (int o = 0; o < shape.out(); o++) {
      for (int i = 0; i < shape.in(); i++) {
        boolean dead = density < 1 && (o == deadRow || i == deadColumn);
        live.set(o * shape.in() + i, !dead && stream.nextDouble() < density);
      }
    }
    return live;
  }

  @FunctionalInterface
  private interface Check {
    void check(Linear shape, BitSet live, SparsePattern pattern);
  }

  /** Shapes from one weight to several blocks and several units. */
  private static void eachPattern(Check check) {
    for (long seed = 0; seed < 300; seed++) {
      RandomStream stream = new Seed(seed).generator();
      boolean small = seed % 3 == 0;
      Linear shape =
          new Linear(1 + stream.nextInt(small ? 9 : 200), 1 + stream.nextInt(small ? 9 : 120));
      double density = DENSITIES[(int) (seed % DENSITIES.length)];
      int panels = PANELS[stream.nextInt(PANELS.length)];
      BitSet live = random(shape, density, stream);
      int parts = seed % 2 == 0 ? 1 : 1 + stream.nextInt(5);
      check.check(shape, live, new SparsePattern(shape, live, panels, parts));
    }
  }

  private static List<String> weights(SparsePattern pattern, int from, int to) {
    List<String> weights = new ArrayList<>();
    pattern.forEach((slot, row, column) -> {
      if (from <= slot && slot < to) {
        weights.add(row + "," + column);
      }
    });
    return weights;
  }

  @Test
  void slotsGoByRowsThenColumns() {
    SparsePattern pattern = new SparsePattern(new Linear(4, 3), live(9, 11, 0, 3, 5), 1);

    assertThat(weights(pattern, 0, 5)).containsExactly("0,0", "0,3", "1,1", "2,1", "2,3");
    assertThat(pattern.live()).isEqualTo(5);
    assertThat(pattern.slots()).isEqualTo(16);
    assertThat(pattern.blocks()).isEqualTo(1);
    assertThat(pattern.units()).isEqualTo(1);
    assertThat(pattern.unitEnd(0)).isEqualTo(5);
    assertThat(pattern.start(0, 1)).isEqualTo(2);
    assertThat(pattern.end(0, 1)).isEqualTo(3);
  }

  @Test
  void blocksOfColumnsComeBeforeRowsAndBeginOnALine() {
    // 24 panels are 1536 bytes a column, so that 16 columns are 24 KB
    SparsePattern pattern = new SparsePattern(new Linear(32, 2), live(0, 31, 32 + 15, 32 + 16), 24);

    assertThat(pattern.blocks()).isEqualTo(2);
    assertThat(pattern.firstColumn(1)).isEqualTo(16);
    assertThat(weights(pattern, 0, 2)).containsExactly("0,0", "1,15");
    assertThat(weights(pattern, 16, 18)).containsExactly("0,31", "1,16");
    assertThat(pattern.slots()).isEqualTo(32);
    assertThat(pattern.unitEnd(1)).isEqualTo(18);
  }

  @Test
  void unitsAreWholeRowsOfAThousandSlotsAndMore() {
    BitSet all = new BitSet();
    all.set(0, 100 * 50);
    SparsePattern pattern = new SparsePattern(new Linear(100, 50), all, 1);

    assertThat(pattern.units()).isEqualTo(5); // eleven rows each, the last six
    assertThat(pattern.unitEnd(0)).isEqualTo(1100);
    assertThat(pattern.unitStart(1)).isEqualTo(1104);
    assertThat(pattern.start(0, 11)).isEqualTo(1104);
    assertThat(pattern.end(0, 10)).isEqualTo(1100);
    assertThat(pattern.slots()).isEqualTo(4 * 1104 + 608);
  }

  @Test
  void everyLiveWeightHasOneSlotInTheOrderOfTheSums() {
    eachPattern((shape, live, pattern) -> {
      assertThat(pattern.shape()).isEqualTo(shape);
      assertThat(pattern.live()).isEqualTo(live.cardinality());
      assertThat(pattern.firstColumn(0)).isZero();
      assertThat(pattern.firstColumn(pattern.blocks())).isEqualTo(shape.in());
      BitSet found = new BitSet();
      int last = 0;
      for (int part = 0; part < pattern.parts(); part++) {
        for (int b = 0; b < pattern.blocks(); b++) {
          for (int o = pattern.firstRow(part); o < pattern.firstRow(part + 1); o++) {
            assertThat(pattern.start(b, o)).isBetween(last, last + Panels.LANES - 1);
            int column = pattern.firstColumn(b) - 1;
            for (int slot = pattern.start(b, o); slot < pattern.end(b, o); slot++) {
              assertThat(pattern.column(b, slot)).isGreaterThan(column);
              column = pattern.column(b, slot);
              found.set(o * shape.in() + column);
            }
            assertThat(column).isLessThan(pattern.firstColumn(b + 1));
            last = pattern.end(b, o);
          }
        }
      }
      assertThat(found).isEqualTo(live);
    });
  }

  @Test
  void unitsFollowEachOtherOnLinesAndHoldWholeRows() {
    eachPattern((shape, live, pattern) -> {
      BitSet used = new BitSet();
      int next = 0;
      for (int unit = 0; unit < pattern.units(); unit++) {
        assertThat(pattern.unitStart(unit)).isEqualTo(next).isLessThan(pattern.unitEnd(unit));
        used.set(next, pattern.unitEnd(unit));
        next = Panels.count(pattern.unitEnd(unit)) * Panels.LANES;
      }
      assertThat(pattern.unitStart(pattern.units())).isEqualTo(next).isEqualTo(pattern.slots());
      assertThat(used.cardinality()).isEqualTo(live.cardinality());
      for (int b = 0; b < pattern.blocks(); b++) {
        for (int o = 0; o < shape.out(); o++) {
          int gap = used.nextClearBit(pattern.start(b, o));
          assertThat(gap).isGreaterThanOrEqualTo(pattern.end(b, o));
        }
      }
    });
  }

  @Test
  void aVisitorSeesEveryLiveWeightInItsSlot() {
    eachPattern((shape, live, pattern) -> {
      BitSet found = new BitSet();
      int[] rows = pattern.rows();
      for (int unit = 0; unit < pattern.units(); unit++) {
        int block = pattern.unitBlock(unit);
        int first = pattern.unitStart(unit);
        int end = pattern.unitEnd(unit);
        pattern.forEach(
            unit,
            (slot, row, column) -> {
              assertThat(slot).isBetween(first, end - 1);
              assertThat(slot).isBetween(pattern.start(block, row), pattern.end(block, row) - 1);
              assertThat(column).isEqualTo(pattern.column(block, slot));
              assertThat(rows[slot]).isEqualTo(row);
              found.set(row * shape.in() + column);
            });
      }
      assertThat(found).isEqualTo(live);
    });
  }

  @Test
  void rowsAreCutWherePartsHaveAboutAsManyLiveWeights() {
    // rows of 8, 1, 1, 6 and 0 live weights
    BitSet live = new BitSet();
    live.set(0, 8);
    live.set(8);
    live.set(16);
    live.set(24, 30);
    SparsePattern pattern = new SparsePattern(new Linear(8, 5), live, 1, 2);

    assertThat(pattern.parts()).isEqualTo(2);
    assertThat(pattern.firstRow(1)).isEqualTo(1);
    assertThat(pattern.firstRow(2)).isEqualTo(5);
    assertThat(pattern.live(0)).isEqualTo(8);
    assertThat(pattern.live(1)).isEqualTo(8);
    assertThat(pattern.unitOfPart(1, 2)).isEqualTo(1);
    assertThat(pattern.unitStart(1)).isEqualTo(16);
  }

  @Test
  void aPartHasTheUnitsOfItsRowsAndDiffersFromAFairShareByARowAtMost() {
    eachPattern((shape, live, pattern) -> {
      int parts = pattern.parts();
      int before = 0;
      for (int part = 0; part < parts; part++) {
        int from = pattern.firstRow(part) * shape.in();
        int to = pattern.firstRow(part + 1) * shape.in();
        int count = to > from ? live.get(from, to).cardinality() : 0;
        assertThat(pattern.live(part)).isEqualTo(count);
        double share = live.cardinality() * part / (double) parts;
        assertThat(Math.abs(before - share)).isLessThanOrEqualTo(shape.in() / 2.0 + 1);
        before += count;
        for (int unit = pattern.unitOfPart(part, parts);
            unit < pattern.unitOfPart(part + 1, parts);
            unit++) {
          pattern.forEach(
              unit,
              (_, row, column) -> assertThat(row * shape.in() + column).isBetween(from, to - 1));
        }
      }
      assertThat(before).isEqualTo(live.cardinality());
    });
  }

  @Test
  void partsTakeEveryUnitOnceAndAreEvenWithinAUnit() {
    eachPattern((_, _, pattern) -> {
      int longest = 0;
      for (int unit = 0; unit < pattern.units(); unit++) {
        longest = Math.max(longest, pattern.unitStart(unit + 1) - pattern.unitStart(unit));
      }
      for (int parts = 1; parts <= 4; parts++) {
        assertThat(pattern.unitOfPart(0, parts)).isZero();
        assertThat(pattern.unitOfPart(parts, parts)).isEqualTo(pattern.units());
        for (int part = 1; part <= parts; part++) {
          int unit = pattern.unitOfPart(part, parts);
          assertThat(unit).isBetween(pattern.unitOfPart(part - 1, parts), pattern.units());
          if (parts == pattern.parts() && parts > 1) {
            continue; // rows decide
          }
          double share = pattern.slots() * part / (double) parts;
          assertThat(Math.abs(pattern.unitStart(unit) - share)).isLessThan(longest / 2.0 + 2);
        }
      }
    });
  }

  @Test
  void columnsHoldTheSlotsOfTheirWeightsByRow() {
    eachPattern((shape, live, pattern) -> {
      SparsePattern.Columns columns = pattern.columns();
      int[] weights = new int[pattern.slots()]; // the live weight of each slot
      pattern.forEach((slot, row, column) -> weights[slot] = row * shape.in() + column);
      int place = 0;
      for (int i = 0; i < shape.in(); i++) {
        assertThat(columns.first(i)).isEqualTo(place);
        for (int o = 0; o < shape.out(); o++) {
          if (live.get(o * shape.in() + i)) {
            int row = columns.row(place);
            int slot = columns.slot(place++);
            assertThat(row).isEqualTo(o);
            assertThat(weights[slot]).isEqualTo(o * shape.in() + i);
          }
        }
      }
      assertThat(columns.first(shape.in())).isEqualTo(place).isEqualTo(live.cardinality());
    });
  }

  @Test
  void withoutLiveWeightsThereIsNoSlot() {
    SparsePattern pattern = new SparsePattern(new Linear(7, 5), new BitSet(), 4);

    assertThat(pattern.live()).isZero();
    assertThat(pattern.slots()).isZero();
    assertThat(pattern.units()).isZero();
    assertThat(pattern.unitStart(0)).isZero();
    assertThat(pattern.unitOfPart(1, 2)).isZero();
    assertThat(pattern.start(0, 4)).isEqualTo(pattern.end(0, 4));
    assertThat(pattern.columns().first(7)).isZero();
  }

  @Test
  void theLastWeightOfALayerMayBeTheOnlyOne() {
    SparsePattern pattern = new SparsePattern(new Linear(40, 3), live(119), 24);

    assertThat(pattern.blocks()).isEqualTo(3);
    assertThat(pattern.slots()).isEqualTo(16);
    assertThat(weights(pattern, 0, 1)).containsExactly("2,39");
    assertThat(pattern.units()).isEqualTo(1);
    assertThat(pattern.start(2, 2)).isZero();
    assertThat(pattern.end(2, 2)).isEqualTo(1);
    assertThat(pattern.columns().slot(0)).isZero();
  }
}
