package tombola.lab.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import tombola.lab.data.InputUnits;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.runtime.BadTicketException;
import tombola.runtime.Tombola;

/** Damaged and made-up files: one exception, and no more memory than the file is worth. */
class HostileFileTest {
  private static final int INPUTS = 100_000;
  private static final int WARM_UP = 1_000; // of another stream, each of which may take more
  private static final int[] SIZES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 255};
  private static final long ROOM = 1 << 17; // for a message, and classes that are loaded on the way

  @Test
  void aHundredThousandMutatedFilesLoadOrAreRefused() throws IOException {
    List<byte[]> good =
        List.of(
            file(WeightValues.FLOAT32, new InputUnits.Bytes(), 0.3),
            file(WeightValues.FLOAT16, new InputUnits.Bytes(), 0.9),
            file(WeightValues.INT8, new InputUnits.Columns(new double[9], new double[9]), 0.1),
            pictures(PictureNetworks.averaged(), WeightValues.INT8),
            pictures(PictureNetworks.wide(), WeightValues.FLOAT32),
            pictures(PictureNetworks.residual(), WeightValues.FLOAT16),
            pictures(PictureNetworks.smooth(), WeightValues.INT8),
            pictures(PictureNetworks.features(), WeightValues.FLOAT32));
    for (byte[] file : good) { // loads classes
      Tombola.load(ByteBuffer.wrap(file));
      Tombola.load(new ByteArrayInputStream(file));
    }
    RandomStream first = new Seed(7).child("mutations").generator();
    for (int i = -WARM_UP; i < 0; i++) { // loads what messages need
      refused(good.get(-i % good.size()), i, first);
    }
    RandomStream random = new Seed(6).child("mutations").generator();
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      refused += refused(good.get(i % good.size()), i, random) ? 1 : 0;
    }
    assertThat(refused).isBetween(INPUTS / 2, INPUTS - 1);
  }

  /** Changes a file and returns whether it is refused; neither that nor a prediction takes room. */
  private static boolean refused(byte[] good, int number, RandomStream random) throws IOException {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] file = mutated(good, random);
    long before = memory.getCurrentThreadAllocatedBytes();
    boolean refused = false;
    try {
      Tombola ticket =
          number % 4 == 0
              ? Tombola.load(new ByteArrayInputStream(file))
              : Tombola.load(ByteBuffer.wrap(file));
      if (ticket.inputs() < 1000) {
        assertThat(ticket.predict(new float[ticket.inputs()])).hasSize(ticket.classes().size());
      }
    } catch (BadTicketException e) {
      assertThat(e.getMessage()).startsWith("ticket: expected").doesNotContain("\n");
      refused = true;
    }
    assertThat(memory.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated for input %d of %d bytes", number, file.length)
        .isLessThan(64L * file.length + (number < 0 ? 1 << 24 : ROOM));
    return refused;
  }

  private static byte[] file(WeightValues values, InputUnits units, double density) {
    return new TombolaFile().write(Packed.of(4, density, units, 9, 7, 3).ticket(values));
  }

  private static byte[] pictures(NetworkSpec network, WeightValues values) {
    return new TombolaFile()
        .write(Packed.of(4, 0.3, new InputUnits.Bytes(), network).ticket(values));
  }

  /** Returns {@code good} with one to three changes, the checksum mended more often than not. */
  private static byte[] mutated(byte[] good, RandomStream random) {
    byte[] file = good.clone();
    int changes = 1 + below(3, random);
    for (int c = 0; c < changes; c++) {
      int at = below(file.length, random);
      switch (below(5, random)) {
        case 0 -> file[at] ^= (byte) (1 << below(8, random));
        case 1 -> file[at] = (byte) below(256, random);
        case 2 -> size(file, at / 4 * 4, SIZES[below(SIZES.length, random)]);
        case 3 -> file = Arrays.copyOf(file, at + 1);
        case 4 -> file = Arrays.copyOf(file, file.length + below(9, random));
        default -> throw new AssertionError();
      }
    }
    if (file.length >= 16 && below(4, random) > 0) {
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      CRC32 sum = new CRC32();
      sum.update(file, 16, file.length - 16);
      bytes.putInt(8, file.length).putInt(12, (int) sum.getValue());
    }
    return file;
  }

  private static void size(byte[] file, int at, int size) {
    if (at + 4 <= file.length) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, size);
    }
  }

  private static int below(int bound, RandomStream random) {
    return (int) (bound * random.nextDouble());
  }

  @Test
  void aClaimOfTwoGigabytesTakesNoRoom() throws IOException {
    byte[] file = file(WeightValues.INT8, new InputUnits.Bytes(), 0.3);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(8, Integer.MAX_VALUE);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();

    try {
      Tombola.load(new ByteArrayInputStream(file));
      throw new AssertionError("loaded");
    } catch (BadTicketException e) {
      assertThat(e).hasMessageContaining("expected 2147483647 bytes");
    }
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(4 * ROOM);
  }
}
