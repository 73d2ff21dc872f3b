package tombola.lab.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tombola.lab.config.InputException;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.train.TrainingMemory;

/**
 * Whether trainings fit a machine's memory. Those that do not would be killed by the system, some
 * after hours, and without a word.
 */
public final class MemoryCheck {
  private static final int COPIES = 6; // of the weights on the heap: θ₀, the start, best, end, ...

  private final NetworkSpec network;
  private final TrainingMemory each;
  private final int trainings;
  private final int threads;

  /**
   * Creates the check of some trainings of the dense {@code network} at a time.
   *
   * @param threads of one
   */
  MemoryCheck(NetworkSpec network, int trainings, int threads) {
    this.network = network;
    this.each = TrainingMemory.of(network);
    this.trainings = trainings;
    this.threads = threads;
  }

  /** Returns the memory of this machine, or of the container that this runs in, in bytes. */
  public static long here() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** Returns the bytes that the trainings take, off-heap and for weights on the heap. */
  long bytes(int batch) {
    long weights = network.parameters().stream().mapToLong(Parameter::size).sum() * Float.BYTES;
    return trainings * (each.bytes(batch, threads) + COPIES * weights);
  }

  /**
   * Checks that they fit.
   *
   * @param batch samples of a step
   * @param memory of the machine, in bytes
   * @throws InputException if they do not, with a batch that would
   */
  void check(int batch, long memory) {
    if (bytes(batch) > memory) {
      String name = network.name().length() > 40 ? "this network" : network.name();
      throw new InputException(
          "batch: expected trainings that fit this machine's memory of %s, got %d, with which %s takes %s%s; try %s"
              .formatted(
                  gibibytes(memory),
                  batch,
                  name,
                  gibibytes(bytes(batch)),
                  trainings == 1 ? "" : " in %d trainings side by side".formatted(trainings),
                  String.join(" or ", waysOn(batch, memory))));
    }
  }

  private List<String> waysOn(int batch, long memory) {
    List<String> ways = new ArrayList<>();
    fitting(batch, memory).ifPresent(smaller -> ways.add("--batch " + smaller));
    if (trainings > 1 && bytes(batch) / trainings <= memory) {
      ways.add("--threads 1, one training at a time,");
    }
    ways.add("a network of fewer filters or units");
    return ways;
  }

  /** Returns the greatest power of two below {@code batch} that fits. */
  private Optional<Integer> fitting(int batch, long memory) {
    for (int smaller = Integer.highestOneBit(batch - 1); smaller > 0; smaller >>= 1) {
      if (bytes(smaller) <= memory) {
        return Optional.of(smaller);
      }
    }
    return Optional.empty();
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / (1L << 30));
  }
}
