package tombola.nn;

import java.util.List;

/** One step of a network: a shape without values. */
public sealed interface Layer {

  /** A layer with weights: a matrix with a row for each unit or filter, and their biases. */
  sealed interface Weighted extends Layer permits Dense, Conv2d {
    /** Returns the prefix of its parameters' names. */
    String name();

    /** Returns its units or filters. */
    int out();

    /** Returns the weights of one of them: the fan-in. */
    int columns();

    /** Returns the places of a picture at which a filter looks at once: 1 for a unit. */
    int taps();

    /** Returns whether units or filters have a bias. */
    boolean biased();

    /** Returns the shape of what it takes. */
    Volume takes();

    /** Returns the shape of what it gives. */
    Volume gives();
  }

  /**
   * A fully connected layer, {@code y = W x + b} with W {@code [out][in]} row-major and b {@code
   * [out]}.
   *
   * @param name the prefix of its parameters' names, such as {@code fc1}
   * @param in inputs of a sample
   * @param out outputs of a sample
   */
  record Dense(String name, int in, int out) implements Weighted {

    /** Checks that both sides have at least one unit. */
    public Dense {
      if (in < 1 || out < 1) {
        throw new IllegalArgumentException(
            name + ": expected at least one input and one output, got " + in + " and " + out);
      }
    }

    @Override
    public int columns() {
      return in;
    }

    @Override
    public int taps() {
      return 1;
    }

    @Override
    public boolean biased() {
      return true;
    }

    @Override
    public Volume takes() {
      return Volume.flat(in);
    }

    @Override
    public Volume gives() {
      return Volume.flat(out);
    }
  }

  /**
   * A convolution: {@code y[oy][ox][o] = b[o] + Σ W[o][ky][kx][c] · x[oy · stride + ky -
   * padding][ox · stride + kx - padding][c]}, places outside the picture left out. W is {@code
   * [out][kernel][kernel][channels]} row-major and b {@code [out]}.
   *
   * @param name the prefix of its parameters' names, such as {@code conv1}
   * @param takes the pictures of a sample
   * @param out filters: channels of what it gives
   * @param kernel rows and columns of a filter
   * @param stride pixels from one place of a filter to the next
   * @param padding pixels by which a filter may stand outside the picture, below {@code kernel}
   * @param biased whether filters have a bias; not where a batch normalisation follows
   */
  record Conv2d(
      String name, Volume takes, int out, int kernel, int stride, int padding, boolean biased)
      implements Weighted {

    /** Checks that the filter fits into the padded picture. */
    public Conv2d {
      if (out < 1 || kernel < 1 || stride < 1) {
        throw new IllegalArgumentException(
            "%s: expected at least one filter, a kernel and a stride of at least 1, got %d, %d and %d"
                .formatted(name, out, kernel, stride));
      }
      if (padding < 0 || padding >= kernel) {
        throw new IllegalArgumentException(
            "%s: expected a padding from 0 to %d, below the kernel, got %d"
                .formatted(name, kernel - 1, padding));
      }
      int least = kernel - 2 * padding;
      if (takes.height() < least || takes.width() < least) {
        throw new IllegalArgumentException(
            "%s: expected pictures of at least %dx%d for a kernel of %d with padding %d, got %s"
                .formatted(name, least, least, kernel, padding, takes));
      }
    }

    @Override
    public int columns() {
      return kernel * kernel * takes.channels();
    }

    @Override
    public int taps() {
      return kernel * kernel;
    }

    @Override
    public Volume gives() {
      return new Volume(places(takes.height()), places(takes.width()), out);
    }

    private int places(int length) {
      return (length + 2 * padding - kernel) / stride + 1;
    }
  }

  /**
   * Brings the pixels of windows together, each channel by itself; windows that would leave the
   * picture are left out.
   *
   * @param kind what becomes of a window
   * @param takes the pictures of a sample
   * @param size rows and columns of a window
   * @param stride pixels from one window to the next
   */
  record Pool(Kind kind, Volume takes, int size, int stride) implements Layer {

    /** What becomes of a window. */
    public enum Kind {
      /** Its greatest value; the gradient goes to the first that is, rows before columns. */
      MAX,
      /** The mean of its values. */
      AVERAGE
    }

    /** Checks that a window fits. */
    public Pool {
      if (size < 1 || stride < 1 || size > Math.min(takes.height(), takes.width())) {
        throw new IllegalArgumentException(
            "pool: expected windows of 1 to %d pixels and a stride of at least 1, got %d and %d"
                .formatted(Math.min(takes.height(), takes.width()), size, stride));
      }
    }

    /**
     * Returns the mean of each channel over the whole picture.
     *
     * @throws IllegalArgumentException if pictures are not square
     */
    public static Pool global(Volume takes) {
      if (takes.height() != takes.width()) {
        throw new IllegalArgumentException("pool: expected square pictures, got " + takes);
      }
      return new Pool(Kind.AVERAGE, takes, takes.height(), 1);
    }

    /** Returns the shape of what it gives. */
    public Volume gives() {
      return new Volume(
          (takes.height() - size) / stride + 1,
          (takes.width() - size) / stride + 1,
          takes.channels());
    }
  }

  /**
   * Pictures as features without places, {@code [y][x][channel]}: no value moves.
   *
   * @param takes the pictures of a sample
   */
  record Flatten(Volume takes) implements Layer {}

  /**
   * Batch normalisation: {@code y = γ (x - mean) / sqrt(variance + 1e-5) + β} for each channel,
   * over the pixels of all samples of a batch in training, by running statistics in evaluation.
   * These go with the weights: they begin at 0 and 1, and a tenth of them is renewed with every
   * batch, the variance by the unbiased one. γ and β, which begin at 1 and 0, are trained and not
   * pruned.
   *
   * @param name the prefix of its parameters' names, such as {@code bn1}
   * @param takes the shape of what it takes and gives
   * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe &amp; Szegedy 2015, algorithms 1 and
   *     2</a>
   */
  record BatchNorm(String name, Volume takes) implements Layer {}

  /** The rectifier, {@code y = x <= 0 ? 0 : x}. */
  record Relu() implements Layer {}

  /**
   * {@code y = x Φ(x)}, Φ being the distribution function of the standard normal one.
   *
   * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks &amp; Gimpel 2016</a>
   */
  record Gelu() implements Layer {}

  /** The hyperbolic tangent. */
  record Tanh() implements Layer {}

  /**
   * In training each value is 0 with probability {@code rate} and else divided by {@code 1 - rate};
   * in evaluation nothing happens.
   *
   * @param name by which its draws are told from those of others, such as {@code drop1}
   * @param rate in (0, 1)
   * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. 2014</a>
   */
  record Dropout(String name, double rate) implements Layer {

    /** Checks the range. */
    public Dropout {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "%s: expected a rate in (0, 1), got %s (0.5 is usual)".formatted(name, rate));
      }
    }
  }

  /**
   * The sum of what two paths make of the same; an activation may follow.
   *
   * @param name what errors call it, such as {@code layer1.0}
   * @param body the one path, at least one layer with weights
   * @param shortcut the other; nothing for the identity
   * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, section 3</a>
   */
  record Residual(String name, List<Layer> body, List<Layer> shortcut) implements Layer {

    /** Copies the paths. */
    public Residual {
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
    }
  }
}
