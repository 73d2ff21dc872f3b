package tombola.train;

import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.TrainingData;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** Synthetic data: overlapping Gaussian clouds, one a class, around random centres. */
public final class Blobs {
  private Blobs() {}

  /** Returns {@code count} samples, the classes in turn. */
  public static Examples examples(int width, int classes, int count, Seed centres, Seed noise) {
    RandomStream centreStream = centres.child("centres").generator();
    float[] middle = new float[classes * width];
    for (int i = 0; i < middle.length; i++) {
      middle[i] = (float) centreStream.nextGaussian();
    }
    RandomStream stream = noise.child("noise").generator();
    float[] values = new float[count * width];
    int[] labels = new int[count];
    for (int s = 0; s < count; s++) {
      labels[s] = s % classes;
      for (int f = 0; f < width; f++) {
        values[s * width + f] = middle[labels[s] * width + f] + (float) stream.nextGaussian();
      }
    }
    return new Examples(new FloatFeatures(width, values), labels);
  }

  /** Returns a train and a validation part of the same clouds. */
  public static TrainingData data(int width, int classes, int train, int validation, Seed seed) {
    return new TrainingData(
        examples(width, classes, train, seed, seed.child("train")),
        examples(width, classes, validation, seed, seed.child("validation")));
  }
}
