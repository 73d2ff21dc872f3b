package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.AdamStep;
import tombola.kernel.ScalarKernels;
import tombola.kernel.SgdStep;
import tombola.kernel.Updates;

/** The optimizers' steps at one vector width; see {@link VectorWidths}. */
final class PortableUpdates implements Updates {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  PortableUpdates() {}

  @Override
  public void adam(
      AdamStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      MemorySegment live,
      long from,
      long to) {
    FloatVector decay = FloatVector.broadcast(SPECIES, step.decay);
    FloatVector oneMinusBeta1 = FloatVector.broadcast(SPECIES, step.oneMinusBeta1);
    FloatVector rootScale = FloatVector.broadcast(SPECIES, step.rootScale);
    FloatVector epsilon = FloatVector.broadcast(SPECIES, step.epsilon);
    FloatVector size = FloatVector.broadcast(SPECIES, -step.size);
    for (long i = from; i < to; i += WIDTH) {
      long at = 4 * i;
      FloatVector weight = vector(w, at);
      FloatVector gradient = weight.fma(decay, liveGradient(g, live, i));
      FloatVector first = settle(gradient.fma(oneMinusBeta1, vector(m, at).mul(step.beta1)));
      FloatVector second =
          settle(gradient.mul(step.oneMinusBeta2).fma(gradient, vector(v, at).mul(step.beta2)));
      FloatVector root = second.sqrt().fma(rootScale, epsilon);
      first.intoMemorySegment(m, at, ORDER);
      second.intoMemorySegment(v, at, ORDER);
      first.div(root).fma(size, weight.mul(step.shrink)).intoMemorySegment(w, at, ORDER);
    }
  }

  @Override
  public void sgd(
      SgdStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment live,
      long from,
      long to) {
    FloatVector decay = FloatVector.broadcast(SPECIES, step.decay);
    FloatVector momentum = FloatVector.broadcast(SPECIES, step.momentum);
    FloatVector rate = FloatVector.broadcast(SPECIES, -step.rate);
    for (long i = from; i < to; i += WIDTH) {
      long at = 4 * i;
      FloatVector weight = vector(w, at);
      FloatVector gradient = weight.fma(decay, liveGradient(g, live, i));
      FloatVector direction = settle(vector(m, at).fma(momentum, gradient));
      direction.intoMemorySegment(m, at, ORDER);
      FloatVector along = step.nesterov ? direction.fma(momentum, gradient) : direction;
      along.fma(rate, weight).intoMemorySegment(w, at, ORDER);
    }
  }

  private static FloatVector liveGradient(MemorySegment g, MemorySegment live, long i) {
    int bits =
        live.get(ValueLayout.JAVA_SHORT, i >> 4 << 1)
            >> (i & 15); // a line's sixteen bits begin on a short
    VectorMask<Float> mask = VectorMask.fromLong(SPECIES, bits);
    return FloatVector.zero(SPECIES).blend(vector(g, 4 * i), mask);
  }

  private static FloatVector settle(FloatVector x) {
    return x.blend(0f, x.abs().compare(VectorOperators.LT, ScalarKernels.SETTLED));
  }

  private static FloatVector vector(MemorySegment segment, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER);
  }
}
