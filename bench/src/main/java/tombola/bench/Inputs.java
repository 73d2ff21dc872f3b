package tombola.bench;

import java.util.Arrays;
import tombola.data.Examples;
import tombola.data.Features;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * Samples to predict.
 *
 * @param name as printed
 * @param samples {@code [sample][feature]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record Inputs(String name, float[][] samples) {

  /** Returns MNIST's test images; four fifths of their pixels are zero. */
  static Inputs mnist(TicketSearch search) {
    return of(search.data.test());
  }

  /** Returns the images of a part of MNIST. */
  static Inputs of(Examples part) {
    Features features = part.features();
    float[][] images = new float[features.samples()][features.width()];
    for (int s = 0; s < images.length; s++) {
      for (int f = 0; f < features.width(); f++) {
        images[s][f] = features.value(s, f);
      }
    }
    return new Inputs("MNIST", images);
  }

  /** Returns {@code count} samples of {@code width} uniform numbers in (0, 1]. */
  static Inputs withoutZeros(int count, int width) {
    RandomStream stream = new Seed(1).child("inputs").generator();
    float[][] samples = new float[count][width];
    for (float[] sample : samples) {
      for (int f = 0; f < width; f++) {
        sample[f] = (float) (1 - stream.nextDouble());
      }
    }
    return new Inputs("inputs without zeros", samples);
  }

  /** Returns {@code size} samples for the call of this number; they come round again. */
  float[][] batch(int call, int size) {
    int from = (int) ((long) call * size % (samples.length - size + 1));
    return Arrays.copyOfRange(samples, from, from + size);
  }
}
