package tombola.train;

import java.util.Optional;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * A network under a mask, ready to tell how any weights do there: filters that are gone are left
 * out, and sparse layers compute their live weights alone, so that an evaluation costs what the
 * mask leaves. The bits are those of the whole network on masked weights.
 */
final class MaskedPass implements AutoCloseable {
  private final Mask mask; // of the whole network
  private final Optional<Compact> compact;
  private final ForwardPass pass;
  private final Runnable release;

  /**
   * Creates a pass under {@code mask}.
   *
   * @param compact the network of {@code pass}, if it is not the whole one
   * @param release gives back what {@code pass} stands in
   */
  MaskedPass(Mask mask, Optional<Compact> compact, ForwardPass pass, Runnable release) {
    this.mask = mask;
    this.compact = compact;
    this.pass = pass;
    this.release = release;
  }

  /**
   * Makes a pass with products of its own.
   *
   * @param sparseBelow {@link Recipe#sparseBelow}
   * @param batch samples for which products are chosen
   */
  static MaskedPass of(
      NetworkSpec network,
      Mask mask,
      double sparseBelow,
      Kernels kernels,
      Workers workers,
      int batch,
      Examples any) {
    Optional<Compact> compact = Compact.of(network, mask);
    NetworkSpec left = compact.map(Compact::network).orElse(network);
    Mask live = compact.isPresent() ? Mask.dense(left) : mask;
    CountedArena arena = new CountedArena();
    try {
      ForwardPass pass =
          ForwardPass.under(left, live, sparseBelow, kernels, workers, batch, arena, any);
      return new MaskedPass(mask, compact, pass, arena::close);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** Returns whether this is the pass for {@code other}. */
  boolean isUnder(Mask other) {
    return mask.equals(other);
  }

  /** Returns how the network with the live ones of {@code weights} does on {@code examples}. */
  Evaluation evaluate(Weights weights, Examples examples) {
    pass.load(compact.map(left -> left.narrow(weights)).orElseGet(() -> mask.apply(weights)));
    return pass.evaluate(examples);
  }

  @Override
  public void close() {
    release.run();
  }
}
