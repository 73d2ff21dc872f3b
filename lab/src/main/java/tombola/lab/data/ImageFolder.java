package tombola.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tombola.data.BadDataException;
import tombola.data.ByteFeatures;
import tombola.data.Checksum;
import tombola.data.Examples;
import tombola.data.OfficialParts;

/**
 * A folder of pictures: {@code train/CLASS/NAME.png} and {@code test/CLASS/NAME.png}, a folder for
 * each class in both. PNG, JPEG, GIF and BMP files are read, other files left alone.
 */
final class ImageFolder {
  /** Rows and columns of what pictures are scaled to, unless something else is asked for. */
  static final int SIDE = 32;

  /** The most that may be asked for. */
  static final int MOST = 1024;

  private static final String LAYOUT =
      "train/CLASS/*.png and test/CLASS/*.png, a folder for each class";
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

  private final Path folder;
  private final int side;

  private ImageFolder(Path folder, int side) {
    this.folder = folder;
    this.side = side;
  }

  /** Returns whether {@code folder} is meant as one. */
  static boolean is(Path folder) {
    return Files.isDirectory(folder.resolve("train"));
  }

  /**
   * Reads all pictures, scaled to {@code side} by {@code side} pixels: one channel if none has a
   * colour, else three. The checksum covers what comes of the scaling.
   *
   * @throws BadDataException in one line if classes or pictures are missing or one is damaged
   */
  static OfficialParts read(Path folder, int side) {
    return new ImageFolder(folder, side).parts();
  }

  private OfficialParts parts() {
    List<String> classes = classes("train");
    if (!classes("test").equals(classes)) {
      throw new BadDataException(
          "%s: expected the same classes in train and in test, found %s and %s"
              .formatted(folder, Text.list(classes), Text.list(classes("test"))));
    }
    Part train = part("train", classes);
    Part test = part("test", classes);
    boolean grey =
        Stream.of(train, test).flatMap(p -> p.pictures().stream()).allMatch(Bitmap::isGrey);
    byte[] trainValues = planes(train, grey);
    byte[] testValues = planes(test, grey);
    byte[] labels =
        (train.labels() + "\n" + test.labels() + "\n" + String.join("\n", classes))
            .getBytes(StandardCharsets.UTF_8);
    return new OfficialParts(
        classes,
        examples(train, trainValues),
        examples(test, testValues),
        Checksum.of(trainValues, testValues, labels));
  }

  /** Pictures with their classes. */
  private record Part(List<Bitmap> pictures, List<Integer> labels) {}

  private List<String> classes(String part) {
    Path parent = folder.resolve(part);
    if (!Files.isDirectory(parent)) {
      throw new BadDataException(
          "%s: expected pictures as %s, found no folder %s".formatted(folder, LAYOUT, part));
    }
    List<String> names = names(parent, Files::isDirectory);
    if (names.isEmpty()) {
      throw new BadDataException(
          "%s: expected pictures as %s, found no folder in %s".formatted(folder, LAYOUT, part));
    }
    return names;
  }

  private Part part(String name, List<String> classes) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path parent = folder.resolve(name).resolve(classes.get(label));
      List<String> names = names(parent, ImageFolder::isPicture);
      if (names.isEmpty()) {
        throw new BadDataException(
            parent + ": expected pictures (" + String.join(", ", ENDINGS) + "), found none");
      }
      for (String picture : names) {
        files.add(parent.resolve(picture));
        labels.add(label);
      }
    }
    if ((long) files.size() * side * side * 3 > Integer.MAX_VALUE - 8) {
      throw new BadDataException(
          "%s: expected less than 2 GiB of pixels, found %d pictures of %dx%d; take a smaller"
                  .formatted(folder, files.size(), side, side)
              + " picture-size");
    }
    return new Part(files.parallelStream().map(this::picture).toList(), labels);
  }

  private static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static List<String> names(Path parent, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(wanted)
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new BadDataException(parent + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Bitmap picture(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Bitmap.read(in)
          .orElseThrow(() ->
              new BadDataException(
                  file + ": expected a PNG, JPEG, GIF or BMP picture, found a damaged one"))
          .scaled(side);
    } catch (IOException e) {
      throw new BadDataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns the planes {@code [picture][channel][y][x]}. */
  private byte[] planes(Part part, boolean grey) {
    int pixels = side * side;
    int channels = grey ? 1 : 3;
    byte[] values = new byte[part.pictures().size() * channels * pixels];
    int at = 0;
    for (Bitmap picture : part.pictures()) {
      for (int p = 0; p < pixels; p++) {
        values[at + p] = (byte) picture.red(p);
        if (!grey) {
          values[at + pixels + p] = (byte) picture.green(p);
          values[at + 2 * pixels + p] = (byte) picture.blue(p);
        }
      }
      at += channels * pixels;
    }
    return values;
  }

  private static Examples examples(Part part, byte[] values) {
    int[] labels = part.labels().stream().mapToInt(Integer::intValue).toArray();
    return new Examples(new ByteFeatures(values.length / labels.length, values), labels);
  }
}
