package tombola.lab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tombola.data.BadDataException;
import tombola.data.Cifar;
import tombola.data.DataFile;
import tombola.data.Idx;
import tombola.data.OfficialParts;

/**
 * A folder with the files of one data set. Where a file lies there gzipped and unpacked, the
 * unpacked one is read.
 *
 * @param names the files in it, sorted, hidden ones left out
 */
record DataFolder(Path folder, List<String> names) {
  static final String CIFAR_10_FILES = "data_batch_1.bin to data_batch_5.bin and test_batch.bin";
  static final String CIFAR_100_FILES = "train.bin and test.bin";

  private static final Pattern IDX = Pattern.compile(".*(train|t10k|test).*(images|labels).*");
  private static final Pattern CIFAR_10 =
      Pattern.compile("(data_batch_[0-9]+|test_batch)\\.bin(\\.gz)?");
  private static final Pattern CIFAR_100 = Pattern.compile("(train|test)\\.bin(\\.gz)?");

  static DataFolder of(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.startsWith("."))
              .sorted()
              .toList();
      return new DataFolder(folder, names);
    } catch (IOException e) {
      throw new BadDataException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads IDX or CIFAR files, whichever are there.
   *
   * @throws BadDataException if none, or those of several data sets, or not all of one are there
   */
  OfficialParts read() {
    List<Pattern> found =
        Stream.of(IDX, CIFAR_10, CIFAR_100)
            .filter(pattern -> names.stream().anyMatch(pattern.asMatchPredicate()))
            .toList();
    if (found.size() != 1) {
      throw bad(found.isEmpty() ? "found none of them" : "found those of several data sets");
    }
    Pattern kind = found.getFirst();
    if (kind == IDX) {
      return Idx.read(
          idx(true, "images"), idx(true, "labels"), idx(false, "images"), idx(false, "labels"));
    }
    return kind == CIFAR_10 ? cifar10() : cifar100();
  }

  private DataFile idx(boolean train, String content) {
    Predicate<String> fits =
        name ->
            IDX.matcher(name).matches()
                && name.contains("train") == train
                && name.contains(content);
    List<String> fitting = names.stream().filter(fits).filter(this::notTwin).toList();
    String wanted = (train ? "train " : "t10k or test ") + content;
    if (fitting.isEmpty()) {
      throw bad("found no " + wanted);
    }
    if (fitting.size() > 1) {
      throw new BadDataException(
          ("%s: expected one file of %s, found %s; put the data set you want into a folder of its"
                  + " own")
              .formatted(folder, wanted, Text.list(fitting)));
    }
    return file(fitting.getFirst());
  }

  private boolean notTwin(String name) {
    return !name.endsWith(".gz") || !names.contains(name.substring(0, name.length() - 3));
  }

  private OfficialParts cifar10() {
    Cifar.Variant variant = Cifar.Variant.CIFAR_10;
    List<DataFile> train =
        IntStream.rangeClosed(1, 5).mapToObj(i -> required("data_batch_" + i + ".bin")).toList();
    DataFile test = required("test_batch.bin");
    return Cifar.read(variant, train, test, classes(variant, "batches.meta.txt"));
  }

  private OfficialParts cifar100() {
    Cifar.Variant variant = Cifar.Variant.CIFAR_100;
    List<DataFile> train = List.of(required("train.bin"));
    DataFile test = required("test.bin");
    return Cifar.read(variant, train, test, classes(variant, "fine_label_names.txt"));
  }

  private List<String> classes(Cifar.Variant variant, String name) {
    return find(name).map(file -> Cifar.names(variant, file)).orElseGet(variant::numbers);
  }

  private DataFile required(String name) {
    return find(name).orElseThrow(() -> bad("found no " + name));
  }

  private Optional<DataFile> find(String name) {
    return Stream.of(name, name + ".gz").filter(names::contains).findFirst().map(this::file);
  }

  private DataFile file(String name) {
    return DataFile.of(folder.resolve(name));
  }

  private BadDataException bad(String problem) {
    String there = names.isEmpty() ? "no files" : Text.list(names);
    return new BadDataException(
        ("%s: expected the IDX files train-images*, train-labels*, t10k-images*, t10k-labels* (or"
                + " test-*), or of CIFAR's binary version %s or %s, or pictures as train/CLASS/*.png and"
                + " test/CLASS/*.png, %s in a folder with %s")
            .formatted(folder, CIFAR_10_FILES, CIFAR_100_FILES, problem, there));
  }
}
