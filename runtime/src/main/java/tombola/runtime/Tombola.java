package tombola.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A ticket for prediction: a network, fully connected or with convolutions, of which only the live
 * weights are kept. Immutable, for any number of threads at once.
 *
 * <p>A sample is given in the units of the data that the ticket was trained on, images as values
 * from 0 to 255, of several channels plane after plane, columns of a table as they stand there:
 * what training did to them is part of the file. Inputs of zero cost a look. Each output is one sum
 * from the bias by fused multiply-adds in a fixed order, so that logits of a float32 file have the
 * bits of Tombola's own engine.
 */
public final class Tombola {
  private static final String BUNDLED = "/ticket.tombola";
  private static final Batches BATCHES = Batches.best();

  private final String origin;
  private final List<String> classes;
  private final Units units;
  private final int inputs;
  private final Flow flow;
  private final int[] used; // inputs that the first step looks at

  Tombola(String origin, List<String> classes, Units units, int inputs, Flow flow) {
    this.origin = origin;
    this.classes = List.copyOf(classes);
    this.units = units;
    this.inputs = inputs;
    this.flow = flow;
    this.used = flow.used(inputs);
  }

  /**
   * Reads a {@code .tombola} file.
   *
   * @throws IOException if it cannot be read
   * @throws BadTicketException if it is no such file, damaged or of a later version
   */
  public static Tombola load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = TicketReader.content(in);
      if (in.read() >= 0) {
        throw new BadTicketException(
            "ticket: expected the %d bytes that it says it has, found more in the file"
                .formatted(content.length));
      }
      return load(ByteBuffer.wrap(content));
    }
  }

  /**
   * Reads the content of a {@code .tombola} file and nothing beyond it; the stream stays open.
   *
   * @throws IOException if it cannot be read
   * @throws BadTicketException if it is no such file, damaged or of a later version
   */
  public static Tombola load(InputStream in) throws IOException {
    return load(ByteBuffer.wrap(TicketReader.content(in)));
  }

  /**
   * Reads the content of a {@code .tombola} file between the position and the limit of {@code
   * content}, which may be a mapped file; it stays as it is and is not needed afterwards.
   *
   * @throws BadTicketException if it is no such file, damaged or of a later version
   */
  public static Tombola load(ByteBuffer content) {
    return new TicketReader(content).read();
  }

  /**
   * Reads the ticket that lies in the same jar as this class.
   *
   * @throws IOException if there is none or it cannot be read
   * @throws BadTicketException if it is damaged
   */
  public static Tombola bundled() throws IOException {
    try (InputStream in = Tombola.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IOException("no ticket lies in this jar: expected " + BUNDLED);
      }
      return load(in);
    }
  }

  /**
   * Returns the logits of {@code sample}, a class each.
   *
   * @param sample {@link #inputs()} values in the units of the data
   * @throws IllegalArgumentException if it is of another length
   */
  public float[] predict(float[] sample) {
    checkLength(sample.length);
    return flow.forward(feature -> units.apply(feature, sample[feature]));
  }

  /**
   * Returns the logits of {@code sample} as {@link #predict(float[])} does, for values of which a
   * float would lose too much before they are standardised.
   *
   * @throws IllegalArgumentException if it is of another length than {@link #inputs()}
   */
  public float[] predict(double[] sample) {
    checkLength(sample.length);
    return flow.forward(feature -> units.apply(feature, sample[feature]));
  }

  /**
   * Returns the logits of each of {@code samples}, {@code [sample][class]}, with the bits of {@link
   * #predict(float[])}. Where the module {@code jdk.incubator.vector} is there, several samples are
   * computed at once.
   *
   * @throws IllegalArgumentException if one is of another length than {@link #inputs()}
   */
  public float[][] predict(float[][] samples) {
    return predict(samples, BATCHES);
  }

  float[][] predict(float[][] samples, Batches batches) {
    for (int s = 0; s < samples.length; s++) {
      checkLength(s, samples[s].length);
    }
    return forward(samples.length, (s, f) -> units.apply(f, samples[s][f]), batches);
  }

  /**
   * Returns the logits of each of {@code samples} as {@link #predict(float[][])} does, for values
   * of which a float would lose too much before they are standardised.
   *
   * @throws IllegalArgumentException if one is of another length than {@link #inputs()}
   */
  public float[][] predict(double[][] samples) {
    for (int s = 0; s < samples.length; s++) {
      checkLength(s, samples[s].length);
    }
    return forward(samples.length, (s, f) -> units.apply(f, samples[s][f]), BATCHES);
  }

  /** Returns how batches are computed here, in words: by the Vector API or in plain Java. */
  public static String batches() {
    return BATCHES.name();
  }

  /** The values of samples as the network takes them. */
  private interface Values {
    float at(int sample, int feature);
  }

  private float[][] forward(int samples, Values values, Batches batches) {
    int chunk = batches.chunk();
    float[][] logits = new float[samples][];
    float[] x = new float[samples <= chunk / 8 ? 0 : inputs * chunk];
    for (int from = 0; from < samples; from += chunk) {
      int count = Math.min(chunk, samples - from);
      if (count <= chunk / 8) { // too few to fill a vector
        for (int s = from; s < samples; s++) {
          int sample = s;
          logits[s] = flow.forward(feature -> values.at(sample, feature));
        }
      } else {
        fill(x, from, count, values, chunk);
        take(flow.forward(x, batches), from, count, chunk, logits);
      }
    }
    return logits;
  }

  /** Puts samples into their places; those without a sample are zero. */
  private void fill(float[] x, int from, int count, Values values, int chunk) {
    for (int input : used) {
      for (int s = 0; s < chunk; s++) {
        x[input * chunk + s] = s < count ? values.at(from + s, input) : 0f;
      }
    }
  }

  private static void take(float[] y, int from, int count, int chunk, float[][] logits) {
    for (int s = 0; s < count; s++) {
      logits[from + s] = new float[y.length / chunk];
      for (int c = 0; c < logits[from + s].length; c++) {
        logits[from + s][c] = y[c * chunk + s];
      }
    }
  }

  private void checkLength(int sample, int length) {
    if (length != inputs) {
      throw new IllegalArgumentException(
          "samples[%d]: expected %d values, got %d".formatted(sample, inputs, length));
    }
  }

  private void checkLength(int length) {
    if (length != inputs) {
      throw new IllegalArgumentException(
          "sample: expected %d values, got %d".formatted(inputs, length));
    }
  }

  /**
   * Returns the probability of each class for {@code sample}: the softmax of the logits.
   *
   * @throws IllegalArgumentException if it is of another length than {@link #inputs()}
   */
  public double[] probabilities(float[] sample) {
    return softmax(predict(sample));
  }

  /** Returns the probability of each class for {@code logits}: their softmax. */
  public static double[] softmax(float[] logits) {
    double most = logits[argmax(logits)];
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = Math.exp(logits[c] - most);
      sum += probabilities[c];
    }
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] /= sum;
    }
    return probabilities;
  }

  /**
   * Returns the number of the class of greatest logit for {@code sample}, ties to the lower.
   *
   * @throws IllegalArgumentException if it is of another length than {@link #inputs()}
   */
  public int classify(float[] sample) {
    return argmax(predict(sample));
  }

  /** Returns the number of the greatest of {@code logits}, ties to the lower. */
  public static int argmax(float[] logits) {
    int top = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[top]) {
        top = c;
      }
    }
    return top;
  }

  /** Returns the number of values that a sample has. */
  public int inputs() {
    return inputs;
  }

  /** Returns the names of the classes, in the order of the logits. */
  public List<String> classes() {
    return classes;
  }

  /** Returns where the ticket comes from, in words. */
  public String origin() {
    return origin;
  }

  /** Returns the number of weights. */
  public int liveWeights() {
    return flow.live();
  }
}
