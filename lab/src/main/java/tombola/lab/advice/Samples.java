package tombola.lab.advice;

import java.util.Arrays;
import tombola.data.Features;
import tombola.lab.data.InputUnits;

/**
 * Samples of the validation part to predict, over and over from the first where it has fewer.
 *
 * @param seen as networks see them, {@code [sample][feature]}
 * @param raw in the units of the data
 * @param rawFloats the same as floats
 * @param batches the same as {@code seen}, {@code [batch][sample][feature]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record Samples(float[][] seen, double[][] raw, float[][] rawFloats, float[][][] batches) {
  /** Samples of a batch. */
  static final int BATCH = 64;

  private static final int BATCHES = 4;

  static Samples of(Features features, InputUnits units) {
    float[][] seen = new float[BATCH * BATCHES][features.width()];
    double[][] raw = new double[seen.length][];
    float[][] rawFloats = new float[seen.length][features.width()];
    float[][][] batches = new float[BATCHES][BATCH][];
    for (int s = 0; s < seen.length; s++) {
      int sample = s % features.samples();
      raw[s] = units.raw(features, sample);
      for (int f = 0; f < features.width(); f++) {
        seen[s][f] = features.value(sample, f);
        rawFloats[s][f] = (float) raw[s][f];
      }
      batches[s / BATCH][s % BATCH] = seen[s];
    }
    return new Samples(seen, raw, rawFloats, batches);
  }

  float[] one(int number) {
    return seen[Math.floorMod(number, seen.length)];
  }

  double[] oneRaw(int number) {
    return raw[Math.floorMod(number, raw.length)];
  }

  float[][] batch(int number) {
    return batches[Math.floorMod(number, batches.length)];
  }

  float[] oneRawFloat(int number) {
    return rawFloats[Math.floorMod(number, rawFloats.length)];
  }

  float[][] rawBatch(int number) {
    int from = Math.floorMod(number, batches.length) * BATCH;
    return Arrays.copyOfRange(rawFloats, from, from + BATCH);
  }
}
