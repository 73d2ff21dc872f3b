package tombola.lab.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tombola.data.BadDataException;
import tombola.data.DataFile;
import tombola.data.Dataset;
import tombola.data.Idx;
import tombola.data.OfficialParts;
import tombola.math.Seed;
import tombola.mnist.Mnist;

/**
 * Opens data sets.
 *
 * @param fashionMnist the folder in which {@code fashion-mnist} is looked for
 */
public record DataSources(Path fashionMnist) {
  private static final List<String> FASHION_CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private static final Pattern CSV_ENDING = Pattern.compile("(?i)\\.csv(\\.gz)?$");

  /** Looks where Debian's packages put their files. */
  public DataSources() {
    this(Path.of("/usr/share/datasets/fashion-mnist"));
  }

  /**
   * Reads a data set and splits it. The train and validation parts are a stratified, seeded draw;
   * the test part is the official one, of a CSV file a stratified draw too.
   *
   * @throws BadDataException if the source is unknown, missing or damaged, or cannot be split so
   */
  public Dataset open(DataSpec spec) {
    return prepare(spec).data();
  }

  /**
   * Reads and splits a data set as {@link #open} does and says how its values came about.
   *
   * @throws BadDataException if the source is unknown, missing or damaged, or cannot be split so
   */
  public Prepared prepare(DataSpec spec) {
    return switch (spec.kind()) {
      case MNIST -> images(split(spec, "mnist", mnist()));
      case FASHION_MNIST -> images(split(spec, "fashion-mnist", readFashionMnist()));
      case CIFAR10 -> throw absent("cifar10", DataFolder.CIFAR_10_FILES);
      case CIFAR100 -> throw absent("cifar100", DataFolder.CIFAR_100_FILES);
      case CSV -> CsvData.prepare(path(spec.source()), spec);
      case FOLDER -> {
        Path folder = folder(spec.source());
        yield images(split(spec, baseName(folder), parts(folder, spec)));
      }
    };
  }

  private static OfficialParts parts(Path folder, DataSpec spec) {
    if (ImageFolder.is(folder)) {
      return ImageFolder.read(folder, spec.pictureSize().orElse(ImageFolder.SIDE));
    }
    spec.pictureSize()
        .ifPresent(side -> {
          throw new BadDataException(
              "picture-size: expected none, for %s has no pictures in train/CLASS, got %d"
                  .formatted(folder, side));
        });
    return DataFolder.of(folder).read();
  }

  private static Prepared images(Dataset data) {
    return new Prepared(data, new InputUnits.Bytes());
  }

  private static Dataset split(DataSpec spec, String name, OfficialParts parts) {
    int validation = spec.validation().samplesOf(parts.train().size());
    return parts.split(name, validation, new Seed(spec.splitSeed()).child("validation"));
  }

  private static OfficialParts mnist() {
    return Idx.read(
        resource("train-images-idx3-ubyte.gz"),
        resource("train-labels-idx1-ubyte.gz"),
        resource("t10k-images-idx3-ubyte.gz"),
        resource("t10k-labels-idx1-ubyte.gz"));
  }

  private static DataFile resource(String name) {
    return new DataFile("mnist/" + name, () -> Mnist.open(name));
  }

  private OfficialParts readFashionMnist() {
    if (!Files.isDirectory(fashionMnist)) {
      throw new BadDataException(
          ("fashion-mnist: expected its files in %s, found no such folder; on Debian or Ubuntu type"
                  + ": apt install dataset-fashion-mnist; elsewhere put the four IDX files into a"
                  + " folder and pass --data FOLDER")
              .formatted(fashionMnist));
    }
    OfficialParts parts = DataFolder.of(fashionMnist).read();
    List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    if (!parts.classes().equals(digits)) {
      throw new BadDataException(
          fashionMnist + ": expected Fashion-MNIST's labels 0 to 9, found " + parts.classes());
    }
    return parts.named(FASHION_CLASSES);
  }

  private static BadDataException absent(String name, String files) {
    return new BadDataException(
        ("%s: expected a folder, for it does not come with Tombola; put %s of its binary version"
                + " (https://www.cs.toronto.edu/~kriz/cifar.html) into one and pass --data FOLDER")
            .formatted(name, files));
  }

  private static Path folder(String source) {
    Path folder = path(source);
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(
          ("data: expected mnist, fashion-mnist, a folder or a file whose name ends in .csv, got"
                  + " \"%s\", %s")
              .formatted(
                  source,
                  Files.exists(folder) ? "a file of another name" : "which does not exist"));
    }
    return folder;
  }

  private static Path path(String source) {
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      throw new BadDataException("data: expected a path, got " + Text.quote(source), e);
    }
  }

  /** Returns the last name of a path as reports show it, without the ending of a CSV file. */
  static String baseName(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "data" : CSV_ENDING.matcher(last.toString()).replaceFirst("");
  }
}
