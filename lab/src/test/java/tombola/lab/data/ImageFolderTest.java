package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.BadDataException;
import tombola.data.Dataset;
import tombola.data.OfficialParts;

class ImageFolderTest {
  @TempDir Path folder;

  private void picture(String name, int width, int height, int type, int... colours) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      int colour = colours[i % colours.length];
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        image.getRaster().setSample(i % width, i / width, 0, colour);
      } else {
        image.setRGB(i % width, i / width, colour);
      }
    }
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void grey(String name, int... values) {
    picture(name, 2, 2, BufferedImage.TYPE_BYTE_GRAY, values);
  }

  /** Two classes, two pictures each in both parts. */
  private void twoClasses() {
    for (String part : new String[] {"train", "test"}) {
      for (int i = 0; i < 3; i++) {
        grey(part + "/cat/" + i + ".png", 10 * i, 20, 30, 40);
        grey(part + "/dog/" + i + ".png", 200, 210, 220, 230 + i);
      }
    }
  }

  private static int value(OfficialParts parts, int sample, int feature) {
    return Math.round(parts.train().features().value(sample, feature) * 255);
  }

  @Test
  void greyPicturesAreReadAsTheyStandInTheFile() {
    twoClasses();
    OfficialParts parts = ImageFolder.read(folder, 2);

    assertThat(parts.classes()).containsExactly("cat", "dog");
    assertThat(parts.train().labels()).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(parts.train().features().width()).isEqualTo(4);
    assertThat(value(parts, 2, 0)).isEqualTo(20);
    assertThat(value(parts, 2, 3)).isEqualTo(40);
    assertThat(value(parts, 4, 3)).isEqualTo(231);
  }

  @Test
  void oneColourMakesAllPicturesPlanesOfRedGreenAndBlue() {
    twoClasses();
    picture(
        "train/dog/9.png", 2, 2, BufferedImage.TYPE_INT_RGB, 0x010203, 0x040506, 0x070809, 0xFF);
    OfficialParts parts = ImageFolder.read(folder, 2);

    assertThat(parts.train().features().width()).isEqualTo(12);
    assertThat(value(parts, 6, 0)).isEqualTo(1);
    assertThat(value(parts, 6, 2)).isEqualTo(7);
    assertThat(value(parts, 6, 4)).isEqualTo(2);
    assertThat(value(parts, 6, 11)).isEqualTo(255);
    assertThat(value(parts, 3, 0)).isEqualTo(200).isEqualTo(value(parts, 3, 8));
  }

  @Test
  void largerPicturesBecomeTheMeanOfWhatAPixelCovers() {
    twoClasses();
    picture(
        "train/cat/1.png", 4, 4, BufferedImage.TYPE_BYTE_GRAY, 0, 100, 0, 100, 100, 200, 40, 60);
    OfficialParts parts = ImageFolder.read(folder, 2);

    assertThat(value(parts, 1, 0)).isEqualTo(100);
    assertThat(value(parts, 1, 1)).isEqualTo(50);
  }

  @Test
  void otherPictureFilesAreReadAndOtherFilesLeftAlone() throws IOException {
    twoClasses();
    picture("train/dog/a.bmp", 2, 2, BufferedImage.TYPE_INT_RGB, 0x505050);
    picture("train/dog/b.gif", 2, 2, BufferedImage.TYPE_BYTE_GRAY, 0);
    picture("train/dog/c.jpg", 2, 2, BufferedImage.TYPE_BYTE_GRAY, 128);
    Files.writeString(folder.resolve("train/dog/readme.txt"), "dogs");
    Files.writeString(folder.resolve("train/dog/.hidden.png"), "none");

    assertThat(ImageFolder.read(folder, 2).train().size()).isEqualTo(9);
  }

  @Test
  void aSearchGetsItSplitAndAnotherSizeIsAnotherContent() {
    twoClasses();
    DataSpec spec =
        new DataSpec(
            folder.toString(),
            new Share.Count(2),
            new Share.Official(),
            0,
            Optional.empty(),
            DataSpec.Header.AUTO,
            Optional.of(2));
    Dataset data = new DataSources().open(spec);
    OfficialParts usual = ImageFolder.read(folder, ImageFolder.SIDE);

    assertThat(data.width()).isEqualTo(4);
    assertThat(data.test().size()).isEqualTo(6);
    assertThat(data.training().validation().size()).isEqualTo(2);
    assertThat(usual.train().features().width()).isEqualTo(32 * 32);
    assertThat(usual.checksum()).isNotEqualTo(data.checksum());
  }

  private void refused(String expected) {
    assertThatThrownBy(() -> new DataSources().open(DataSpec.of(folder.toString())))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aDamagedPictureIsNamed() throws IOException {
    twoClasses();
    Path png = folder.resolve("train/dog/1.png");
    byte[] whole = Files.readAllBytes(png);
    Files.write(png, Arrays.copyOf(whole, whole.length / 2));
    refused(png + ": expected a PNG, JPEG, GIF or BMP picture, found a damaged one");

    Files.writeString(png, "no picture");
    refused(png + ": expected a PNG, JPEG, GIF or BMP picture, found a damaged one");
  }

  @Test
  void aSingleClassAndMissingPartsAreRefused() throws IOException {
    grey("train/cat/1.png", 5);
    refused("found no folder test");
    grey("test/dog/1.png", 5);
    refused("expected the same classes in train and in test, found \"cat\" and \"dog\"");
    Files.move(folder.resolve("test/dog"), folder.resolve("test/cat"));
    refused("expected at least 2 classes, found 1 [cat]");
    Files.createDirectories(folder.resolve("train/dog"));
    grey("test/dog/1.png", 5);
    refused("train" + File.separator + "dog: expected pictures (.png");
  }

  @Test
  void aSizeIsForFoldersOfPicturesAlone() {
    TestFiles.mnistLike(folder);
    DataSpec spec =
        new DataSpec(
            folder.toString(),
            new Share.Count(20),
            new Share.Official(),
            0,
            Optional.empty(),
            DataSpec.Header.AUTO,
            Optional.of(8));
    assertThatThrownBy(() -> new DataSources().open(spec))
        .hasMessageStartingWith("picture-size: expected none, for " + folder);
  }
}
