package tombola.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import tombola.data.Features;
import tombola.lab.data.DataSources;
import tombola.lab.export.OpenedRun;
import tombola.lab.export.TicketFiles;
import tombola.lab.run.RunCatalog;
import tombola.runtime.Tombola;

/**
 * The exported runtime with batches of test samples, at once against one after the other, in turn:
 * what the Vector API gains where its module is. Equal bits are checked first.
 *
 * <p>Arguments: folder of the runs, run, levels.
 */
public final class RuntimeBatch {
  private static final int SAMPLES = 4096;

  private RuntimeBatch() {}

  /** Prints a line for each level and size of a batch. */
  public static void main(String[] args) throws Exception {
    OpenedRun run =
        OpenedRun.of(
            new RunCatalog(Path.of(args[0])).find(args[1]),
            OptionalLong.empty(),
            new DataSources());
    Features features = run.prepared().data().test().features();
    float[][] samples = new float[Math.min(SAMPLES, features.samples())][features.width()];
    for (int s = 0; s < samples.length; s++) {
      double[] raw = run.prepared().units().raw(features, s);
      for (int f = 0; f < raw.length; f++) {
        samples[s][f] = (float) raw[f];
      }
    }
    for (String text : Arrays.copyOfRange(args, 2, args.length)) {
      int level = Integer.parseInt(text);
      Tombola ticket =
          TicketFiles.of(run, level, run.replicate().read(level, run.network())).runtime();
      for (int size : new int[] {64, 16, 1}) {
        System.out.printf(
            "level %d, %,d weights, %s, batch of %d: %s%n",
            level, ticket.liveWeights(), Tombola.batches(), size, race(ticket, samples, size));
      }
    }
  }

  private static String race(Tombola ticket, float[][] samples, int size) throws Exception {
    float[][][] batches =
        IntStream.range(0, samples.length / size)
            .mapToObj(b -> Arrays.copyOfRange(samples, b * size, (b + 1) * size))
            .toArray(float[][][]::new);
    for (float[][] batch : batches) {
      float[][] logits = ticket.predict(batch);
      for (int s = 0; s < size; s++) {
        if (!Arrays.equals(logits[s], ticket.predict(batch[s]))) {
          throw new IllegalStateException("batch and sample differ");
        }
      }
    }
    return new Race(31)
        .run(
            Math.min(batches.length, 64),
            new Race.Side("at once", number -> ticket.predict(batches[number])[0][0]),
            new Race.Side(
                "one by one",
                number -> {
                  float sum = 0f;
                  for (float[] sample : batches[number]) {
                    sum += ticket.predict(sample)[0];
                  }
                  return sum;
                }));
  }
}
