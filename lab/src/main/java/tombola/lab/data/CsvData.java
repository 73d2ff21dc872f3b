package tombola.lab.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tombola.data.BadDataException;
import tombola.data.Checksum;
import tombola.data.ClassCheck;
import tombola.data.DataFile;
import tombola.data.Dataset;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.Split;
import tombola.data.TrainingData;
import tombola.math.Seed;

/** A CSV file as a data set: split first, then standardised by what the train part says alone. */
final class CsvData {
  private final DataFile file;
  private final CsvColumns columns;
  private final double[][] rows; // [sample][input column]
  private final int[] labels; // [sample]

  private CsvData(DataFile file, CsvColumns columns, double[][] rows, int[] labels) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
    this.labels = labels;
  }

  /**
   * Reads a file, gzipped or not.
   *
   * @throws BadDataException if it is missing or damaged, or if a class is not in every part
   */
  static Dataset open(Path path, DataSpec spec) {
    return prepare(path, spec).data();
  }

  /**
   * Reads a file as {@link #open} does, with the units of its columns.
   *
   * @throws BadDataException if it is missing or damaged, or if a class is not in every part
   */
  static Prepared prepare(Path path, DataSpec spec) {
    DataFile file = DataFile.of(path);
    byte[] content = file.content();
    CsvTable table = CsvTable.read(file, content, spec);
    List<String> classes = table.classes();
    CsvData data = new CsvData(file, table.columns(), table.rows(), table.labels(classes));
    ClassCheck.atLeastTwo(data.source(), classes);
    Parts parts = data.split(spec, classes);
    Standardisation standard = Standardisation.of(data.rows, parts.train);
    Dataset dataset =
        new Dataset(
            DataSources.baseName(path),
            data.columns.count() - 1,
            classes,
            new TrainingData(
                data.examples(standard, parts.train), data.examples(standard, parts.validation)),
            data.examples(standard, parts.test),
            Checksum.of(content));
    return new Prepared(dataset, standard.units());
  }

  /** The numbers of the samples of each part, ascending. */
  private static final class Parts {
    private final int[] train;
    private final int[] validation;
    private final int[] test;

    Parts(int[] train, int[] validation, int[] test) {
      this.train = train;
      this.validation = validation;
      this.test = test;
    }
  }

  private Parts split(DataSpec spec, List<String> classes) {
    int test = size("test", spec.test(), labels.length - 2);
    int validation = size("validation", spec.validation(), labels.length - test - 1);
    Seed seed = new Seed(spec.splitSeed());
    int[][] outer = Split.stratified(labels, classes.size(), test, seed.child("test"));
    int[] rest = outer[1];
    int[][] inner =
        Split.stratified(labels(rest), classes.size(), validation, seed.child("validation"));
    Parts parts = new Parts(pick(rest, inner[1]), pick(rest, inner[0]), outer[0]);
    ClassCheck.inPart(source(), classes, labels, "train", labels(parts.train));
    ClassCheck.inPart(source(), classes, labels, "validation", labels(parts.validation));
    ClassCheck.inPart(source(), classes, labels, "test", labels(parts.test));
    return parts;
  }

  private int size(String part, Share share, int most) {
    int size = share.samplesOf(labels.length);
    if (size < 1 || size > most) {
      throw new BadDataException(
          "%s: expected a part of 1 to %d of the %d samples in %s, got %s, which is %d"
              .formatted(part, most, labels.length, file.name(), share, size));
    }
    return size;
  }

  private String source() {
    return file.name() + ", classes from " + columns.describe(columns.label());
  }

  private int[] labels(int[] samples) {
    return pick(labels, samples);
  }

  private static int[] pick(int[] values, int[] places) {
    return IntStream.of(places).map(i -> values[i]).toArray();
  }

  private Examples examples(Standardisation standard, int[] part) {
    int width = columns.count() - 1;
    float[] values = new float[Math.multiplyExact(part.length, width)];
    for (int i = 0; i < part.length; i++) {
      for (int c = 0; c < width; c++) {
        double found = rows[part[i]][c];
        float value = standard.apply(c, found);
        if (!Float.isFinite(value)) {
          throw file.bad(
              "%s: expected values in the range of the train part, found %s"
                  .formatted(columns.describe(c < columns.label() ? c : c + 1), found));
        }
        values[i * width + c] = value;
      }
    }
    return new Examples(new FloatFeatures(width, values), labels(part));
  }
}
